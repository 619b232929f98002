"""Making one export: people are read and made k-anonymous, then everything of those who stay is written to a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.models import Milestone
from tracking.research import reading
from tracking.research.anonymity import Limits, Node, Row, Safe, safe
from tracking.research.codebook import Table, table
from tracking.research.document import html, markdown
from tracking.research.models import ResearchStudy
from tracking.research.names import Names
from tracking.research.packing import Package
from tracking.research.paper import About, codebook, protection
from tracking.research.reading import Learner, Source, Span
from tracking.research.report import report
from tracking.research.statements import Study
from tracking.research.variables import Column, Who, columns_of, tables_of
from tracking.standing import Reached

STATEMENTS: Final = "statements"
_FURTHEST: Final = tuple(Reached)


@dataclass(frozen=True, slots=True)
class Made:
    """What is told of an export: its report, how coarse its columns are, and who is in it (kept actors)."""

    report: dict[str, Any]
    levels: dict[str, int]
    actors: frozenset[UUID]


def make(session: Session, study: ResearchStudy, k: int, out: BinaryIO) -> Made | None:
    """Write the export of a study; None where there are too few people to show any. Two runs write the same bytes."""
    assert study.key is not None
    names, columns = Names(study.key), columns_of(study.variables)
    known = reading.people(session, study, names)
    limits = Limits(max(k, study.k), study.may_leave_out, least(study.levels, columns))
    shown = safe(_rows(known, columns), [one.height for one in columns], limits)
    if shown is None:
        return None
    told = report(shown, columns, limits, _furthest(session, Span.of(study)))
    iri_base: str = session.info["iri_base"]
    home = f"{iri_base}/research/{study.id}"
    source = Source(session, Span.of(study), Study(names, iri_base, home))
    _write(source, study, _Content(known, shown, columns, told), out)
    levels = {one.name: level for one, level in zip(columns, shown.node, strict=True)}
    return Made(told, levels, frozenset(shown.rows))


def least(levels: Mapping[str, int], columns: tuple[Column, ...]) -> Node:
    """Return how coarse an export must be at least, which is as coarse as the one before."""
    return tuple(levels.get(one.name, 0) for one in columns)


def _rows(known: Mapping[Learner, Who], columns: tuple[Column, ...]) -> dict[UUID, Row]:
    return {one.actor: tuple(column.write(who) for column in columns) for one, who in known.items()}


def _furthest(session: Session, span: Span) -> dict[UUID, int]:
    """Return how far each person came before the data end, as the place of her last milestone in their order."""
    reached = select(Milestone.actor, Milestone.kind).where(Milestone.module == "", Milestone.at < span.ends)
    found: dict[UUID, int] = {}
    for actor, kind in session.execute(reached):
        found[actor] = max(found.get(actor, 0), _FURTHEST.index(Reached(kind)))
    return found


@dataclass(frozen=True, slots=True)
class _Content:
    """What was decided before anything is written."""

    known: Mapping[Learner, Who]
    shown: Safe[UUID]
    columns: tuple[Column, ...]
    told: dict[str, Any]

    @property
    def learners(self) -> list[Learner]:
        """Those who stay, in the order of their pseudonyms."""
        return [one for one in self.known if one.actor in self.shown.rows]


def _write(source: Source, study: ResearchStudy, content: _Content, out: BinaryIO) -> None:
    package, learners = Package(out), content.learners
    tables = [table("learners", [one.name for one in content.columns])]
    people = ((one.name, *_values(content, one, tables[0])) for one in learners)
    rows = {"learners": package.add_table(tables[0], people)}
    for name in tables_of(study.variables):
        if name == STATEMENTS:
            lines = reading.statements(source, learners)
            rows[name] = package.add_lines(name, f"{name}.jsonl", lines)
        else:
            tables.append(table(name))
            rows[name] = package.add_table(tables[-1], reading.rows(source, name, learners))
    content.told["rows"] = rows
    _add_papers(package, study, tables, content.told)
    package.close(_about_package(study))


def _values(content: _Content, one: Learner, people: Table) -> tuple[str, ...]:
    """Return a learner's values in the order of the codebook, which is not that of the check."""
    written = dict(
        zip((column.name for column in content.columns), content.shown.rows[one.actor], strict=True)
    )
    return tuple(written[field.name] for field in people.fields[1:])


def _add_papers(package: Package, study: ResearchStudy, tables: list[Table], told: dict[str, Any]) -> None:
    about = About(
        study.title,
        study.responsible,
        study.agreement,
        *(f"{day:%Y-%m-%d}" for day in (study.starts_on, study.ends_on, study.closes_on)),
    )
    for name, texts in (
        ("codebook", codebook(about, tables, told["rows"])),
        ("protection", protection(about, told)),
    ):
        package.add(f"{name}.md", markdown(texts))
        package.add(f"{name}.html", html(study.title, texts))
    package.add("protection.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))


def _about_package(study: ResearchStudy) -> dict[str, Any]:
    return {
        "name": f"study-{study.id}",
        "title": study.title,
        "description": study.purpose,
        "contributors": [{"title": study.responsible, "role": "author"}],
    }
