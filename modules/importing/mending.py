"""What the check still refuses after all translating is shown as text, place by place, until nothing is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from classcode.i18n import gettext as _
from modules.catalog import faults
from modules.catalog.problems import Problem
from modules.catalog.reading import read_module
from modules.importing import remarks
from modules.importing.remarks import Report

ROUNDS: Final = 12
"""Readings of the module; the last ones show whole pages as text."""
_RUN: Final = 12
_TANGLE: Final = re.compile(r"[\[(]{20,}|(?:(?:[-*+:>]|\d{1,9}[.)])[ \t]*){25,}|[ \t]{60,}")
"""Runs of signs that open something and never close it: no text needs them, and they keep a parser busy."""


def mend(folder: Path, report: Report) -> list[Problem]:
    """Read the module and show as text what is refused; return what is refused even then."""
    problems: list[Problem] = []
    for turn in range(ROUNDS):
        _module, problems = read_module(folder)
        if not problems:
            return []
        by_file: dict[str, list[Problem]] = {}
        for problem in problems:
            by_file.setdefault(problem.file.partition("/")[2], []).append(problem)
        for name, found in by_file.items():
            _mend_file(folder / name, found, report, whole=turn >= ROUNDS - 4)
    return problems


def _untangled(found: re.Match[str]) -> str:
    return f"{found[0][:_RUN]}…"


def announcement() -> str:
    """Return the sentence above a page that has no prose of its own."""
    return _("What follows is shown as it was written.")


def _mend_file(path: Path, problems: list[Problem], report: Report, *, whole: bool) -> None:
    if path.parent.name == "media":
        path.unlink(missing_ok=True)
        report.tell(f"media/{path.name}", problems[0].line, remarks.UNREAD, why=problems[0].what)
    elif path.suffix == ".md" and path.is_file():
        lines = path.read_text(encoding="utf-8").split("\n")
        begin = next((n for n, line in enumerate(lines) if n and line == "---"), 0) + 1
        told = [one for one in problems if one.fault != faults.EMPTY]
        if not whole and any(one.fault == faults.TOO_HEAVY for one in told):
            lines[begin:] = [_TANGLE.sub(_untangled, line) for line in lines[begin:]]
            told = [one for one in told if one.fault != faults.TOO_HEAVY]
            report.tell(path.name, 0, remarks.SHORTENED)
        spans = {_around(lines, begin, one.line - 1) for one in told}
        if whole and told:
            spans = {(begin, len(lines))}
        for one in told[:1]:
            report.tell(path.name, one.line, remarks.AS_TEXT, why=one.what)
        report.counts["shown as text"] += len(spans)
        for start, end in sorted(spans, reverse=True):
            lines[start:end] = _as_text(lines[start:end])
        if faults.EMPTY in {one.fault for one in problems}:
            lines[begin:begin] = ["", announcement(), ""]
        path.write_text("\n".join(lines), encoding="utf-8")


def _around(lines: list[str], begin: int, at: int) -> tuple[int, int]:
    """Return the paragraph, or the whole block of code, that holds a line; the whole body where none does."""
    if not begin < at + 1 <= len(lines) or not lines[at].strip():
        return begin, len(lines)
    fences = [n for n in range(begin, len(lines)) if re.match(r"[ >]*(```|~~~)", lines[n])]
    inside = sum(n <= at for n in fences)
    if inside % 2 or at in fences:
        start = max(n for n in fences if n <= at) if inside % 2 else fences[inside - 2]
        end = next((n + 1 for n in fences if n > start), len(lines))
        return start, end
    start = at
    while start > begin and lines[start - 1].strip():
        start -= 1
    end = at + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return start, end


def _as_text(lines: list[str]) -> list[str]:
    """Return lines as a block of code at the margin."""
    signs = "~~~~"
    kept = [line.replace(signs, "~~~") for line in lines]
    return ["", f"{signs}text", *kept, signs, ""]
