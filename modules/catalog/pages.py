"""Reads a unit's file in one language: front matter, blocks and the Markdown between them, not yet drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from modules.catalog import faults
from modules.catalog.blocks import READERS, Block
from modules.catalog.definitions import Strand
from modules.catalog.form import Form
from modules.catalog.problems import Findings
from modules.catalog.sources import UNIT_NAME
from modules.catalog.tree import Branch, read_yaml


@dataclass(frozen=True)
class Page:
    """A unit in one language as its author wrote it.

    `lines` is the body, with each line of code or of a block replaced by an empty one in `prose`; both begin at
    `first_line` of the file.
    """

    name: str
    number: str
    lang: str
    id: str
    title: str
    minutes: int
    strand: Strand
    required: bool
    summary: str
    objectives: tuple[str, ...]
    tomorrow: str
    tags: tuple[str, ...]
    level: tuple[str, ...]
    lines: tuple[str, ...]
    prose: tuple[str, ...]
    first_line: int
    blocks: tuple[Block, ...]
    front: dict[str, int]


@dataclass(frozen=True)
class _Fence:
    """A block of code or one of `READERS`, by indexes of its opening line and of the line after it."""

    start: int
    end: int
    info: str


_OPENING: Final = re.compile(r"([ >]*)(`{3,}|~{3,})\s*([\w.+#-]*)")


def read_page(name: str, text: str, findings: Findings) -> Page | None:
    """Read one file of a unit; None when it has no readable front matter."""
    named = UNIT_NAME.fullmatch(name)
    lines = text.split("\n")
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() == "---"), 0)
    if named is None or lines[0].rstrip() != "---" or not end:
        findings.add(1, faults.NO_FRONT_MATTER)
        return None
    root = read_yaml("\n".join(lines[1:end]), 2, findings)
    if root is None:
        return None
    if not isinstance(root, Branch):
        findings.add(2, faults.NO_FRONT_MATTER)
        return None
    return _page(name, named, Form(root, findings), (lines[end + 1 :], end + 2))


def _page(name: str, named: re.Match[str], form: Form, body: tuple[list[str], int]) -> Page:
    lines, first_line = body
    fences = _fences(lines, first_line, form.findings)
    page = Page(
        name=name,
        number=named[1],
        lang=named[3],
        id=_id(form, named[2]),
        title=form.text("title"),
        minutes=form.whole("minutes", 1, 120),
        strand=Strand(form.choice("strand", tuple(Strand))),
        required=form.flag("required"),
        summary=form.text("summary"),
        objectives=form.texts("objectives"),
        tomorrow=form.text("tomorrow", ""),
        tags=form.texts("tags", required=False),
        level=form.texts("level", required=False),
        lines=tuple(lines),
        prose=_prose(lines, fences),
        first_line=first_line,
        blocks=_blocks(lines, fences, first_line, form.findings),
        front={key: line for key, (line, _node) in form.branch.entries.items()},
    )
    form.close()
    return page


def _id(form: Form, name: str) -> str:
    found = form.identifier()
    if found and found != name:
        form.findings.add(form.line_of("id"), faults.OTHER_NAME, id=found, name=name)
    return found


def _fences(lines: list[str], first_line: int, findings: Findings) -> list[_Fence]:
    fences: list[_Fence] = []
    start, margin, signs, info = -1, "", "", ""
    for index, line in enumerate(lines):
        opening = _OPENING.match(line)
        if start < 0 and opening:
            start, (margin, signs, info) = index, opening.groups()
            if info in READERS and margin:
                findings.add(first_line + index, faults.INDENTED_BLOCK, word=info)
        elif start >= 0 and opening and line.strip(" >") == signs:
            fences.append(_Fence(start, index + 1, "" if margin else info))
            start = -1
    if start >= 0:
        findings.add(first_line + start, faults.OPEN_FENCE)
        fences.append(_Fence(start, len(lines), ""))
    return fences


def _prose(lines: list[str], fences: list[_Fence]) -> tuple[str, ...]:
    prose = list(lines)
    for fence in fences:
        prose[fence.start : fence.end] = [""] * (fence.end - fence.start)
    return tuple(prose)


def _blocks(lines: list[str], fences: list[_Fence], first_line: int, findings: Findings) -> tuple[Block, ...]:
    found = []
    for fence in fences:
        if read := READERS.get(fence.info):
            text = "\n".join(lines[fence.start + 1 : fence.end - 1])
            draft = read(text, first_line + fence.start + 1, findings)
            if draft is not None:
                found.append(Block(fence.start, fence.end, draft))
    return tuple(found)
