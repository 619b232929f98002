"""When a module is complete: its rule, read against the record alone. A recorded completion stays."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from modules.catalog import Module
from modules.models import Enrolment
from tracking import vocabulary
from tracking.queries import ModuleRecord, module_record
from tracking.rules import record
from tracking.statements import Event, Result
from tracking.vocabulary import Verb


@dataclass(frozen=True, slots=True)
class Missing:
    """What a learner still needs: unit ids, whether a graded activity, how many meetings."""

    units: tuple[str, ...]
    graded: bool
    meetings: int

    @property
    def nothing(self) -> bool:
        """Whether the rule is met."""
        return not self.units and not self.graded and self.meetings == 0


def missing(module: Module, known: ModuleRecord) -> Missing:
    """Compare a module's rule with what the record holds of one learner."""
    rule = module.rule
    if rule is None:
        return Missing((), graded=False, meetings=0)
    units = tuple(
        unit for unit in rule.required_units if f"modules/{module.slug}/{unit}" not in known.completed
    )
    passed = {path.rsplit("/", 1)[-1] for path in known.passed}
    graded = bool(rule.graded_activities) and not passed.intersection(rule.graded_activities)
    return Missing(units, graded, max(0, rule.meetings - known.meetings))


def record_if_complete(session: Session, person_id: UUID, module: Module) -> bool:
    """Record the completion of a module whose rule is met; its id hangs on the enrolment, so there is only one."""
    known = module_record(session, person_id, module.slug)
    if known.finished_at or not missing(module, known).nothing:
        return False
    enrolment = session.scalar(
        select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.module == module.slug)
    )
    if enrolment is None:
        return False
    hours = {"minutes-online": known.minutes_online, "minutes-in-person": known.minutes_in_person}
    event = Event(
        act_id=uuid5(enrolment.registration, "completed"),
        person_id=person_id,
        verb=Verb.COMPLETED,
        object=vocabulary.module(module.slug, module.title),
        at=clock.now(),
        result=Result(completion=True, extensions=hours),
        module=module.slug,
        registration=enrolment.registration,
        revision=module.revision,
    )
    record(session, event)
    return True
