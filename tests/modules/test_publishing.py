"""A module becomes current whole or not at all; a broken file leaves the last good revision where it was."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from classcode.config import Config
from modules import cli, current
from modules.current import catalog

UNIT = "creative-programming/04-loops-and-events.fr.md"


@pytest.fixture
def sources(tmp_path: Path, config: Config, engine: object) -> Path:
    """A copy of the shipped content, published."""
    folder = tmp_path / "content"
    shutil.copytree(Path(__file__).parents[2] / "content", folder)
    assert cli.publish(folder, io.StringIO()) == 0
    current.shelf().forget()
    return folder


def revision() -> str:
    """Return the current revision of the module."""
    current.shelf().forget()
    module = catalog().module("creative-programming")
    assert module is not None
    return module.revision


def test_publishing_the_same_sources_again_changes_nothing(sources: Path) -> None:
    before = revision()
    out = io.StringIO()
    assert cli.publish(sources, out) == 0
    assert revision() == before


def test_an_edited_text_is_a_new_revision(sources: Path) -> None:
    before = revision()
    path = sources / UNIT
    path.write_text(path.read_text() + "\nUne phrase de plus.\n")
    cli.publish(sources, io.StringIO())
    assert revision() != before


def test_a_broken_file_is_named_and_the_last_good_revision_stays(sources: Path, client: FlaskClient) -> None:
    before = revision()
    path = sources / UNIT
    path.write_text(path.read_text().replace("```quiz", "```quiz\nid: [", 1))
    out = io.StringIO()
    assert cli.publish(sources, out) == 1
    assert UNIT in out.getvalue()
    assert revision() == before
    assert client.get("/fr/modules/creative-programming/loops-and-events").status_code == 200


def test_a_revision_that_this_machine_lacks_leaves_the_one_before_and_is_tried_again(
    sources: Path, config: Config
) -> None:
    before = revision()
    path = sources / UNIT
    path.write_text(path.read_text() + "\nUne phrase de plus.\n")
    cli.publish(sources, io.StringIO())
    newer = next(one for one in (config.var_dir / "content").iterdir() if one.name not in _known(before))
    hidden = newer.rename(newer.with_name("elsewhere"))
    assert revision() == before
    hidden.rename(newer)
    assert revision() == newer.name


def _known(revision_before: str) -> set[str]:
    front_door = catalog().front_door
    assert front_door is not None
    return {revision_before, front_door.revision}
