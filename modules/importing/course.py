"""`import_course`: a folder of Markdown in, a module's folder and a report out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from classcode.errors import Refused
from classcode.i18n import N_
from modules.catalog.problems import Problem
from modules.importing import remarks
from modules.importing.bodies import make_ours
from modules.importing.folders import Course, Source, find
from modules.importing.fronts import minutes_of, read_front, summary_of
from modules.importing.links import Links
from modules.importing.mending import mend
from modules.importing.names import title_of, unused
from modules.importing.remarks import Report
from modules.importing.writing import Plan, Written, parts, write_plan, write_unit

_LICENSES: Final = (
    (r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)", "CC-{0}-{1}"),
    (r"Attribution-ShareAlike 4\.0|CC.BY.SA 4", "CC-BY-SA-4.0"),
    (r"Attribution 4\.0|CC.BY 4", "CC-BY-4.0"),
    (r"CC0", "CC0-1.0"),
    (r"MIT License", "MIT"),
)


class CannotImport(Refused):
    """There is nothing to import, or something lies already where it would go."""


@dataclass(frozen=True)
class Wish:
    """What the person who imports says: where from, where to, and what the folder does not tell."""

    folder: Path
    slug: str
    into: Path
    language: str = "fr"
    title: str = ""
    license: str = ""
    authors: Sequence[str] = ()


@dataclass(frozen=True)
class Imported:
    """What was written, what there is to say of it, and what is still refused (nothing, as a rule)."""

    folder: Path
    units: int
    report: Report
    problems: list[Problem]


def import_course(wish: Wish) -> Imported:
    """Write a module's folder from a course's; raises `CannotImport` and writes nothing where it cannot."""
    target = wish.into / wish.slug
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", wish.slug):
        raise CannotImport(N_("“%(slug)s” cannot be an id"), slug=wish.slug)
    if not wish.folder.is_dir():
        raise CannotImport(N_("%(folder)s: there is no such folder"), folder=str(wish.folder))
    if target.exists():
        raise CannotImport(N_("%(folder)s exists already"), folder=str(target))
    report = Report()
    course = find(wish.folder, report)
    if not course.chapters:
        raise CannotImport(N_("%(folder)s holds no page of Markdown"), folder=str(wish.folder))
    target.mkdir(parents=True)
    units = _write(course, wish, target, report)
    return Imported(target, units, report, mend(target, report))


def _write(course: Course, wish: Wish, target: Path, report: Report) -> int:
    links = Links(course, target, report)
    taken = set(course.units.values())
    weeks: list[tuple[str, list[str]]] = []
    for chapter in course.chapters:
        names: list[str] = []
        for page in chapter.pages:
            for unit in _units(page, links, report, taken):
                names.append(unit.id)
                write_unit(target, len(names), wish.language, unit)
        weeks.append((chapter.title, names))
    license_ = wish.license or _license(wish.folder)
    if not license_:
        report.tell("module.toml", 0, remarks.LICENSE)
    plan = Plan(
        slug=wish.slug,
        number=_free_number(wish.into),
        language=wish.language,
        license=license_ or "?",
        authors=tuple(wish.authors) or (wish.folder.resolve().name,),
        title=wish.title or title_of(wish.slug),
    )
    write_plan(target, plan, _at_most_sixty(weeks))
    return sum(len(names) for _title, names in weeks)


def _units(page: Source, links: Links, report: Report, taken: set[str]) -> list[Written]:
    """Return the unit of a page, or several where it is too long for one."""
    front = read_front(page.path, page.text, report)
    body = make_ours(page.path, front.body, front.first_line, (links, report))
    title = front.title or body.title or title_of(Path(page.path).stem)
    texts = parts(body.text)
    if not front.minutes:
        report.counts["working times guessed"] += 1
    found: list[Written] = []
    for number, text in enumerate(texts, 1):
        unit = page.unit if number == 1 else unused(f"{page.unit}-{number}", taken)
        taken.add(unit)
        told = title if len(texts) == 1 else f"{title} ({number}/{len(texts)})"
        found.append(
            Written(
                id=unit,
                title=told,
                minutes=max(1, front.minutes // len(texts)) or minutes_of(text)
                if front.minutes
                else minutes_of(text),
                summary=front.summary or summary_of(text, told),
                objectives=front.objectives or body.objectives or (told,),
                tags=front.tags,
                body=text if text.strip() else f"*{told}*\n",
            )
        )
    if len(texts) > 1:
        report.tell(page.path, 0, remarks.SPLIT, what=", ".join(unit.id for unit in found))
    return found


def _license(folder: Path) -> str:
    for path in sorted([*folder.glob("*"), *folder.parent.glob("*")]):
        if re.match(r"licen[cs]e|copying|readme", path.name.lower()) and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")[:50_000]
            for pattern, name in _LICENSES:
                if found := re.search(pattern, text):
                    return name.format(*(group.upper() for group in found.groups()))
    return ""


def _free_number(into: Path) -> int:
    """Return the first number from 1 that no module of the folder has."""
    plans = [path.read_text(encoding="utf-8", errors="replace") for path in into.glob("*/module.toml")]
    used = {int(found[1]) for text in plans if (found := re.search(r"(?m)^number\s*=\s*(\d+)", text))}
    return next(number for number in range(1, 100) if number not in used)


def _at_most_sixty(weeks: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Return no more weeks than a module may have; what follows goes into the last."""
    last = [unit for _title, units in weeks[60:] for unit in units]
    kept = [(title, [*units]) for title, units in weeks[:60]]
    kept[-1][1].extend(last)
    return kept
