"""Whatever there is at the desk, asked for by somebody whose it is not: every address, by its real id.

A question, its messages and files, a way to the desk, an absence, a public answer before its day, a kept answer: each
reads like one that does not exist, and no button changes a row. Reading as those whose it is changes nothing either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from classcode import clock
from classcode.people.models import Person
from helpdesk.answers import rules as answers
from helpdesk.attachments.rules import attach, first_message
from helpdesk.canned import rules as canned
from helpdesk.canned.rules import Wording
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.steps import Door, PathState
from helpdesk.tickets.rules import away, talking
from tests.classcode.test_safety import SAMPLES, rows
from tests.helpdesk.afterwards.conftest import been
from tests.helpdesk.gathering.suggested import suggested
from tests.helpdesk.profiles.conftest import As, as_
from tests.helpdesk.tickets.conftest import Ask, ask
from tests.make import Make

__all__ = ["as_", "ask"]
pytestmark = pytest.mark.slow

PROFILES = "profiles.person", "profiles.report", "profiles.hide"
"""A facilitator's profile is for her learners, colleagues and leads: `tests.helpdesk.profiles` walks those."""


@pytest.fixture
def things(session: Session, make: Make, ask: Ask, content: None) -> dict[str, list[UUID]]:
    """What Zoe asked in Bretagne, what Bruno has and made there, and whom Denise decides about; ids by argument."""
    zoe, newcomer = make.person("zoe", commune="FR-35238"), make.person("nina")
    bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238")
    make.lead("denise", "FR-BRE")
    ticket, settled, shared = ask(zoe), ask(zoe, unnamed=True), ask(zoe, unnamed=True)
    for one in (ticket, settled, shared):
        talking.answer(session, one, "Essayez « toujours ».", act_id=uuid4())
    talking.note(session, ticket, "À suivre.", by=bruno.id)
    question = first_message(session, ticket.id)
    file = attach(session, question, "programme.txt", "text/plain", b"quand drapeau")
    for one in (settled, shared):
        talking.resolve(session, one, by=zoe.id, act_id=uuid4())
    public = answers.write(session, settled, "Pourquoi ?", "Parce que.", by=bruno.id, language="fr")
    told = answers.write(session, shared, "Comment ?", "Comme ceci.", by=zoe.id, language="fr")
    wording = {"fr": Wording("Bonjour", "Bonjour")}
    kept = canned.keep(session, wording, by=bruno.id, owner_id=bruno.id, region_code=None)
    day = clock.now().date() + timedelta(days=60)
    absence = away.declare(session, bruno.id, day, day)
    path = FacilitatorPath(
        id=uuid4(), person_id=newcomer.id, door=Door.APPLICATION, state=PathState.APPLIED, region_code="FR-BRE",
        languages=["fr"], slots=[], motivation="…", applied_at=clock.now(),
    )  # fmt: skip
    session.add(path)
    suggestion = suggested(session, make.place(), [zoe], facilitator_id=bruno.id)
    meeting, note, paper = been(make, bruno, zoe)
    session.commit()
    return {
        "meeting_id": [meeting.id],
        "note_id": [note.id],
        "attestation_id": [paper.id],
        "ticket_id": [ticket.id, settled.id, shared.id],
        "message_id": [question.id],
        "file_id": [file.id],
        "answer_id": [public.id, told.id, kept.id],
        "path_id": [path.id],
        "suggestion_id": [suggestion.id],
        "absence_id": [absence.id],
        "person_id": [bruno.id],
    }


def ids_of(rule: Rule) -> list[str]:
    return [name for name, kind in rule._converters.items() if "UUID" in type(kind).__name__]


def addresses(app: Flask, method: str, things: dict[str, list[UUID]]) -> Iterator[tuple[str, str, str]]:
    """Yield (view, address, the same with ids of nothing) of every view that is about one of these things."""
    site = app.url_map.bind("classcode.test", url_scheme="http")
    for rule in app.url_map.iter_rules():
        names = ids_of(rule)
        if method not in (rule.methods or ()) or not names or rule.endpoint in PROFILES:
            continue
        if not set(names) <= set(things):
            continue
        plain = {name: SAMPLES.get(name, "x" * 43) for name in rule.arguments if name not in names}
        for one in things[names[0]]:
            ids = {names[0]: one} | {name: things[name][0] for name in names[1:]}
            unknown = {name: uuid4() for name in names}
            yield rule.endpoint, *(site.build(rule.endpoint, plain | some) for some in (ids, unknown))


def stranger(make: Make, who: str) -> Person:
    """Make somebody who has nothing to do with any of it, in one capacity."""
    if who == "learner":
        return make.person("ada", commune="FR-35238")
    if who == "facilitator elsewhere":
        return make.facilitator("chloe", region="FR-OCC", commune="FR-31555")
    if who == "lead elsewhere":
        return make.lead("walter", "FR-OCC")
    return make.administrator()


@pytest.mark.parametrize("who", ["learner", "facilitator elsewhere", "lead elsewhere", "administrator"])
def test_what_is_not_hers_reads_as_unknown_and_is_not_changed(
    app: Flask, as_: As, make: Make, engine: Engine, things: dict[str, list[UUID]], who: str
) -> None:
    client = as_(stranger(make, who))
    before, opened, walked = rows(engine), [], 0
    for method in ("GET", "POST"):
        for view, address, unknown in addresses(app, method, things):
            data = {"act": str(uuid4())} if method == "POST" else None
            with client.open(address, method=method, data=data) as answer:
                read = answer.status_code
            with client.open(unknown, method=method, data=data) as answer:
                walked += 1
                if read != answer.status_code or read < 400:
                    opened.append((method, view, read, answer.status_code))
    assert walked > 60
    assert opened == []
    assert rows(engine) == before


@pytest.mark.parametrize("who", ["zoe", "bruno", "denise"])
def test_reading_what_is_one_s_own_changes_nothing(
    app: Flask, as_: As, session: Session, engine: Engine, things: dict[str, list[UUID]], who: str
) -> None:
    person = session.query(Person).filter_by(name=who.capitalize()).one()
    client = as_(person)
    before, seen = rows(engine), 0
    for _view, address, _unknown in addresses(app, "GET", things):
        with client.get(address) as answer:
            assert answer.status_code < 500, address
            seen += answer.status_code == 200
    assert seen >= 5
    assert rows(engine) == before
