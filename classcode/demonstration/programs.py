"""The programs that invented learners write: counted and repaired, right at once, or left half done as a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from random import Random
from typing import Final

from classcode import clock
from classcode.demonstration import reading
from classcode.demonstration.stage import Life, Stage
from modules.exercises.place import Place
from modules.exercises.rules import NO_VERSION, run_program, save_draft
from modules.programs.exercise import Exercise
from modules.programs.language import Kind, Tree, check
from modules.programs.written import read_written
from modules.rules.learning import Here, Learner

Act = Callable[[], Learner]
"""What gives the same learner as the author of one new act."""


class Way(StrEnum):
    """How somebody goes about an exercise; nobody has to do any."""

    PASSES_BY = "passes by"
    BEGINS = "begins"
    GIVES_UP = "gives up"
    REPAIRS = "repairs"
    SEES_IT = "sees it"


WAYS: Final = {
    Way.PASSES_BY: 0.3,
    Way.BEGINS: 0.06,
    Way.GIVES_UP: 0.07,
    Way.REPAIRS: 0.35,
    Way.SEES_IT: 0.22,
}
"""The shares of learners; a guess."""


@dataclass(frozen=True, slots=True)
class Written:
    """The programs of one exercise: those that fail, one that works, and one that is not finished."""

    tries: tuple[Tree, ...]
    right: Tree
    half: Tree


@cache
def written(exercise_id: str, kind: Kind) -> Written | None:
    """Return the programs of an exercise, or None where nobody wrote any."""
    told = reading.toml("programs").get(exercise_id)
    if told is None:
        return None
    tries = tuple(_tree(one, kind) for one in told["tries"])
    return Written(tries, _tree(told["right"], kind), _tree(told["half"], kind))


def _tree(text: str, kind: Kind) -> Tree:
    return check(read_written(text, kind)[0], kind)


def try_all(stage: Stage, act: Act, here: Here) -> Life:
    """Let somebody meet the exercises of a unit; how she does is drawn from who she is, the same in every build."""
    for exercise in here.unit.exercises:
        own = _own(act, exercise)
        way = own.choices(list(WAYS), list(WAYS.values()))[0]
        yield from work(stage, act, Place(here.module, here.unit, exercise), way)


def work(stage: Stage, act: Act, place: Place, way: Way) -> Life:
    """Write programs for an exercise in this way, have them judged, and keep the last one as a draft."""
    known = written(place.exercise.id, place.exercise.kind)
    if known is None or way is Way.PASSES_BY:
        return
    own = _own(act, place.exercise)
    for program in _runs(own, way, known):
        yield clock.now() + timedelta(minutes=own.randint(3, 9))
        run_program(stage.session, act(), place, program)
    yield clock.now() + timedelta(minutes=own.randint(1, 3))
    left = known.right if way in (Way.REPAIRS, Way.SEES_IT) else known.half
    # The page saves each change; this is the last of an evening, which she finds when she comes back.
    save_draft(stage.session, act().person_id, place, left, NO_VERSION)


def _own(act: Act, exercise: Exercise) -> Random:
    """Return somebody's source of chance for an exercise."""
    return Random(f"{act().person_id}:{exercise.id}")  # noqa: S311 - no secret hangs on it


def _runs(own: Random, way: Way, known: Written) -> tuple[Tree, ...]:
    """Return what somebody lets the server judge, in order."""
    if way is Way.BEGINS:
        return ()
    if way is Way.SEES_IT:
        return (known.right,)
    tries = known.tries if own.random() < 0.3 else known.tries[:1]
    return tries if way is Way.GIVES_UP else (*tries, known.right)
