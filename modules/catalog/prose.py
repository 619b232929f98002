"""Checks a body's Markdown where it is written: headings, notes, HTML. Links and pictures are checked in `drawing`."""

from __future__ import annotations

import re
from typing import Final

from classcode import render
from modules.catalog import faults, rich_faults
from modules.catalog.pages import Page
from modules.catalog.problems import Findings

NOTE_KINDS: Final = ("note", "tip", "warning", "unplugged", "in-class", "further")
FOLDED_KINDS: Final = ("solution",)

_BACKQUOTES: Final = re.compile(r"`+")
_HEADING: Final = re.compile(r"\s*(#{1,6})(?!#)")
_UNDERLINE: Final = re.compile(r"(=+|-+)\s*")
_NOTE: Final = re.compile(r"\s*(!!!|\?\?\?\+?)\s*(.*)")
_KIND_AND_TITLE: Final = re.compile(r'([\w-]+)(?:\s+"[^"]+")?\s*')
_TAB: Final = re.compile(r"\s*===(?!=) *\S")
_TITLED_TAB: Final = re.compile(r'\s*=== +"[^"]{1,100}" *')
_TAG: Final = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|<!--")
_REFERENCE: Final = re.compile(r"\s*\[[^\]^][^\]]*\]:\s")


def check_prose(page: Page, findings: Findings) -> None:
    """Note what a reader of the source can see: one pass, line by line."""
    if not "".join(page.prose).strip():
        findings.add(page.first_line, faults.EMPTY)
    before, last = "", 1
    for number, written in enumerate(page.prose, page.first_line):
        line = render.without_formulas(without_code(written))
        last = _check_heading(line, before, (number, last), findings)
        _check_note(line, number, findings)
        if _TAB.match(line) and not _TITLED_TAB.fullmatch(line):
            findings.add(number, rich_faults.UNTITLED_TAB)
        if tag := _TAG.search(line):
            findings.add(number, faults.RAW_HTML, tag=tag[0])
        if _REFERENCE.match(line):
            findings.add(number, faults.REFERENCE)
        before = line


def without_code(line: str) -> str:
    """Return the line with spaces in place of what stands between backquotes."""
    # One expression for this would try each run of backquotes against all others: 35 s for a hostile line.
    runs = [run.span() for run in _BACKQUOTES.finditer(line)]
    kept = list(line)
    while runs:
        start, end = runs.pop(0)
        closing = next((at for at, (first, last) in enumerate(runs) if last - first == end - start), None)
        if closing is not None:
            kept[start : runs[closing][1]] = " " * (runs[closing][1] - start)
            del runs[: closing + 1]
    return "".join(kept)


def _check_heading(line: str, before: str, place: tuple[int, int], findings: Findings) -> int:
    """Return the level of the last heading so far; `place` is the line's number and that level until here."""
    number, last = place
    if heading := _HEADING.match(line):
        level = len(heading[1])
    elif _UNDERLINE.fullmatch(line) and before.strip() and not before.startswith((" ", "|", "-", ">", "#")):
        level, number = (1 if line.startswith("=") else 2), number - 1
    else:
        return last
    if level == 1:
        findings.add(number, faults.TOP_HEADING)
    elif level > last + 1:
        findings.add(number, faults.HEADING_JUMP, level=level, before=last)
    return max(level, 2)


def _check_note(line: str, number: int, findings: Findings) -> None:
    note = _NOTE.match(line)
    if note is None:
        return
    known = NOTE_KINDS if note[1] == "!!!" else FOLDED_KINDS
    read = _KIND_AND_TITLE.fullmatch(note[2])
    if read is None or read[1] not in known:
        findings.add(number, faults.UNKNOWN_NOTE, kind=note[2], known=", ".join(known))
