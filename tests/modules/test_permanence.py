"""`classcode content check --against` refuses ids that were lost, or name something else than they did."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

from classcode.i18n import reader
from modules.catalog import read_module
from modules.catalog.permanence import CHANGED_PLACES, LOST, LOST_MODULE, MOVED, OTHER_SORT
from modules.cli import check
from modules.earlier import NoSuchRevision, ids_lost_since
from tests.modules.written import FIRST_EN, FIRST_FR, line_of, spoil, write_module


def git(content: Path, *words: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    words = ("git", "-C", str(content), *who, *words)
    subprocess.run(words, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound module that git knows as the revision `before`."""
    content = tmp_path / "site" / "content"
    written = write_module(content)
    git(content.parent, "init", "--quiet")
    git(content.parent, "add", ".")
    git(content.parent, "commit", "--quiet", "-m", "As it was")
    git(content.parent, "tag", "before")
    return written


def spoil_both(folder: Path, before: str, after: str) -> None:
    for name in (FIRST_FR, FIRST_EN):
        spoil(folder / name, before, after)


def found(folder: Path) -> list[tuple[str, int, object, str]]:
    problems = ids_lost_since(folder.parent, "before")
    return [(one.file, one.line, one.fault, one.params["id"]) for one in problems]


def test_nothing_is_lost_where_nothing_changed(folder: Path) -> None:
    assert found(folder) == []


def test_texts_key_order_and_new_things_may_change_at_will(folder: Path) -> None:
    spoil_both(folder, "text: Which?", "text: Which of them?")
    spoil_both(folder, "        text: One\n        correct: true", "        text: Uno\n        correct: true")
    spoil_both(
        folder, "  - id: q2\n", "  - id: q3\n    kind: single\n    text: New?\n    options: []\n  - id: q2\n"
    )

    assert found(folder) == []


def test_a_lost_module_is_told(folder: Path) -> None:
    folder.rename(folder.with_name("other"))

    assert found(folder) == [("small", 0, LOST_MODULE, "small")]


def test_a_lost_unit_is_told(folder: Path) -> None:
    for lang in ("fr", "en"):
        (folder / f"02-second.{lang}.md").unlink()

    assert found(folder) == [("small/module.toml", 0, LOST, "second")]


def test_a_lost_activity_is_told_on_its_page(folder: Path) -> None:
    spoil_both(folder, "id: first-check", "id: other-check")

    assert found(folder) == [(f"small/{FIRST_FR}", 0, LOST, "first-check")]


def test_a_lost_question_is_told_at_its_quiz(folder: Path) -> None:
    spoil_both(folder, "- id: q2", "- id: q9")
    line = line_of(folder / FIRST_FR, "id: first-check")

    assert (f"small/{FIRST_FR}", line, LOST, "q2") in found(folder)


def test_a_lost_option_is_told_at_its_question(folder: Path) -> None:
    spoil_both(folder, "      - id: c\n", "      - id: d\n")
    line = line_of(folder / FIRST_FR, "- id: q2")

    assert (f"small/{FIRST_FR}", line, LOST, "c") in found(folder)


def test_an_activity_in_another_unit_is_told_where_it_is_now(folder: Path) -> None:
    for lang in ("fr", "en"):
        first, second = folder / f"01-first.{lang}.md", folder / f"02-second.{lang}.md"
        text = first.read_text(encoding="utf-8")
        quiz = text[text.index("```quiz") : text.index("After the quiz.")]
        first.write_text(text.replace(quiz, ""), encoding="utf-8")
        second.write_text(second.read_text(encoding="utf-8") + "\n" + quiz, encoding="utf-8")
    line = line_of(folder / "02-second.fr.md", "id: first-check")

    assert found(folder) == [("small/02-second.fr.md", line, MOVED, "first-check")]


def test_a_question_of_another_kind_is_another_question(folder: Path) -> None:
    spoil_both(folder, "kind: multiple", "kind: single")
    line = line_of(folder / FIRST_FR, "- id: q2")

    assert found(folder) == [(f"small/{FIRST_FR}", line, OTHER_SORT, "q2")]


def test_a_widget_that_becomes_another_one_is_told(folder: Path) -> None:
    cards = "```widget\nid: play\nkind: binary-cards\ntitle: Cards\ncards: 5\nnumbers: [9]\n```"
    pixels = '```widget\nid: play\nkind: pixels\ntitle: Cards\nshows: A dot\nrows: ["#.", ".#"]\n```'
    for lang in ("fr", "en"):
        spoil(folder / f"02-second.{lang}.md", "Some text.", f"Some text.\n\n{cards}\n")
    assert read_module(folder)[1] == []
    git(folder, "commit", "--quiet", "-am", "With cards")
    git(folder, "tag", "--force", "before")
    for lang in ("fr", "en"):
        spoil(folder / f"02-second.{lang}.md", cards, pixels)
    line = line_of(folder / "02-second.fr.md", "id: play")

    assert found(folder) == [("small/02-second.fr.md", line, OTHER_SORT, "play")]


def test_options_that_changed_places_are_told_at_both_lines(folder: Path) -> None:
    spoil_both(folder, "text: One\n", "text: Swapped\n")
    spoil_both(folder, "text: Two\n", "text: One\n")
    spoil_both(folder, "text: Swapped\n", "text: Two\n")

    assert [(fault, name) for _file, _line, fault, name in found(folder)] == [
        (CHANGED_PLACES, "a"),
        (CHANGED_PLACES, "b"),
    ]


def test_content_that_was_broken_before_is_compared_all_the_same(folder: Path) -> None:
    spoil(folder / "02-second.fr.md", "Some text.", "See [it](unit:nowhere).")
    git(folder, "commit", "--quiet", "-am", "Broken")
    git(folder, "tag", "--force", "before")
    spoil_both(folder, "- id: q2", "- id: q9")

    assert LOST in [fault for _file, _line, fault, _name in found(folder)]


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "before:content", "", "@{u}"])
def test_a_revision_that_git_does_not_know_is_refused(folder: Path, revision: str) -> None:
    with pytest.raises(NoSuchRevision):
        ids_lost_since(folder.parent, revision)


def test_a_folder_that_git_does_not_know_is_refused(tmp_path: Path) -> None:
    write_module(tmp_path / "content")

    with pytest.raises(NoSuchRevision):
        ids_lost_since(tmp_path / "content", "HEAD")


def test_the_command_tells_place_and_remedy_and_ends_with_one(folder: Path) -> None:
    spoil_both(folder, "- id: q2", "- id: q9")
    out = io.StringIO()
    with reader("en"):
        status = check(folder.parent, out, "before")

    assert status == 1
    assert "“q2”, which is in “first-check” in before, is gone" in out.getvalue()


def test_the_command_says_that_a_revision_is_unknown(folder: Path) -> None:
    out = io.StringIO()
    with reader("en"):
        assert check(folder.parent, out, "nowhere") == 1
    assert "git knows no content of this folder at “nowhere”" in out.getvalue()
