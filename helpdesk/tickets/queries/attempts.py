"""A learner's last attempt on a unit, as the record tells it: what travels with her question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracking.models import Statement
from tracking.queries import actors_of
from tracking.vocabulary import Kind, Thing, Verb, simulation, unit


def last_attempt(
    session: Session, person_id: UUID, module: str, unit_id: str | None
) -> dict[str, Any] | None:
    """Return the newest passed or failed activity of a unit with its score and closed answers, or None.

    Keys: `activity` (its id), `program` (it is a programming exercise, no quiz), `passed`, `scaled` (-1 to 1 or None),
    `at` (ISO 8601), `answers` (question id, right, option ids).
    """
    if unit_id is None:
        return None
    prefix = f"{unit(module, unit_id).path}/"
    finished = _mine(person_id, prefix).where(Statement.verb.in_((Verb.PASSED, Verb.FAILED)))
    last = session.scalar(finished.order_by(Statement.timestamp.desc(), Statement.seq.desc()).limit(1))
    if last is None:
        return None
    result = orjson.loads(last.body).get("result", {})
    return {
        "activity": last.object_path.removeprefix(prefix),
        "program": _is_program(session, person_id, last),
        "passed": last.verb == Verb.PASSED,
        "scaled": result.get("score", {}).get("scaled"),
        "at": last.timestamp.isoformat(),
        "answers": _answers(session, person_id, last),
    }


def _is_program(session: Session, person_id: UUID, last: Statement) -> bool:
    """Tell whether what she finished is an exercise: its programs ran in worlds, of which the record tells."""
    worlds = simulation(Thing(last.object_path, Kind.ASSESSMENT)).path
    ran = _mine(person_id, worlds).where(
        Statement.object_path == worlds, Statement.object_kind == Kind.SIMULATION
    )
    return session.scalar(ran.limit(1)) is not None


def _mine(person_id: UUID, prefix: str) -> Select[Statement]:
    return (
        select(Statement)
        .where(Statement.actor.in_(actors_of(person_id)), Statement.voided.is_(False))
        .where(Statement.object_path.startswith(prefix, autoescape=True))
    )


def _answers(session: Session, person_id: UUID, last: Statement) -> list[dict[str, Any]]:
    """Return the newest answer to each question of the attempt; answers are recorded up to the moment it ended."""
    prefix = f"{last.object_path}/"
    answered = _mine(person_id, prefix).where(
        Statement.verb == Verb.ANSWERED,
        Statement.object_kind.in_((Kind.INTERACTION, Kind.ABILITY)),
        Statement.timestamp <= last.timestamp,
    )
    newest: dict[str, dict[str, Any]] = {}
    number = _number(orjson.loads(last.body).get("result", {}))
    for one in session.scalars(answered.order_by(Statement.timestamp, Statement.seq)):
        result = orjson.loads(one.body).get("result", {})
        if _number(result) != number:
            continue  # an earlier attempt may have asked other questions
        question = one.object_path.removeprefix(prefix)
        chosen = str(result.get("response", "")).split("[,]")
        newest[question] = {
            "question": question,
            "right": result.get("success"),
            "chosen": [c for c in chosen if c],
        }
    return [newest[question] for question in sorted(newest)]


def _number(result: dict[str, Any]) -> int | None:
    """Return which attempt a result speaks of, whatever the base of our extensions was."""
    told = result.get("extensions", {})
    return next((value for name, value in told.items() if name.endswith("/xapi/extensions/attempt")), None)
