"""Broken and hostile content folders: each yields file, line and reason, and the site keeps its last good revision."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from classcode.config import Config
from classcode.i18n import reader
from modules import cli, current
from modules.catalog import Module
from modules.current import catalog
from tests.modules.written import FIRST_EN, FIRST_FR, spoil, write_module

Spoiling = Callable[[Path], object]


class Case(NamedTuple):
    """What is done to a sound module, and how a line of the report begins: the file, its line if one, the reason."""

    do: Spoiling
    told: str


def text(before: str, after: str, name: str = FIRST_FR) -> Spoiling:
    return lambda folder: spoil(folder / name, before, after)


def svg(inside: str, head: str = "") -> Spoiling:
    drawing = f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">\n{inside}\n</svg>'
    return lambda folder: (folder / "media" / "robot.svg").write_text(drawing, encoding="utf-8")


def plan(before: str, after: str) -> Spoiling:
    return text(before, after, "module.toml")


def bytes_of(name: str, content: bytes) -> Spoiling:
    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)

    return write


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "]>"
)

CASES: dict[str, Case] = {
    "a script in the text": Case(text("Hello", "<script>alert(1)</script> Hello"), f"{FIRST_FR}:16: HTML"),
    "an image that runs something": Case(
        text("Hello", "<img src=x onerror=alert(1)> Hello"), f"{FIRST_FR}:16: HTML"
    ),
    "a frame": Case(text("Hello", '<iframe src="https://x.example"></iframe>'), f"{FIRST_FR}:16: HTML"),
    "a comment that hides the rest": Case(text("Hello", "<!-- Hello"), f"{FIRST_FR}:16: HTML"),
    "a link that runs": Case(text("unit:second", "javascript:alert(1)"), f"{FIRST_FR}:16: the address"),
    "a link that runs, spelt in entities": Case(
        text("unit:second", "&#106;avascript:alert(1)"), f"{FIRST_FR}:16: the address"
    ),
    "a link to data": Case(text("unit:second", "data:text/html,x"), f"{FIRST_FR}:16: the address"),
    "a link to this machine's files": Case(
        text("unit:second", "file:///etc/passwd"), f"{FIRST_FR}:16: the address"
    ),
    "a picture from another site": Case(
        text("media/robot.svg", "https://x.example/a.png"), f"{FIRST_FR}:20: the picture"
    ),
    "a picture outside the folder": Case(
        text("media/robot.svg", "../../secret.svg"), f"{FIRST_FR}:20: the picture"
    ),
    "brackets without end": Case(text("After the quiz.", "[" * 5000), f"{FIRST_FR}:16: this text is too"),
    "lists inside lists": Case(text("After the quiz.", "- " * 500), f"{FIRST_FR}:16: this text is too"),
    "a page without end": Case(text("After the quiz.", "word " * 13_000), f"{FIRST_FR}:16: this text is too"),
    "a file that is too large": Case(bytes_of(FIRST_FR, b"a" * 200_001), f"{FIRST_FR}: the file holds"),
    "bytes that are no text": Case(
        bytes_of(FIRST_FR, b"---\nid: \xff\n---\n"), f"{FIRST_FR}:2: this is not UTF-8"
    ),
    "an empty file": Case(bytes_of(FIRST_FR, b""), f"{FIRST_FR}:1: the file does not begin"),
    "YAML that makes objects": Case(
        text("minutes: 10", "minutes: !!python/object/apply:os.system [id]"), f"{FIRST_FR}:4: “minutes”"
    ),
    "YAML that grows": Case(text("[sequence]", "[&a [x], *a, *a]"), f"{FIRST_FR}:2: YAML anchors"),
    "YAML without bottom": Case(
        text("[sequence]", "[" * 3000), f"{FIRST_FR}:13: lists and blocks lie too deep"
    ),
    "a front matter that never ends": Case(
        text("level: [cycle2]\n---", "level: [cycle2]"), f"{FIRST_FR}:1: the file"
    ),
    "a quiz that never ends": Case(
        text("```\n\nAfter the quiz.", "After the quiz."), f"{FIRST_FR}:22: this block"
    ),
    "a quiz without a right answer": Case(
        text("        correct: true\n", ""), f"{FIRST_FR}:31: question “q1” has 0 correct"
    ),
    "a quiz that gives its id away twice": Case(
        text("- id: q2", "- id: q1"), f"{FIRST_FR}:40: the id “q1” is taken"
    ),
    "a mark that is no number": Case(
        text("pass: 0.67", "pass: .inf"), f"{FIRST_FR}:26: “pass” should be a number"
    ),
    "an id with a path in it": Case(
        text("id: first\n", "id: ../../etc\n"), f"{FIRST_FR}:2: “../../etc” cannot be an id"
    ),
    "languages that disagree": Case(
        text("kind: multiple", "kind: single", FIRST_EN), f"{FIRST_EN}:40: “kind” is not"
    ),
    "a translation that is gone": Case(
        lambda folder: (folder / "02-second.en.md").unlink(),
        "02-second.fr.md: the unit “second” does not exist",
    ),
    "a link out of the folder": Case(
        lambda folder: (folder / "media" / "out.svg").symlink_to("/etc/passwd"),
        "media/out.svg: the name of this",
    ),
    "a program among the pages": Case(bytes_of("run.sh", b"#!/bin/sh\n"), "run.sh: the name of this file"),
    "five hundred files too many": Case(
        lambda folder: [(folder / f"note-{n}.txt").write_text("x") for n in range(501)], ": the folder holds"
    ),
    "a drawing with a script": Case(svg("<script>alert(1)</script>"), "media/robot.svg:2: <script>"),
    "a drawing that runs something": Case(
        svg('<rect onload="alert(1)"/>'), "media/robot.svg:2: the attribute onload"
    ),
    "a drawing that holds a page": Case(svg("<foreignObject/>"), "media/robot.svg:2: <foreignObject>"),
    "a drawing that loads": Case(
        svg('<use href="https://x.example/a.svg#b"/>'), "media/robot.svg:2: href points"
    ),
    "a drawing that grows": Case(
        svg("<text>&h;</text>", BOMB), "media/robot.svg:1: a drawing has no document type"
    ),
    "a drawing that is torn": Case(svg("<g>"), "media/robot.svg:3: this drawing cannot be read"),
    "a plan that is no TOML": Case(plan("number = 1", "number = ["), "module.toml:3: TOML cannot be read"),
    "a plan without bottom": Case(
        plan("number = 1", f"number = {'[' * 3000}"), "module.toml:1: lists and blocks"
    ),
    "a plan of another module": Case(plan('id = "small"', 'id = "front-door"'), "module.toml:1: the id"),
    "a rule that asks for what is not there": Case(
        plan('["first-check"]', '["no-check"]'), "module.toml:25: no graded activity"
    ),
    "no plan": Case(lambda folder: (folder / "module.toml").unlink(), "module.toml: there is no module.toml"),
}


@pytest.fixture
def folder(tmp_path: Path, config: Config, engine: object) -> Path:
    """A sound module, published."""
    written = write_module(tmp_path / "content")
    assert cli.publish(written.parent, io.StringIO()) == 0
    return written


def shown() -> Module | None:
    current.shelf().forget()
    return catalog().module("small")


def test_there_are_thirty_and_more() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_with_file_line_and_reason_and_the_site_stays_as_it_was(folder: Path, name: str) -> None:
    good = shown()
    CASES[name].do(folder)
    out, begin = io.StringIO(), time.thread_time()
    with reader("en"):
        status = cli.publish(folder.parent, out)

    assert status == 1
    expected = f"small/{CASES[name].told}".replace("/:", ":")
    assert [line for line in out.getvalue().splitlines() if line.startswith(expected)], out.getvalue()
    assert good is not None and shown() == good
    assert time.thread_time() - begin < 4
