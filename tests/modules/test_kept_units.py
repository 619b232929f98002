"""Unchanged units come from the last reading, and what comes from there is what drawing again would give."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from classcode.config import Config
from modules import cli, current
from modules.catalog import Module, faults, kept, read_module, reading
from modules.catalog.drawing import Drawing
from tests.modules.written import FIRST_EN, FIRST_FR, ROBOT, spoil, write_module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_module(tmp_path / "content")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are drawn, as they are."""
    names: list[str] = []

    class Watched(Drawing):
        def segments(self) -> tuple[object, ...]:  # type: ignore[override]
            names.append(self.page.name)
            return super().segments()

    monkeypatch.setattr(reading, "Drawing", Watched)
    return names


def read(folder: Path, var: Path | None = None) -> Module:
    module, problems = read_module(folder, var)
    assert problems == []
    assert module is not None
    return module


def test_a_second_reading_draws_nothing_and_gives_the_same(folder: Path, var: Path, drawn: list[str]) -> None:
    first = read(folder, var)
    drawn.clear()

    assert read(folder, var) == first == read(folder)
    assert len(drawn) == 6, "the last reading, without what is kept"


def test_a_changed_page_draws_its_unit_in_every_language_and_no_other(
    folder: Path, var: Path, drawn: list[str]
) -> None:
    read(folder, var)
    drawn.clear()
    spoil(folder / FIRST_FR, "After the quiz.", "After it.")
    changed = read(folder, var)

    assert sorted(drawn) == [FIRST_EN, FIRST_FR]
    assert changed == read(folder)


def test_pages_from_before_speak_of_the_new_revision(folder: Path, var: Path) -> None:
    before = read(folder, var).revision
    spoil(folder / "02-second.fr.md", "Some text.", "Another text.")
    module = read(folder, var)

    assert f"/{module.revision}/" in module.units[0].texts["fr"].html
    assert before not in module.units[0].texts["fr"].html


LOOKED_AT: dict[str, Callable[[Path], object]] = {
    "the drawing that it shows is gone": lambda folder: (folder / "media" / "robot.svg").unlink(),
    "the unit that it links to is gone": lambda folder: [
        (folder / f"02-second.{lang}.md").unlink() for lang in ("fr", "en")
    ],
}


@pytest.mark.parametrize("what", LOOKED_AT)
def test_a_page_is_drawn_again_when_what_it_refers_to_changed(folder: Path, var: Path, what: str) -> None:
    read(folder, var)
    LOOKED_AT[what](folder)

    told = {problem.fault for problem in read_module(folder, var)[1]}
    assert told & {faults.NO_PICTURE, faults.UNKNOWN_LINK}


def test_problems_are_told_each_time(folder: Path, var: Path) -> None:
    spoil(folder / FIRST_FR, "unit:second", "unit:third")

    assert [len(read_module(folder, var)[1]) for _ in range(3)] == [1, 1, 1]


def test_a_difference_between_languages_is_told_each_time(folder: Path, var: Path) -> None:
    spoil(folder / FIRST_EN, "minutes: 10", "minutes: 11")

    assert [read_module(folder, var)[1][0].fault for _ in range(2)] == [faults.DIFFERS, faults.DIFFERS]


def test_checks_of_the_whole_module_see_pages_from_before(folder: Path, var: Path) -> None:
    read(folder, var)
    quiz = (folder / FIRST_FR).read_text(encoding="utf-8").split("```")[1]
    for lang in ("fr", "en"):
        spoil(folder / f"02-second.{lang}.md", "Some text.", f"```{quiz}```")

    assert faults.SAME_ID in {problem.fault for problem in read_module(folder, var)[1]}


@pytest.mark.parametrize("content", [b"", b"{", b'{"pages": [], "unit": 1}', b"\xff"])
def test_a_torn_file_is_drawn_again(folder: Path, var: Path, content: bytes) -> None:
    first = read(folder, var)
    for path in (var / "content" / "units" / "small").glob("*.json"):
        path.write_bytes(content)

    assert read(folder, var) == first


def test_another_version_of_the_code_draws_again(
    folder: Path, var: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(folder, var)
    drawn.clear()
    monkeypatch.setattr(kept, "made_by", lambda: "newer")
    read(folder, var)

    assert len(drawn) == 6


def test_units_of_another_time_do_not_pile_up(folder: Path, var: Path) -> None:
    for number in range(3):
        spoil(folder / "media" / "robot.svg", ROBOT[-7:], f"<!-- {number} -->{ROBOT[-7:]}")
        read(folder, var)

    assert len(list((var / "content" / "units" / "small").glob("*.json"))) == 3


def test_a_module_that_is_current_is_not_read_again(
    folder: Path, config: Config, engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.publish(folder.parent, io.StringIO()) == 0
    current.shelf().forget()
    monkeypatch.setattr(reading, "_read", None)
    out = io.StringIO()

    assert cli.publish(folder.parent, out) == 0
    assert "small" in out.getvalue()


def test_a_current_module_whose_compiled_file_is_gone_is_read_again(
    folder: Path, config: Config, engine: object
) -> None:
    cli.publish(folder.parent, io.StringIO())
    [compiled] = (config.var_dir / "content").glob("*/module.json")
    compiled.unlink()
    cli.publish(folder.parent, io.StringIO())

    assert compiled.is_file()
