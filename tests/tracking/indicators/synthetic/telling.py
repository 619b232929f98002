"""Telling a programme to an installation through the rules by which the product itself writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from classcode.territory import systems
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School
from helpdesk.accompaniment import access
from helpdesk.accompaniment.rules.opening import open_accompaniment
from helpdesk.accompaniment.rules.stepping import Told as Step
from helpdesk.accompaniment.rules.stepping import add_step
from tests.helpdesk.accompaniment.people import Worker
from tests.make import Make
from tests.tracking.indicators.synthetic.plan import Act, Programme, SchoolClass, Someone
from tracking import declared, vocabulary
from tracking.declared_figures import classes
from tracking.declared_figures import rules as figures
from tracking.declared_figures.classes import ToldClass
from tracking.rules import note_facts, record
from tracking.statements import Event


def tell(make: Make, programme: Programme) -> None:
    """Tell everything; nothing is committed."""
    with clock.at(programme.begins):
        lead = make.lead("lea")
        schools = directory(make.session, programme)
        places = accepted_places(make, programme)
    for someone in programme.people:
        learner(make, someone, programme.begins, schools, places)
    with clock.at(programme.reported_at):
        beside_the_record(make.session, programme, lead, schools)


def directory(session: Session, programme: Programme) -> dict[str, UUID]:
    """Import the list of schools; return each one's id by its official number."""
    if not programme.school_list:
        return {}
    outcome = import_schools(session, programme.system, programme.school_list)
    assert not outcome.bad
    return {one.official_id: one.id for one in session.scalars(select(School))}


def accepted_places(make: Make, programme: Programme) -> list[UUID]:
    """Make the places, accepted into the directory when the programme begins."""
    places = [make.place(commune) for commune in programme.places]
    for place in places:
        place.accepted_at = programme.begins
    make.session.flush()
    return [place.id for place in places]


def learner(
    make: Make, someone: Someone, since: datetime, schools: Mapping[str, UUID], places: Sequence[UUID]
) -> None:
    """Make one learner, who declares everything at the beginning, and tell what she did."""
    facts = dict(someone.facts)
    if someone.school is not None:
        facts[declared.SCHOOL] = str(schools[someone.school])
    with clock.at(since):
        person = make.person()
        note_facts(make.session, person.id, facts)
    for act in someone.acts:
        record(make.session, event(act, person.id, places))


def event(act: Act, person_id: UUID, places: Sequence[UUID]) -> Event:
    """Return an act as features tell it to the record."""
    around = () if act.place is None else (vocabulary.place(places[act.place]), vocabulary.module(act.module))
    return Event(
        act_id=act.id,
        person_id=person_id,
        verb=act.verb,
        object=act.thing,
        at=act.at,
        result=act.result,
        module=act.module,
        grouping=around,
    )


def beside_the_record(
    session: Session, programme: Programme, lead: Person, schools: Mapping[str, UUID]
) -> None:
    """Declare classes, figures and births, and tell the steps of the schools that are accompanied."""
    for one in programme.classes:
        declare(session, one, schools[one.school], lead.id)
    for figure in programme.declared:
        figures.enter(session, figure, by=lead.id)
    for country, year, births in programme.births:
        classes.enter_births(session, country, year, births, source="À l’échelle du programme", by=lead.id)
    accompany(session, programme, schools)


def declare(session: Session, one: SchoolClass, school_id: UUID, by: UUID) -> None:
    """Declare each session of a class with the same numbers, as a journal would."""
    for day in one.days:
        told = ToldClass(
            name=one.name,
            held_on=day,
            pupils=one.pupils,
            girls=one.girls,
            school_id=school_id,
            source="Journal de classe",
        )
        classes.declare_class(session, told, by=by)


def accompany(session: Session, programme: Programme, schools: Mapping[str, UUID]) -> None:
    """Open an accompaniment of each school that has steps, and write its steps as done, four people there."""
    if not programme.steps:
        return
    who = Worker.of(session, _facilitator(session))
    for number, days in programme.steps.items():
        year = systems.school_year_of(systems.system(programme.system), days[0]).name
        opened = open_accompaniment(session, who, schools[number], year)
        for at, day in enumerate(days, 1):
            seen = access.accompaniment(session, who, opened.id, acting=True)
            step = Step(title=f"Étape {at}", planned_on=day, done_on=day, headcount=4)
            add_step(session, seen, step, by=who.id)


def _facilitator(session: Session) -> Person:
    person = Make(session).person("fanny")
    grant(session, person.id, Role.FACILITATOR)
    session.flush()
    return person
