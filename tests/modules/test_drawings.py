"""A drawing holds shapes and words, nothing that runs or loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from modules.catalog import faults, read_module
from tests.modules.written import ROBOT, assert_told, spoil, write_module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_module(tmp_path)


DRAWINGS = {
    "a script": ("<rect", "<script>alert(1)</script><rect", 2, faults.SVG_ELEMENT),
    "a style sheet": ("<rect", "<style>*{}</style><rect", 2, faults.SVG_ELEMENT),
    "an image": ("<rect", '<image href="#a"/><rect', 2, faults.SVG_ELEMENT),
    "another language inside": (
        "<rect",
        '<p xmlns="http://www.w3.org/1999/xhtml"/><rect',
        2,
        faults.SVG_ELEMENT,
    ),
    "a style": ("<rect", '<rect style="fill:red"', 2, faults.SVG_ATTRIBUTE),
    "a handler": ("<rect", '<rect onclick="x()"', 2, faults.SVG_ATTRIBUTE),
    "a link outside": ("<rect", '<use href="https://a.b/c.svg#d"/><rect', 2, faults.SVG_OUTSIDE),
    "a fill from outside": ('fill="#fffdf8"', 'fill="url(https://a.b/#c)"', 2, faults.SVG_OUTSIDE),
    "a disguised fill": ('fill="#fffdf8"', 'fill="u\\72l(//a.b)"', 2, faults.SVG_OUTSIDE),
    "a document type": ("<svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg", 1, faults.SVG_DOCTYPE),
    "an instruction": ("<svg", '<?xml-stylesheet href="a.css"?>\n<svg', 1, faults.SVG_DOCTYPE),
    "no viewBox": (' viewBox="0 0 10 10"', "", 1, faults.SVG_VIEWBOX),
    "a fixed width": ("<svg", '<svg width="10"', 1, faults.SVG_FIXED),
    "an open element": ("</svg>", "", 4, faults.NOT_SVG),
    "nothing": (ROBOT, "", 1, faults.NOT_SVG),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_that_may_not_be_served_is_told_at_its_line(folder: Path, name: str) -> None:
    before, after, line, fault = DRAWINGS[name]
    spoil(folder / "media" / "robot.svg", before, after)
    assert_told(folder, "media/robot.svg", line, fault)


def test_a_drawing_may_refer_to_itself(folder: Path) -> None:
    inside = '<defs><marker id="a"/></defs><use href="#a"/><path marker-end="url(#a)" d="M0 0"/><rect'
    spoil(folder / "media" / "robot.svg", "<rect", inside)
    assert read_module(folder)[1] == []
