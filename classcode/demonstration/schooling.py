"""Invented schools, those that people name as theirs, those that are accompanied, and the figures that leads declare.

All of it is drawn from a source of chance of its own, so that the lives of the people stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.demonstration.characters import communes_of
from classcode.demonstration.reading import toml
from classcode.demonstration.stage import Stage
from classcode.people.models import Person, Role, RoleGrant, Setting
from classcode.people.rules.profile import Told
from classcode.territory.models import Commune
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School
from classcode.territory.systems import SYSTEMS
from helpdesk.accompaniment import access
from helpdesk.accompaniment.models import Accompaniment
from helpdesk.accompaniment.rules import attending, stepping
from helpdesk.accompaniment.rules.opening import open_accompaniment
from helpdesk.accompaniment.stages import days_of, years_offered
from tracking import declared
from tracking.declared_figures import classes, rules
from tracking.declared_figures.classes import ToldClass

NAMES_HERS: Final = 0.6
"""Share of people at a school who found theirs in the list."""
ACCOMPANIED: Final = 6
"""Schools that each region accompanies at most."""
CLASSES: Final = 3
"""Sessions declared of the class of each school that has one, the same class each time."""


def enter(stage: Stage) -> None:
    """List the schools, let people name theirs, accompany some, and declare; all at the end of the year."""
    chance = Random("schools")  # noqa: S311 - every build is to give the same schools
    with clock.at(stage.end):
        for system in SYSTEMS:
            import_schools(stage.session, system, _list(stage.session, chance, system))
        found = _by_region(stage.session)
        _name_schools(stage.session, chance, found)
        for region, schools in found.items():
            _accompany(stage, chance, region, schools)
        _declare(stage, chance, found)


def _list(session: Session, chance: Random, system: str) -> bytes:
    """Write the list of a system as an administration would send it."""
    file = toml("schools")
    told, out = file[system], io.StringIO()
    names = file["dutch"] if system == "be-nl" else file["names"]
    rows = csv.writer(out)
    rows.writerow(
        ("official_id", "name", "stages", "network", "commune", "index_scheme", "index_value", "index_low")
    )
    number = 0
    for region, count in told["regions"].items():
        homes = communes_of(session, region)
        for _ in range(count):
            number += 1
            begins, stages, _weight = _one(chance, told["stages"])
            network = chance.choices(list(told["networks"]), list(told["networks"].values()))[0]
            value = chance.randint(told["least"], told["most"])
            low = ("oui" if value < 85 else "non") if system == "fr" else ""
            identity = f"DEMO{SYSTEMS.index(system)}{number:03d}"
            home = homes.one(chance)[3:]
            name = f"{begins} {chance.choice(names)}"
            rows.writerow((identity, name, stages, network, home, told["scheme"], value, low))
    return out.getvalue().encode()


def _one(chance: Random, weighted: Sequence[Sequence[Any]]) -> Sequence[Any]:
    return chance.choices(weighted, [one[-1] for one in weighted])[0]


def _by_region(session: Session) -> dict[str, list[School]]:
    rows = session.execute(
        select(Commune.region_code, School)
        .join(School, School.commune_code == Commune.code)
        .order_by(Commune.region_code, School.official_id)
    )
    found: dict[str, list[School]] = {}
    for region, school in rows:
        found.setdefault(region, []).append(school)
    return found


def _name_schools(session: Session, chance: Random, found: dict[str, list[School]]) -> None:
    """Let people who work in a school name one of their region, in the language that they read."""
    wanted = (
        select(Person, Commune.region_code)
        .join(Commune, Commune.code == Person.commune_code)
        .where(Person.setting == Setting.IN_SCHOOL, Person.school.is_(None))
        .order_by(Person.created_at, Person.id)
    )
    for person, region in session.execute(wanted).all():
        dutch = person.language == "nl"
        near = [one for one in found.get(region, ()) if (one.system == "be-nl") == dutch]
        if near and chance.random() < NAMES_HERS:
            declared.tell(session, person.id, Told(school_id=chance.choice(near).id))


@dataclass(frozen=True, slots=True)
class _Worker:
    """A facilitator as the rules of accompaniment ask for her."""

    id: UUID
    time_zone: str
    regions: dict[str, frozenset[str]]

    @property
    def roles(self) -> frozenset[str]:
        """Her roles."""
        return frozenset(self.regions)

    def may(self, role: Role, region_code: str | None = None) -> bool:
        """Tell whether she holds a role for a region."""
        return region_code in self.regions.get(role, frozenset())


def _workers(session: Session, region: str) -> list[_Worker]:
    wanted = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.FACILITATOR, RoleGrant.region_code == region)
        .order_by(Person.created_at, Person.id)
    )
    held = {str(Role.FACILITATOR): frozenset({region})}
    return [_Worker(one.id, one.time_zone, held) for one in session.scalars(wanted)]


def _accompany(stage: Stage, chance: Random, region: str, schools: Sequence[School]) -> None:
    workers = _workers(stage.session, region)
    if not workers:
        return
    for number, school in enumerate(chance.sample(list(schools), min(ACCOMPANIED, len(schools)))):
        year = years_offered(school.system, stage.end.date())[0 if number % 3 else 2]
        worker = workers[number % len(workers)]
        held = open_accompaniment(stage.session, worker, school.id, year)
        _take_steps(stage, chance, worker, held)


def _take_steps(stage: Stage, chance: Random, worker: _Worker, held: Accompaniment) -> None:
    first, last = days_of(held.school.system, held.school_year)
    told = toml("schools")["steps"]
    for number, (title, agreed) in enumerate(told[: chance.randint(1, len(told))]):
        day = min(first + timedelta(days=14 + 24 * number + chance.randint(0, 9)), last)
        done = day < stage.end.date()
        step = stepping.Told(
            title=title,
            planned_on=day,
            done_on=day if done else None,
            agreed=agreed if done else "",
            headcount=chance.randint(2, 14) if done else 0,
        )
        seen = access.accompaniment(stage.session, worker, held.id)
        written = stepping.add_step(stage.session, seen, step, by=worker.id)
        for person_id in _colleagues(stage.session, held.school_id)[:2]:
            attending.mark(stage.session, seen, written, person_id, by=worker.id)


def _colleagues(session: Session, school_id: UUID) -> list[UUID]:
    wanted = select(Person.id).where(Person.school_id == school_id, Person.name.is_not(None))
    return list(session.scalars(wanted.order_by(Person.created_at, Person.id)))


def _declare(stage: Stage, chance: Random, found: dict[str, list[School]]) -> None:
    by = stage.leads[-1]
    for told in toml("schools")["figures"]:
        figure = {key: value for key, value in told.items() if key not in {"days", "region"}}
        day = stage.end.date() - timedelta(days=told["days"])
        rules.enter(
            stage.session, rules.Told(dated_on=day, region_code=told["region"] or None, **figure), by=by
        )
    for school, day in _sessions(chance, found, stage.end.date()):
        pupils = Random(school.official_id).randint(17, 28)  # noqa: S311 - a class keeps its number
        told_class = ToldClass(
            name="Classe A",
            held_on=day,
            pupils=pupils,
            girls=pupils // 2 - pupils % 3,
            source="Déclaration de l’équipe de l’école",
            school_id=school.id,
        )
        classes.declare_class(stage.session, told_class, by=by)


def _sessions(chance: Random, found: dict[str, list[School]], until: date) -> Iterator[tuple[School, date]]:
    """Yield the sessions of every fifth school, the class of each several times."""
    for schools in found.values():
        for school in schools[::5]:
            for number in range(CLASSES):
                yield school, until - timedelta(days=7 * number + chance.randint(3, 200))
