"""What a page says of itself: title, working time, summary, objectives, tags; read where written, else guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from modules.catalog.problems import Findings
from modules.catalog.tree import Branch, Leaf, Node, Row, read_yaml
from modules.importing import remarks
from modules.importing.remarks import Report

WORDS: Final = 130
"""Words that a learner reads, tries and understands in a minute."""
_TIMES: Final = (("teaching", "exercises"), ("minutes",), ("duration",), ("time",), ("estimated_time",))
_MARKS: Final = re.compile(r"[*_`#>]|!?\[|\]\([^)]*\)|<[^>]*>")


@dataclass(frozen=True)
class Front:
    """The front matter of a source page, and where its body begins."""

    title: str = ""
    minutes: int = 0
    summary: str = ""
    objectives: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    first_line: int = 1
    body: str = ""


def read_front(name: str, text: str, report: Report) -> Front:
    """Read a page's front matter; without one everything is empty and the body is the whole text."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "...")), 0)
    if lines[0].rstrip() != "---" or not end:
        return Front(body=text)
    findings = Findings(name)
    root = read_yaml("\n".join(lines[1:end]), 2, findings)
    body = "\n".join(lines[end + 1 :])
    if not isinstance(root, Branch):
        why = findings.problems[0].what if findings.problems else ""
        report.tell(name, 1, remarks.NO_FRONT, why=why)
        return Front(first_line=end + 2, body=body)
    report.counts["front matter"] += 1
    return Front(
        title=_one(root, "title", "name"),
        minutes=_minutes(root),
        summary=_one(root, "summary", "description", "abstract", "excerpt"),
        objectives=_many(root, "objectives", "learning_objectives", "goals"),
        tags=tuple(tag.lower() for tag in _many(root, "tags", "keywords", "categories")),
        first_line=end + 2,
        body=body,
    )


def plain(text: str, most: int = 200) -> str:
    """Return a text without its Markdown, on one line, cut at a word."""
    told = " ".join(_MARKS.sub("", text).split())
    return told if len(told) <= most else told[: most - 1].rsplit(" ", 1)[0] + "…"


def summary_of(body: str, title: str) -> str:
    """Return the first paragraph of prose as a summary, or the title."""
    for paragraph in re.split(r"\n\s*\n", body):
        first = paragraph.lstrip()
        if re.match(r"[A-Za-zÀ-ÿ*_\[“«\"]", first) and len(first.split()) >= 4 and "](media/" not in first:
            return plain(paragraph)
    return title


def minutes_of(body: str) -> int:
    """Guess the working time from the length."""
    return min(120, max(3, round(len(body.split()) / WORDS)))


def _leaf(node: Node | None) -> str:
    return " ".join(node.value.split()) if isinstance(node, Leaf) else ""


def _one(root: Branch, *keys: str) -> str:
    found = (_leaf(root.entries[key][1]) for key in keys if key in root.entries)
    return next((plain(one, 300) for one in found if one), "")


def _many(root: Branch, *keys: str) -> tuple[str, ...]:
    for key in keys:
        node = root.entries[key][1] if key in root.entries else None
        items = node.items if isinstance(node, Row) else ()
        found = tuple(plain(_leaf(item)) for item in items if _leaf(item))
        if found:
            return found
    return ()


def _minutes(root: Branch) -> int:
    for keys in _TIMES:
        found = [re.match(r"\d{1,3}", _one(root, key)) for key in keys]
        whole = sum(int(one[0]) for one in found if one)
        if whole:
            return min(120, whole)
    return 0
