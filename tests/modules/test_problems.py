"""Every mistake an author can make is told with its file and line; none of them raises."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import pytest

from classcode.i18n import reader
from modules.catalog import faults, read_module
from modules.catalog.problems import Fault
from tests.modules.written import FIRST_FR, ROBOT, assert_told, line_of, problems_of, spoil, write_module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_module(tmp_path)


class Spoiled(NamedTuple):
    """A text that is replaced in the first French page, and the fault told at the line where `at` then stands."""

    before: str
    after: str
    at: str
    fault: Fault


FRONT_MATTER = {
    "an id that is none": Spoiled("id: first\n", "id: First!\n", "id: First!", faults.NOT_ID),
    "an id that is not the file's": Spoiled("id: first\n", "id: other\n", "id: other", faults.OTHER_NAME),
    "no title": Spoiled('title: "Première"\n', "", "id: first", faults.MISSING),
    "an empty title": Spoiled('"Première"', "", "title:", faults.MISSING),
    "a title that is a list": Spoiled('"Première"', "[a]", "title:", faults.NOT_TEXT),
    "no minutes": Spoiled("minutes: 10", "minutes: 0", "minutes: 0", faults.NOT_NUMBER),
    "too many minutes": Spoiled("minutes: 10", "minutes: 121", "minutes: 121", faults.NOT_NUMBER),
    "minutes in letters": Spoiled("minutes: 10", "minutes: ten", "minutes: ten", faults.NOT_NUMBER),
    "an unknown strand": Spoiled("strand: do", "strand: dance", "strand: dance", faults.NOT_CHOICE),
    "a doubtful flag": Spoiled("required: true", "required: maybe", "required: maybe", faults.NOT_FLAG),
    "no objectives": Spoiled("  - Say it\n", "", "objectives:", faults.MISSING),
    "an objective with a colon": Spoiled("- Say it", "- Say: it", "- Say: it", faults.NOT_TEXT),
    "an unknown key": Spoiled("tags:", "colour: red\ntags:", "colour:", faults.UNKNOWN_KEY),
    "a key written twice": Spoiled("tags:", "level: [a]\ntags:", "level: [cycle2]", faults.TWICE),
    "broken YAML": Spoiled("tags: [sequence]", "tags: [sequence", "level:", faults.NOT_YAML),
    "an anchor": Spoiled("tags: [sequence]", "tags: [&a b, *a]", "id: first", faults.ALIAS),
    "deep YAML": Spoiled("tags: [sequence]", f"tags: {'[' * 5000}", "tags:", faults.TOO_DEEP),
    "a control character": Spoiled("Say it", "Say \x00 it", "id: first", faults.NOT_YAML),
}

BODY = {
    "a heading of the first level": Spoiled("## A heading", "# A heading", "# A heading", faults.TOP_HEADING),
    "an underlined one": Spoiled("## A heading", "A heading\n====", "A heading", faults.TOP_HEADING),
    "a jump": Spoiled("## A heading", "## A\n\n#### B", "#### B", faults.HEADING_JUMP),
    "a first heading too low": Spoiled("## A heading", "### A heading", "### A heading", faults.HEADING_JUMP),
    "an unknown note": Spoiled(
        "Hello", '!!! danger "Oh"\n    No.\n\nHello', "!!! danger", faults.UNKNOWN_NOTE
    ),
    "a note's title without quotes": Spoiled(
        "Hello", "!!! note Oh\n    No.\n\nHello", "!!! note", faults.UNKNOWN_NOTE
    ),
    "an unknown fold": Spoiled("Hello", '??? note "Oh"\n    No.\n\nHello', "??? note", faults.UNKNOWN_NOTE),
    "an unknown unit": Spoiled("unit:second", "unit:third", "unit:third", faults.UNKNOWN_LINK),
    "a script": Spoiled("unit:second", "javascript:123", "javascript:123", faults.BAD_LINK),
    "a path": Spoiled("unit:second", "02-second.fr.md", "02-second", faults.BAD_LINK),
    "no text alternative": Spoiled("![A robot]", "![]", "![]", faults.NO_ALT),
    "a drawing that is not there": Spoiled(
        "media/robot.svg", "media/cat.svg", "media/cat.svg", faults.NO_PICTURE
    ),
    "a picture from elsewhere": Spoiled(
        "media/robot.svg", "https://a.b/c.png", "a.b/c.png", faults.FOREIGN_PICTURE
    ),
    "HTML": Spoiled("Hello", "Hello <b>you</b>", "<b>", faults.RAW_HTML),
    "a link by reference": Spoiled("Hello", "[a]: https://a.b\n\nHello", "[a]:", faults.REFERENCE),
    "a block that is never closed": Spoiled(
        "After the quiz.", "```text\nAfter", "```text", faults.OPEN_FENCE
    ),
    "a quiz in a note": Spoiled("```quiz", "  ```quiz", "```quiz", faults.INDENTED_BLOCK),
    "hopeless Markdown": Spoiled("After the quiz.", "[" * 5000, "Hello", faults.TOO_HEAVY),
}

QUIZ = {
    "broken YAML": Spoiled("    kind: single", "   kind: single", "   kind: single", faults.NOT_YAML),
    "an unknown kind": Spoiled("kind: single", "kind: essay", "kind: essay", faults.NOT_CHOICE),
    "two right options": Spoiled("Two\n", "Two\n        correct: true\n", "options:", faults.NO_RIGHT_OPTION),
    "no right option": Spoiled("        correct: true\n", "", "options:", faults.NO_RIGHT_OPTION),
    "no feedback": Spoiled("        feedback: No.\n", "", "- id: b", faults.MISSING),
    "a pass mark above one": Spoiled("pass: 0.67", "pass: 67", "pass: 67", faults.NOT_NUMBER),
    "a pass mark of nothing": Spoiled("pass: 0.67", "pass: 0", "pass: 0", faults.NOT_NUMBER),
    "a pass mark on practice": Spoiled("graded: true", "graded: false", "pass:", faults.PASS_WITHOUT_GRADE),
    "no pass mark": Spoiled("pass: 0.67\n", "", "id: first-check", faults.MISSING),
    "two questions of one id": Spoiled("- id: q2", "- id: q1 # again", "# again", faults.SAME_ID),
    "two options of one id": Spoiled("- id: b\n", "- id: a # again\n", "# again", faults.SAME_ID),
    "an unknown key": Spoiled("graded: true", "graded: true\nhints: no", "hints:", faults.UNKNOWN_KEY),
    "a picture in a question": Spoiled(
        '"What is `x`?"', '"![x](media/robot.svg)"', "- id: q1", faults.QUIZ_PICTURE
    ),
    "a broken link in a feedback": Spoiled("Yes.\n", "See [x](unit:no).\n", "- id: a", faults.UNKNOWN_LINK),
    "questions that are no list": Spoiled("questions:", "questions: many\nx:", "questions:", faults.NOT_LIST),
}


CASES = {
    **{f"front matter with {name}": case for name, case in FRONT_MATTER.items()},
    **{f"body with {name}": case for name, case in BODY.items()},
    **{f"quiz with {name}": case for name, case in QUIZ.items()},
}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_in_a_page_is_told_at_its_line(folder: Path, name: str) -> None:
    case = CASES[name]
    spoil(folder / FIRST_FR, case.before, case.after)
    assert_told(folder, FIRST_FR, line_of(folder / FIRST_FR, case.at), case.fault)


def test_a_multiple_question_needs_a_wrong_option(folder: Path) -> None:
    path = folder / FIRST_FR
    text = path.read_text(encoding="utf-8")
    head, _kind, tail = text.partition("kind: multiple")
    tail = tail.replace("text: Two\n", "text: Two\n        correct: true\n", 1)
    path.write_text(f"{head}kind: multiple{tail}", encoding="utf-8")
    assert faults.NO_WRONG_OPTION in [problem.fault for problem in problems_of(folder)]


def test_one_fault_alone_is_told_once(folder: Path) -> None:
    spoil(folder / FIRST_FR, "unit:second", "unit:third")
    assert len(problems_of(folder)) == 1


def test_the_same_broken_link_twice_is_told_at_both_lines(folder: Path) -> None:
    spoil(folder / FIRST_FR, "After the quiz.", "[a](unit:no)\n\n`[b](unit:no)`\n\n[c](unit:no)")
    first = line_of(folder / FIRST_FR, "[a](unit:no)")
    assert [problem.line for problem in problems_of(folder)] == [first, first + 4]


def test_code_may_show_what_would_be_a_mistake(folder: Path) -> None:
    spoil(
        folder / FIRST_FR, "After the quiz.", "```html\n# <b>\n[a]: x\n```\n\nAnd `<b>` or `![](x)`, a < b."
    )
    assert read_module(folder)[1] == []


def test_a_page_without_text_is_told(folder: Path) -> None:
    spoil(folder / "02-second.fr.md", "Some text.", "")
    assert_told(folder, "02-second.fr.md", 10, faults.EMPTY)


def test_a_page_without_front_matter_is_told(folder: Path) -> None:
    (folder / FIRST_FR).write_text("# Hello\n", encoding="utf-8")
    assert_told(folder, FIRST_FR, 1, faults.NO_FRONT_MATTER)


def test_bytes_that_are_not_utf8_are_told_at_their_line(folder: Path) -> None:
    path = folder / FIRST_FR
    path.write_bytes(path.read_bytes().replace(b"Say it", b"Say \xe9"))
    assert_told(folder, FIRST_FR, 9, faults.NOT_UTF8)
    assert len(problems_of(folder)) == 1


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    (folder / FIRST_FR).write_text("a" * 200_001, encoding="utf-8")
    assert_told(folder, FIRST_FR, 0, faults.TOO_LARGE)


@pytest.mark.parametrize(
    "name", ["notes.txt", "1-x.fr.md", "media/photo.gif", "media/Big.svg", "deep/01-x.fr.md"]
)
def test_a_file_with_a_strange_name_is_told(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("x", encoding="utf-8")
    assert_told(folder, name, 0, faults.STRANGE_FILE)


def test_a_link_to_a_file_elsewhere_is_not_followed(folder: Path) -> None:
    (folder / FIRST_FR).rename(folder.parent / FIRST_FR)
    (folder / FIRST_FR).symlink_to(folder.parent / FIRST_FR)
    assert_told(folder, FIRST_FR, 0, faults.STRANGE_FILE)


def test_a_drawing_in_another_language_is_told(folder: Path) -> None:
    (folder / "media" / "robot.en.svg").write_text(ROBOT, encoding="utf-8")
    spoil(folder / FIRST_FR, "robot.svg", "robot.en.svg")
    assert_told(folder, FIRST_FR, line_of(folder / FIRST_FR, "robot.en.svg"), faults.OTHER_LANGUAGE)


@pytest.mark.parametrize(
    "front",
    [
        "",
        "- a",
        "a",
        "{",
        "? [a]\n: b",
        "!!python/object:os.system {}",
        "a: !!binary x",
        "<<: {a: b}",
        "a: 1\n...\nb: 2",
        "\t",
    ],
)
def test_no_front_matter_raises(folder: Path, front: str) -> None:
    (folder / FIRST_FR).write_text(f"---\n{front}\n---\n```quiz\n{front}\n```\n", encoding="utf-8")
    assert problems_of(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "[[week]]\nunits = 3",
        "week = 3\nrule = 1\ntitle = []",
        "languages = [1]",
        "a" + ".b" * 5000 + "=1",
    ],
)
def test_no_module_file_raises(folder: Path, text: str) -> None:
    (folder / "module.toml").write_text(text, encoding="utf-8")
    assert problems_of(folder)


def test_problems_speak_the_language_of_the_reader(folder: Path) -> None:
    spoil(folder / FIRST_FR, "unit:second", "unit:third")
    problem = problems_of(folder)[0]
    with reader("en"):
        assert problem.what == "this link leads to “third”, a unit this module does not have"
    with reader("fr"):
        quoted = "«\N{NO-BREAK SPACE}third\N{NO-BREAK SPACE}»"
        assert problem.what == f"ce lien mène à {quoted}, une unité que ce module n’a pas"


@pytest.mark.parametrize("piece", ["`a``b", "[", "<a ", "- a\n", "[x]:\n", "!!! note ", "#", "```\n"])
def test_a_hostile_page_is_refused_soon(folder: Path, piece: str) -> None:
    begin = time.thread_time()
    for name in ("02-second.fr.md", "02-second.en.md"):
        spoil(folder / name, "Some text.", piece * (59_000 // len(piece)))
    spoil(folder / FIRST_FR, "Say it", piece.replace("\n", " ") * 100)
    read_module(folder)
    assert time.thread_time() - begin < 4


def test_runs_of_backquotes_are_read_in_one_pass(folder: Path) -> None:
    begin = time.thread_time()
    spoil(folder / FIRST_FR, "After the quiz.", "".join("`" * length + "a" for length in range(1, 340)))
    read_module(folder)
    assert time.thread_time() - begin < 2
