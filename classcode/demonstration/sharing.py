"""What learners of the demonstration tell of what helped them, and whom public answers help.

Once a month somebody to whom nothing else is lacking to be invited to the desk tells something; others find it helpful.
Chance of its own, so that the rest of the year is the same with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select

from classcode import clock
from classcode.demonstration import reading
from classcode.demonstration.days import LENGTH, evening_after
from classcode.demonstration.stage import Life, Stage
from classcode.people.models import Person, RoleGrant
from helpdesk.answers import rules
from helpdesk.answers.access import Seen
from helpdesk.answers.models import PublicAnswer
from helpdesk.growth.criteria import What, weigh
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.growth.rules import inviting
from helpdesk.models import Ticket
from helpdesk.ratings.rules import SETTLED
from tracking.models import Milestone, Pseudonym
from tracking.standing import Reached

EVERY: Final = timedelta(days=28)
"""How often somebody tells something: nine tell in a year of eight hundred. A guess."""
AMONG: Final = 12
"""Of how many who finished the module one is looked for."""


def enter(stage: Stage) -> None:
    """Let people tell what helped them, all through the year."""
    stage.enter(_months(stage, Random("told")))  # noqa: S311 - every build is to give the same year


def _months(stage: Stage, chance: Random) -> Life:
    left = list(reading.toml("told")["told"])
    when = stage.end - timedelta(days=LENGTH) + EVERY
    while left:
        yield when
        found = next(_tellable(stage, left), None)
        if found:
            ticket, words = found
            left.remove(words)
            stage.enter(_tell(stage, chance, ticket, words))
        when += EVERY


def _tellable(stage: Stage, left: list[dict[str, Any]]) -> Iterator[tuple[Ticket, dict[str, Any]]]:
    """Yield settled questions of learners who only lack a helpful answer, with words in their language."""
    for ticket in _settled_by_trained(stage):
        lacking = [one.what for one in weigh(deeds_of(stage.session, ticket.learner_id)) if not one.met]
        words = next((one for one in left if one["lang"] == ticket.language), None)
        if words and lacking == [What.HELPFUL]:
            yield ticket, words


def _settled_by_trained(stage: Stage) -> list[Ticket]:
    told = select(PublicAnswer.ticket_id).where(PublicAnswer.ticket_id.is_not(None))
    writers = select(PublicAnswer.written_by_id).where(PublicAnswer.by_learner)
    wanted = (
        select(Ticket)
        .join(Pseudonym, Pseudonym.person_id == Ticket.learner_id)
        .join(Milestone, Milestone.actor == Pseudonym.actor)
        .where(Milestone.kind == Reached.TRAINED, Milestone.module == "", Ticket.state.in_(SETTLED))
        .where(Ticket.id.not_in(told), Ticket.learner_id.not_in(writers))
    )
    return list(stage.session.scalars(wanted.order_by(Milestone.at.desc(), Ticket.id).limit(AMONG)))


def _tell(stage: Stage, chance: Random, ticket: Ticket, words: dict[str, Any]) -> Life:
    """Tell it, have it published by who leads all regions, and help a few."""
    text = words["question"], words["answer"]
    told = rules.write(stage.session, ticket, *text, by=ticket.learner_id, language=words["lang"])
    yield evening_after(chance, clock.now(), 0.3, 2)
    rules.publish(stage.session, Seen(answer=told, lead=True), by=stage.leads[-1])
    yield from helps(stage, chance, told)
    inviting.invite(stage.session, ticket.learner_id)


def helps(stage: Stage, chance: Random, answer: PublicAnswer) -> Life:
    """Let a few learners find an answer helpful once it is public; one of them changes her mind at times."""
    assert answer.visible_from is not None
    yield answer.visible_from + timedelta(minutes=5)
    for reader in _readers(stage, chance, answer):
        yield evening_after(chance, clock.now(), 0.5, 6)
        seen = Seen(answer=answer, public=True, reader=reader)
        rules.say_helped(stage.session, seen, act_id=uuid4())
        if chance.random() < 0.1:
            yield clock.now() + timedelta(minutes=2)
            rules.unsay_helped(stage.session, seen)


def _readers(stage: Stage, chance: Random, answer: PublicAnswer) -> list[UUID]:
    """Choose two to five learners who are there by now; the first ones stay with their word."""
    others = (Person.id != answer.written_by_id, Person.id.not_in(select(RoleGrant.person_id)))
    wanted = select(Person.id).where(*others, Person.language == answer.language)
    known = stage.session.scalars(wanted.order_by(Person.created_at, Person.id)).all()
    return chance.sample(known, min(len(known), chance.randint(2, 5)))
