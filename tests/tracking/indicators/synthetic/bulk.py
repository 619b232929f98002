"""Writing only the log and the dated facts of a programme, many rows at once: what follows is left to a rebuild."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.tracking.indicators.synthetic.plan import Act, Programme
from tests.tracking.indicators.synthetic.telling import event
from tracking import statements
from tracking.log.horizon import hold
from tracking.log.writing import Counted, Entry, write
from tracking.models import LearnerFact
from tracking.statements import Event, Frame
from tracking.xapi.index import index

AT_ONCE: Final = 1_000


def write_log(session: Session, programme: Programme, places: Sequence[UUID]) -> int:
    """Append everything that anybody did, with what she declared; return how many statements."""
    actors = [uuid4() for _ in programme.people]
    facts = list(_facts(programme, actors))
    for start in range(0, len(facts), AT_ONCE):
        session.execute(insert(LearnerFact), facts[start : start + AT_ONCE])
    acts = ((actor, act) for actor, who in zip(actors, programme.people, strict=True) for act in who.acts)
    written = 0
    while some := list(islice(acts, AT_ONCE)):
        hold(session)
        entries = [_entry(session, actor, act, places) for actor, act in some]
        written += len(write(session, entries))
    return written


def _facts(programme: Programme, actors: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    for actor, someone in zip(actors, programme.people, strict=True):
        for kind, value in someone.facts.items():
            yield {"actor": actor, "kind": kind, "since": programme.begins, "value": value}


def _entry(session: Session, actor: UUID, act: Act, places: Sequence[UUID]) -> Entry:
    """Build what `tracking.rules.record` would append."""
    told: Event = event(act, actor, places)
    statement = statements.build(told, Frame(actor, None, session.info["iri_base"], act.at))
    minutes = act.result.minutes if act.result else None
    counted = Counted(actor, act.verb.value, act.thing.path, act.thing.kind.value, act.module, minutes)
    return Entry(
        id=UUID(statement["id"]),
        stored=act.at,
        timestamp=act.at,
        body=statements.write(statement),
        index=index(statement),
        counted=counted,
    )
