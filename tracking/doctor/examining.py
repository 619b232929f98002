"""Comparing the log with the tables beside it, some thousand statements at a time; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from tracking.doctor.beside import agents_wrong, files_wrong, references_wrong, voided_by_others
from tracking.doctor.expecting import Expected, Links, column_differences, expected
from tracking.doctor.findings import Finding, Kind
from tracking.doctor.walking import Following, activity_links, agent_links, stand_still, statements

AT_ONCE: Final = 5_000
"""How many statements are compared between two looks at the tables that are asked by key."""


@dataclass(slots=True)
class Stretch:
    """Some statements in the order of the log: what their bytes name, to be looked up together, and what differs."""

    count: int = 0
    first: int = 0
    last: int = 0
    agents: dict[str, int] = field(default_factory=dict)
    activities: dict[str, int] = field(default_factory=dict)
    targets: dict[int, UUID] = field(default_factory=dict)
    ids: dict[int, UUID] = field(default_factory=dict)
    files: dict[int, Expected] = field(default_factory=dict)
    voided: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def take(self, row: Any, said: Expected) -> None:
        """Keep what is looked up later."""
        for identifier in said.index.agents:
            self.agents.setdefault(identifier, row.seq)
        for iri in said.index.activities:
            self.activities.setdefault(iri, row.seq)
        if said.index.target is not None:
            self.targets[row.seq] = said.index.target
            self.ids[row.seq] = row.id
        if said.files:
            self.files[row.seq] = said


def examine(session: Session, files_dir: Path) -> Iterator[Stretch]:
    """Yield the whole log stretch by stretch with what differs; the session sees one moment, and only reads."""
    stand_still(session)
    links = {Kind.AGENT_LINK: agent_links(session), Kind.ACTIVITY_LINK: activity_links(session)}
    iri_base: str = session.info["iri_base"]
    stretch = Stretch()
    for row in statements(session):
        _compare(stretch, row, links, iri_base)
        if stretch.count == AT_ONCE:
            yield _looked_up(session, stretch, files_dir)
            stretch = Stretch()
    if stretch.count:
        yield _looked_up(session, stretch, files_dir)
    beyond = Stretch()
    for kind, following in links.items():
        beyond.findings.extend(_orphan(kind, seq, key) for seq, key in following.rest())
    yield beyond


def _compare(stretch: Stretch, row: Any, links: Mapping[Kind, Following], iri_base: str) -> None:
    stretch.count += 1
    stretch.first = stretch.first or row.seq
    stretch.last = row.seq
    if row.voided:
        stretch.voided.add(row.seq)
    rows = {kind: following.of(row.seq) for kind, following in links.items()}
    for kind, following in links.items():
        stretch.findings.extend(_orphan(kind, seq, key) for seq, key in following.orphans)
        following.orphans.clear()
    try:
        said = expected(row.body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"holds no statement: {type(error).__name__}"
        stretch.findings.append(Finding(Kind.BODY, row.seq, what, mendable=False))
        return
    for what in column_differences(row, said, iri_base):
        # An id is what the world knows a statement by: which of the two is right is not for a program to say.
        stretch.findings.append(Finding(Kind.COLUMN, row.seq, what, mendable=not what.startswith("id ")))
    for kind, wanted in ((Kind.AGENT_LINK, said.agents), (Kind.ACTIVITY_LINK, said.activities)):
        if rows[kind] != wanted:
            stretch.findings.extend(_links_wrong(kind, row.seq, rows[kind], wanted))
    stretch.take(row, said)


def _links_wrong(kind: Kind, seq: int, found: Links, wanted: Links) -> Iterator[Finding]:
    for key in wanted.keys() - found.keys():
        yield Finding(kind, seq, f"the row of key {key} is missing")
    for key in found.keys() - wanted.keys():
        yield Finding(kind, seq, f"the row of key {key} is too much", surplus=key)
    for key in wanted.keys() & found.keys():
        if wanted[key] != found[key]:
            yield Finding(kind, seq, f"the row of key {key} says narrow {found[key]}, not {wanted[key]}")


def _orphan(kind: Kind, seq: int, key: int) -> Finding:
    return Finding(kind, seq, f"the row of key {key} belongs to no statement", surplus=key)


def _looked_up(session: Session, stretch: Stretch, files_dir: Path) -> Stretch:
    """Compare with the tables that are asked by key or by number."""
    bounds = (stretch.first, stretch.last)
    stretch.findings += agents_wrong(session, stretch.agents, stretch.activities)
    stretch.findings += references_wrong(session, bounds, stretch.targets, stretch.ids)
    stretch.findings += files_wrong(session, bounds, stretch.files, files_dir)
    wanted = voided_by_others(session, bounds)
    for seq in wanted ^ stretch.voided:
        told = (
            "is not marked as voided, and is"
            if seq in wanted
            else "is marked as voided, and nothing voids it"
        )
        stretch.findings.append(Finding(Kind.VOIDED, seq, told))
    stretch.findings.sort(key=lambda finding: finding.seq)
    return stretch
