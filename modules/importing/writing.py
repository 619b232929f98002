"""Writes the module folder: a file for each unit, and the plan."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from modules.catalog.sources import MODULE_FILE

LENGTH: Final = 40_000
"""Characters of a body that goes into one unit; a page may hold 60,000."""
FENCES: Final = 180
"""Lines that open or close code in one unit; a page may hold 200."""


@dataclass(frozen=True)
class Written:
    """A unit as it is written."""

    id: str
    title: str
    minutes: int
    summary: str
    objectives: Sequence[str]
    tags: Sequence[str]
    body: str


@dataclass(frozen=True)
class Plan:
    """What the module says of itself."""

    slug: str
    number: int
    language: str
    license: str
    authors: Sequence[str]
    title: str


def write_unit(folder: Path, number: int, language: str, unit: Written) -> Path:
    """Write one unit's file and return its path."""
    front = [
        f"id: {unit.id}",
        f"title: {_quoted(unit.title)}",
        f"minutes: {unit.minutes}",
        "strand: do",
        "required: true",
        f"summary: {_quoted(unit.summary)}",
        "objectives:",
        *(f"  - {_quoted(one)}" for one in unit.objectives),
        *([f"tags: [{', '.join(map(_quoted, unit.tags))}]"] if unit.tags else []),
    ]
    path = folder / f"{min(number, 99):02}-{unit.id}.{language}.md"
    path.write_text("\n".join(["---", *front, "---", unit.body]), encoding="utf-8")
    return path


def write_plan(folder: Path, plan: Plan, weeks: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Write module.toml: one week for each chapter, every unit required, nothing else."""
    lines = [
        f"id = {_quoted(plan.slug)}",
        f"number = {plan.number}",
        'kind = "module"',
        f"languages = [{_quoted(plan.language)}]",
        f"license = {_quoted(plan.license)}",
        f"authors = [{', '.join(map(_quoted, plan.authors))}]",
        f"\n[title]\n{plan.language} = {_quoted(plan.title)}",
        f"\n[summary]\n{plan.language} = {_quoted(plan.title)}",
    ]
    for number, (title, units) in enumerate(weeks, 1):
        lines.append(f"\n[[week]]\nnumber = {number}\nunits = {_list(units)}")
        lines.append(f"\n[week.title]\n{plan.language} = {_quoted(title)}")
    required = [unit for _title, units in weeks for unit in units]
    lines.append(f"\n[rule]\nrequired_units = {_list(required)}\nmeetings = 0\n")
    (folder / MODULE_FILE).write_text("\n".join(lines), encoding="utf-8")


def parts(body: str) -> list[str]:
    """Return a body in parts that a unit can hold each, cut before headings, else between paragraphs."""
    found: list[str] = []
    for piece in _pieces(body):
        if found and _fits(found[-1] + piece):
            found[-1] += piece
        else:
            found.append(piece)
    return found or [body]


def _fits(body: str) -> bool:
    return len(body) <= LENGTH and len(re.findall(r"(?m)^[ >]*(?:```|~~~)", body)) <= FENCES


def _pieces(body: str) -> list[str]:
    """Return what may not be torn: sections, or where one is too long, its halves at an empty line out of code."""
    found, fence, size = [""], "", 0
    for line in body.splitlines(keepends=True):
        sign = line.strip()[:3]
        if sign in ("```", "~~~") and (not fence or sign == fence):
            fence = "" if fence else sign
        cut = line.startswith("## ") or (size > LENGTH // 2 and not line.strip())
        if cut and not fence and found[-1]:
            found.append("")
            size = 0
        found[-1] += line
        size += len(line)
    return found


def _list(units: Sequence[str]) -> str:
    return "[\n" + "".join(f"  {_quoted(unit)},\n" for unit in units) + "]"


def _quoted(text: str) -> str:
    """Return a text between quotes, as YAML and TOML both read it."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return json.dumps(plain, ensure_ascii=False)
