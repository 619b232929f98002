"""Languages agree with each other, and units with the weeks and the rule of their module."""

from __future__ import annotations

from pathlib import Path

import pytest

from modules.catalog import faults
from tests.modules.written import FIRST_EN, FIRST_FR, assert_told, line_of, problems_of, spoil, write_module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_module(tmp_path)


TRANSLATION = {
    "minutes": ("minutes: 10", "minutes: 11"),
    "strand": ("strand: do", "strand: pass-on"),
    "required": ("required: true", "required: false"),
    "tags": ("[sequence]", "[other]"),
    "level": ("[cycle2]", "[cycle3]"),
    "id": ("id: first-check", "id: other-check"),
    "pass": ("pass: 0.67", "pass: 0.5"),
    "question id": ("- id: q2", "- id: q3"),
    "kind": ("kind: multiple", "kind: single"),
    "option id": ("- id: c", "- id: d"),
    "correct": ("Three\n        correct: true", "Three\n        correct: false"),
}


@pytest.mark.parametrize("key", TRANSLATION)
def test_what_is_not_language_is_the_same_in_every_language(folder: Path, key: str) -> None:
    spoil(folder / FIRST_EN, *TRANSLATION[key])
    told = [
        (problem.file, problem.params.get("key"))
        for problem in problems_of(folder)
        if problem.fault is faults.DIFFERS
    ]
    assert told == [(f"small/{FIRST_EN}", key)]


def test_a_quiz_too_many_in_one_language_is_told(folder: Path) -> None:
    spoil(folder / FIRST_EN, "After the quiz.", "```quiz\nid: more\ntitle: More\nquestions: []\n```")
    assert_told(folder, FIRST_EN, 0, faults.OTHER_BLOCKS)


def test_options_in_another_order_are_told_at_the_first_that_differs(folder: Path) -> None:
    text = (folder / FIRST_EN).read_text(encoding="utf-8")
    swapped = (
        text.replace("- id: a", "- id: z", 1)
        .replace("- id: b", "- id: a", 1)
        .replace("- id: z", "- id: b", 1)
    )
    (folder / FIRST_EN).write_text(swapped, encoding="utf-8")
    assert_told(folder, FIRST_EN, line_of(folder / FIRST_EN, "- id: b"), faults.DIFFERS)


def test_a_missing_translation_is_told_on_the_page_that_exists(folder: Path) -> None:
    (folder / "02-second.en.md").unlink()
    assert_told(folder, "02-second.fr.md", 0, faults.NO_TRANSLATION)


def test_a_language_the_module_does_not_declare_is_told(folder: Path) -> None:
    (folder / "02-second.nl.md").write_bytes((folder / "02-second.fr.md").read_bytes())
    assert_told(folder, "02-second.nl.md", 0, faults.EXTRA_LANGUAGE)


def test_translations_with_another_number_are_told(folder: Path) -> None:
    (folder / FIRST_EN).rename(folder / "07-first.en.md")
    assert_told(folder, "07-first.en.md", 0, faults.OTHER_ORDER)


def test_two_pages_of_one_unit_and_language_are_told(folder: Path) -> None:
    (folder / "07-first.fr.md").write_bytes((folder / FIRST_FR).read_bytes())
    assert_told(folder, "07-first.fr.md", 2, faults.SAME_ID)


def test_two_activities_of_one_id_are_told(folder: Path) -> None:
    for lang in ("fr", "en"):
        quiz = (folder / FIRST_FR).read_text(encoding="utf-8").partition("```quiz")[2].partition("```")[0]
        spoil(folder / f"02-second.{lang}.md", "Some text.", f"Some text.\n\n```quiz{quiz}```")
    assert_told(folder, "02-second.fr.md", 13, faults.SAME_ID)


MODULE = {
    "broken TOML": ("number = 1", "number = ", 2, faults.NOT_TOML),
    "another id": ('id = "small"', 'id = "other"', 1, faults.OTHER_FOLDER),
    "an unknown key": ("number = 1", "number = 1\ncolour = 2", 3, faults.UNKNOWN_KEY),
    "an unknown kind": ('kind = "module"', 'kind = "song"', 3, faults.NOT_CHOICE),
    "an unknown language": ('["fr", "en"]', '["fr", "en", "xx"]', 4, faults.NOT_CHOICE),
    "a title missing in a language": ('en = "Small"\n', "", 8, faults.MISSING),
    "an unknown partial language": ("number = 1", 'number = 1\npartial = ["xx"]', 3, faults.NOT_CHOICE),
    "a title in a language too many": ('en = "Small"', 'en = "Small"\nnl = "Klein"', 11, faults.UNKNOWN_KEY),
    "a week's title missing": ('en = "Week one"\n', "", 21, faults.MISSING),
    "a unit that does not exist": ('"second"]', '"second", "third"]', 16, faults.NO_SUCH_UNIT),
    "a kit that does not exist": ('"kit"', '"other-kit"', 16, faults.NO_SUCH_UNIT),
    "a unit named twice": ('"second"]', '"second", "kit"]', 16, faults.SAME_ID),
    "a rule without units": ('["first"]', "[]", 26, faults.MISSING),
    "a rule with an unknown unit": ('["first"]', '["first", "fourth"]', 25, faults.NO_SUCH_UNIT),
    "a rule that asks for a choice": ('["first"]', '["first", "second"]', 25, faults.NOT_REQUIRED),
    "a rule that forgets a unit": ('["first"]', '["kit"]', 25, faults.FORGOTTEN),
    "a rule with an unknown activity": ('["first-check"]', '["no-check"]', 25, faults.NO_SUCH_ACTIVITY),
    "a rule with many meetings": ("meetings = 1", "meetings = 99", 28, faults.NOT_NUMBER),
    "no rule": ("[rule]", "[summary.rule]", 1, faults.NO_RULE),
    "a front door with a rule": ('kind = "module"', 'kind = "front-door"', 25, faults.RULE_OF_FRONT_DOOR),
}


@pytest.mark.parametrize("name", MODULE)
def test_a_mistake_in_the_module_file_is_told_at_its_line(folder: Path, name: str) -> None:
    before, after, line, fault = MODULE[name]
    spoil(folder / "module.toml", before, after)
    assert_told(folder, "module.toml", line, fault)


def test_a_unit_that_no_week_names_is_told(folder: Path) -> None:
    spoil(folder / "module.toml", ', "second"', "")
    assert_told(folder, "02-second.en.md", 0, faults.NOT_IN_WEEK)


def test_a_folder_without_module_file_is_told(folder: Path) -> None:
    (folder / "module.toml").unlink()
    assert_told(folder, "module.toml", 0, faults.NO_MODULE_FILE)
