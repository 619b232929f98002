"""A sound module folder becomes one module."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from modules.catalog import Module, ModuleKind, Segment, Strand, addresses, read_module, read_modules
from tests.modules.written import FIRST_EN, FIRST_FR, MODULE, spoil, write_module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_module(tmp_path)


def read(folder: Path) -> Module:
    module, problems = read_module(folder)
    assert module is not None, problems
    assert problems == []
    return module


def test_a_sound_module_is_read_with_its_weeks_and_rule(folder: Path) -> None:
    module = read(folder)
    assert (module.slug, module.number, module.kind) == ("small", 1, ModuleKind.MODULE)
    assert module.title == {"fr": "Petit", "en": "Small"}
    assert (module.weeks[0].units, module.weeks[0].meeting) == (("first", "second"), "kit")
    assert module.rule is not None
    assert module.rule.required_units == ("first",)


def test_units_come_in_reading_order_with_the_kit_last(folder: Path) -> None:
    assert [unit.id for unit in read(folder).units] == ["first", "second", "kit"]


def test_the_minutes_of_units_add_up(folder: Path) -> None:
    assert read(folder).minutes == 20


def test_a_unit_holds_its_text_in_each_language(folder: Path) -> None:
    unit = read(folder).units[0]
    assert unit.strand is Strand.DO
    assert {lang: text.title for lang, text in unit.texts.items()} == {"fr": "Première", "en": "First"}
    assert unit.texts["fr"].tomorrow == "Try it in class."


def test_the_activity_stands_where_its_block_stood(folder: Path) -> None:
    segments = read(folder).units[0].texts["fr"].segments
    assert [segment.kind for segment in segments] == ["html", "activity", "html"]
    assert segments[1] == Segment("activity", "first-check")
    assert "After the quiz." in segments[2].value


def test_the_key_and_the_feedback_are_not_in_the_page(folder: Path) -> None:
    html = read(folder).units[0].texts["fr"].html
    assert "first-check" not in html
    assert "Yes." not in html


def test_links_to_units_and_desk_become_addresses_in_the_language_of_the_page(folder: Path) -> None:
    html = read(folder).units[0].texts["en"].html
    assert f'href="{addresses.unit_page("en", "small", "second")}"' in html
    assert f'href="{escape(addresses.help_desk("en", "small", "first"))}"' in html


def test_drawings_are_addressed_by_revision(folder: Path) -> None:
    module = read(folder)
    assert f'src="/media/small/{module.revision}/robot.svg"' in module.units[0].texts["fr"].html


def test_quiz_texts_are_html_in_each_language(folder: Path) -> None:
    question = read(folder).activities[0].questions[0]
    assert question.text["fr"] == "What is <code>x</code>?"
    assert question.explanation["en"] == "Because <strong>one</strong>."
    assert [option.correct for option in question.options] == [True, False]


def test_the_revision_is_twelve_hex_digits_and_follows_every_byte(folder: Path) -> None:
    before = read(folder).revision
    assert len(bytes.fromhex(before)) == 6
    spoil(folder / "media" / "robot.svg", "fffdf8", "fffdf9")
    assert read(folder).revision != before


def test_hidden_files_and_copies_of_editors_are_no_sources(folder: Path) -> None:
    before = read(folder).revision
    (folder / ".draft").write_bytes(b"\xff")
    (folder / "module.toml~").write_text("old", encoding="utf-8")
    assert read(folder).revision == before


def test_a_question_keeps_its_hash_when_only_the_page_changes(folder: Path) -> None:
    before = [question.hash for question in read(folder).activities[0].questions]
    spoil(folder / FIRST_FR, "Hello", "A line more.\n\nHello")
    assert [question.hash for question in read(folder).activities[0].questions] == before


def test_a_question_changes_its_hash_when_one_language_changes(folder: Path) -> None:
    before = [question.hash for question in read(folder).activities[0].questions]
    spoil(folder / FIRST_EN, "Which?", "Which ones?")
    after = [question.hash for question in read(folder).activities[0].questions]
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_line_ends_of_windows_and_a_byte_order_mark_are_accepted(folder: Path) -> None:
    path = folder / FIRST_FR
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder).units[0].texts["fr"].title == "Première"


def test_words_that_yaml_takes_for_values_stay_words(folder: Path) -> None:
    for name in (FIRST_FR, FIRST_EN):
        spoil(folder / name, "- id: b\n        text: Two", "- id: no\n        text: 2024-01-01")
    option = read(folder).activities[0].questions[0].options[1]
    assert (option.id, option.text["fr"]) == ("no", "2024-01-01")


def test_a_quiz_inside_a_longer_block_is_an_example(folder: Path) -> None:
    spoil(folder / FIRST_FR, "After the quiz.", "````text\n```quiz\nid: x\n```\n````\n")
    assert len(read(folder).activities) == 1


def test_modules_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    write_module(tmp_path)
    second = tmp_path / "aaa"
    (tmp_path / "small").rename(second)
    spoil(second / "module.toml", 'id = "small"\nnumber = 1', 'id = "aaa"\nnumber = 2')
    write_module(tmp_path)
    modules, problems = read_modules(tmp_path)
    assert problems == []
    assert [module.slug for module in modules] == ["small", "aaa"]


def test_two_modules_with_one_number_are_told(tmp_path: Path) -> None:
    write_module(tmp_path).rename(tmp_path / "zzz")
    spoil(tmp_path / "zzz" / "module.toml", 'id = "small"', 'id = "zzz"')
    write_module(tmp_path)
    modules, problems = read_modules(tmp_path)
    assert [module.slug for module in modules] == ["small"]
    assert [problem.file for problem in problems] == ["zzz/module.toml"]


def test_a_front_door_has_no_rule(folder: Path) -> None:
    text = MODULE.replace('kind = "module"', 'kind = "front-door"').partition("[rule]")[0]
    (folder / "module.toml").write_text(text, encoding="utf-8")
    assert read(folder).rule is None
