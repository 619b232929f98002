"""A language in which only some units exist: those are read, the others fall back, and nothing is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from modules.catalog import Module, faults, read_module, text_of, words
from tests.modules.written import FIRST_FR, assert_told, spoil, write_module

FIRST_NL = "01-first.nl.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written = write_module(tmp_path)
    spoil(written / "module.toml", 'languages = ["fr", "en"]', 'languages = ["fr", "en"]\npartial = ["nl"]')
    text = (written / FIRST_FR).read_text(encoding="utf-8")
    (written / FIRST_NL).write_text(text.replace("Première", "Eerste"), encoding="utf-8")
    return written


def read(folder: Path) -> Module:
    module, problems = read_module(folder)
    assert problems == []
    assert module is not None
    return module


def test_a_unit_that_exists_in_it_is_shown_in_it(folder: Path) -> None:
    module = read(folder)
    shown = text_of(module.units[0], "nl")

    assert (shown.text.title, shown.fell_back) == ("Eerste", False)
    assert module.languages == ("fr", "en")
    assert module.partial == ("nl",)


def test_a_unit_that_does_not_falls_back_with_the_notice(folder: Path) -> None:
    shown = text_of(read(folder).units[1], "nl")

    assert (shown.text.lang, shown.fell_back) == ("fr", True)


def test_the_quiz_of_such_a_unit_is_answered_in_it(folder: Path) -> None:
    activity = read(folder).units[0].activities[0]

    assert set(activity.title) == {"fr", "en", "nl"}


def test_titles_in_it_may_be_written_or_left_out(folder: Path) -> None:
    spoil(folder / "module.toml", 'en = "Small"', 'en = "Small"\nnl = "Klein"')
    module = read(folder)

    assert words(module.title, "nl") == "Klein"
    assert words(module.summary, "nl") == "Un petit module."


def test_what_is_not_language_is_the_same_in_it_too(folder: Path) -> None:
    spoil(folder / FIRST_NL, "minutes: 10", "minutes: 12")

    assert_told(folder, FIRST_NL, 5 - 1, faults.DIFFERS)


def test_a_language_that_is_declared_twice_counts_as_whole(folder: Path) -> None:
    spoil(folder / "module.toml", 'partial = ["nl"]', 'partial = ["fr"]')

    assert_told(folder, FIRST_NL, 0, faults.EXTRA_LANGUAGE)


def test_a_translation_begun_marks_no_question_as_updated(folder: Path, tmp_path: Path) -> None:
    before = read(write_module(tmp_path / "before"))

    assert read(folder).activities[0].questions[0].hash == before.activities[0].questions[0].hash


def test_a_translation_finished_is_part_of_its_questions_from_then_on(folder: Path, tmp_path: Path) -> None:
    for french in folder.glob("*.fr.md"):
        french.with_name(french.name.replace(".fr.", ".nl.")).write_bytes(french.read_bytes())
    var_dir = tmp_path / "var"
    begun, _none = read_module(folder, var_dir)
    plan = (folder / "module.toml").read_text(encoding="utf-8").replace("\nen = ", '\nnl = "Klein"\nen = ')
    plan = plan.replace('["fr", "en"]\npartial = ["nl"]', '["fr", "en", "nl"]')
    (folder / "module.toml").write_text(plan, encoding="utf-8")
    finished, problems = read_module(folder, var_dir)

    assert problems == [] and begun is not None and finished is not None
    assert finished.activities[0].questions[0].hash != begun.activities[0].questions[0].hash
