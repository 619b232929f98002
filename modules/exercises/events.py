"""What the record is told of a judged program: that it ran and, where it is graded, whether it passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from classcode import clock
from modules.exercises.place import Place
from modules.rules.learning import Here, Learner
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb


@dataclass(frozen=True, slots=True)
class Said:
    """A judged program: who wrote it, her enrolment, where, which attempt, how many worlds it worked in."""

    learner: Learner
    registration: UUID
    place: Place
    number: int
    reached: int

    @property
    def total(self) -> int:
        """How many worlds there are."""
        return len(self.place.exercise.worlds)


def said_of(said: Said) -> Iterator[Event]:
    """Yield `attempted`, and `passed` or `failed` where it is graded: what works everywhere passes."""
    yield _event(said, Verb.ATTEMPTED, said.place.simulation, None)
    if said.place.exercise.graded:
        passed = said.reached == said.total
        yield _event(said, Verb.PASSED if passed else Verb.FAILED, said.place.assessment, passed)


def _event(said: Said, verb: Verb, thing: Thing, success: bool | None) -> Event:
    here = Here(said.place.module, said.place.unit)
    result = Result(
        success=success,
        scaled=round(said.reached / said.total, 4),
        raw=said.reached,
        most=said.total,
        extensions={"attempt": said.number},
    )
    return Event(
        act_id=said.learner.act_id,
        person_id=said.learner.person_id,
        verb=verb,
        object=thing,
        at=clock.now(),
        result=result,
        module=said.place.module.slug,
        registration=said.registration,
        parent=here.unit_thing,
        grouping=(here.module_thing,),
        language=said.learner.language,
        revision=said.place.module.revision,
    )
