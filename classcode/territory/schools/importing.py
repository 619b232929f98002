"""Bringing a list of schools into the directory: all of it or nothing, unless the good lines alone are asked for.

A school is known by its system and identifier; the same list again changes nothing. What a list does not name stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from classcode.errors import Refused
from classcode.i18n import N_
from classcode.territory import systems
from classcode.territory.models import Commune, Region
from classcode.territory.names import normalised
from classcode.territory.schools.models import School
from classcode.territory.schools.reading import BadLine, Listed, read
from classcode.territory.schools.stages import community_of

_COUNTRY: Final[Mapping[str, str]] = {"fr": "FR", "be-fr": "BE", "be-nl": "BE"}
_KEPT: Final = (
    "name", "stages", "degree", "network", "community", "commune_code", "index_scheme", "index_value", "index_low",
    "valid_from", "closed_at", "searched",
)  # fmt: skip
"""The columns that a list tells, and by which it is judged whether a school changed."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list did to the directory, or would have done: schools added, changed, the same; lines passed over."""

    added: int
    changed: int
    unchanged: int
    bad: tuple[BadLine, ...]


class LinesRefused(Refused):
    """Some lines cannot be kept, and the good ones alone were not asked for: nothing was written."""

    status = 422
    message = N_("Nothing was imported: some lines need another look.")

    def __init__(self, outcome: Imported) -> None:
        self.outcome = outcome
        super().__init__()


def import_schools(session: Session, system_id: str, content: bytes, *, good_lines: bool = False) -> Imported:
    """Write a list's schools and tell what changed; with `good_lines` bad lines are passed over.

    Raises `NotAList` when the file is none, and `LinesRefused` with what was wrong.
    """
    _take_turns(session, _COUNTRY[system_id])
    communes = _communes(session, _COUNTRY[system_id])
    told = read(content, systems.system(system_id), {code[3:]: code for code in communes})
    there = {
        row.official_id: row
        for row in session.execute(select(School.__table__).where(School.system == system_id))
    }
    new, changes, same = [], [], 0
    for listed in told.schools:
        values, known = _values(listed, system_id, communes), there.get(listed.official_id)
        if known is None:
            new.append(values | {"id": uuid4(), "system": system_id, "official_id": listed.official_id})
        elif any(getattr(known, name) != values[name] for name in _KEPT):
            changes.append(values | {"id": known.id})
        else:
            same += 1
    outcome = Imported(len(new), len(changes), same, told.bad)
    if told.bad and not good_lines:
        raise LinesRefused(outcome)
    _write(session, new, changes)
    return outcome


def _take_turns(session: Session, country: str) -> None:
    """Let a second import of the same country wait for the first, so that both know what is there."""
    first = select(Region).where(Region.country == country).order_by(Region.code).limit(1)
    session.execute(first.with_for_update())


def _communes(session: Session, country: str) -> dict[str, str]:
    """Return the words by which each commune of a country is found in the names of its schools."""
    rows = session.execute(
        select(Commune.code, Commune.name, Commune.name_nl, Commune.postcodes).where(
            Commune.country == country
        )
    )
    return {row.code: " ".join((row.name, row.name_nl, *row.postcodes[:3])) for row in rows}


def _values(listed: Listed, system_id: str, communes: Mapping[str, str]) -> dict[str, Any]:
    told = {name: getattr(listed, name) for name in _KEPT if hasattr(listed, name)}
    words = normalised(f"{listed.name} {communes[listed.commune_code]} {listed.official_id}")
    return told | {
        "stages": list(listed.stages),
        "community": community_of(system_id),
        "searched": f" {words}",
    }


def _write(session: Session, new: Iterable[dict[str, Any]], changes: Iterable[dict[str, Any]]) -> None:
    if rows := list(new):
        session.execute(insert(School), rows)
    if rows := list(changes):
        session.execute(update(School), rows)
        session.expire_all()
