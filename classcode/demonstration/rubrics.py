"""Open answers of the year: what is written, the levels that learners give themselves, and what facilitators say."""

from __future__ import annotations

from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select

from classcode import clock
from classcode.auth.visitors import EVERYWHERE, Visitor
from classcode.demonstration import reading
from classcode.demonstration.days import evening_after
from classcode.demonstration.stage import Life, Stage
from classcode.people.models import Person, Role
from classcode.territory.models import Commune
from modules.assessing import access
from modules.assessing.models import OpenAnswer
from modules.assessing.rules import is_read_by_others, read
from modules.catalog import Activity, Question, QuestionKind
from modules.models import ActivityAttempt
from modules.rules.assessing import assess, assesses_herself
from modules.rules.learning import Here, Learner

HOLDS: Final = 0.75
"""The share of learners who hold their own answer against the rubric."""


def answers(learner: Learner, activity: Activity) -> dict[str, list[str]]:
    """Return what she writes under the open questions of an activity, in her language, where there is something."""
    known = reading.toml("open")["answers"]
    asked = [one.id for one in activity.questions if one.kind is QuestionKind.OPEN and one.id in known]
    own = _own(learner, activity)
    return {name: [own.choice(known[name][learner.language])] for name in asked}


def _own(learner: Learner, activity: Activity) -> Random:
    """Return her source of chance for an activity, the same in every build."""
    return Random(f"{learner.person_id}:{activity.id}")  # noqa: S311 - no secret hangs on it


def levels_for(own: Random, question: Question) -> dict[str, str]:
    """Return a level of each criterion: the higher, the more often given."""
    given = {}
    for criterion in question.rubric:
        levels = [level.id for level in criterion.levels]
        given[criterion.id] = own.choices(levels, range(1, len(levels) + 1))[0]
    return given


def follow(stage: Stage, learner: Learner, here: Here, attempt: ActivityAttempt) -> None:
    """Let her hold her open answers against their rubrics, and a facilitator read those that ask for one."""
    activity = next(one for one in here.unit.activities if one.id == attempt.activity)
    open_ones = (one for one in activity.questions if one.kind is QuestionKind.OPEN)
    written = [one for one in open_ones if one.id in attempt.answers]
    if not written:
        return
    own = _own(learner, activity)
    levels = {one.id: levels_for(own, one) for one in written if assesses_herself(one)}
    if levels and own.random() < HOLDS:
        chosen = {name: [f"{one}={level}" for one, level in told.items()] for name, told in levels.items()}
        assess(stage.session, learner, here, activity, chosen=chosen)
    for question in written:
        if is_read_by_others(question):
            stage.enter(_read_later(stage, own, attempt.id, question))


def _read_later(stage: Stage, own: Random, attempt_id: UUID, question: Question) -> Life:
    """Somebody who may reads the answer some evening, unless its learner has written a newer one; at most once."""
    yield evening_after(own, clock.now(), 0.5, 6)
    wanted = select(OpenAnswer).where(OpenAnswer.attempt_id == attempt_id, OpenAnswer.question == question.id)
    waiting = stage.session.scalar(wanted)
    if waiting is None:
        return
    person = stage.session.get_one(Person, waiting.person_id)
    reader = _reader(stage, own, person)
    answer = access.answer(stage.session, reader, waiting.id, acting=True)
    said = own.choice(reading.toml("open")["readings"][person.language])
    read(stage.session, reader, answer, question, levels=levels_for(own, question), words=said)


def _reader(stage: Stage, own: Random, person: Person) -> Visitor:
    """Return a facilitator of the learner's region as signed in; where she told none, the lead of all regions."""
    commune = stage.session.get(Commune, person.commune_code) if person.commune_code else None
    near = stage.facilitators.get(commune.region_code) if commune else None
    if commune is None or near is None:
        return _signed_in(stage.leads[-1], Role.LEAD, EVERYWHERE)
    return _signed_in(own.choice(near), Role.FACILITATOR, commune.region_code)


def _signed_in(person_id: UUID, role: Role, region: str) -> Visitor:
    return Visitor(
        id=person_id,
        token="",
        name=None,
        language="fr",
        time_zone="Europe/Paris",
        roles=frozenset({role}),
        regions={role: frozenset({region})},
    )
