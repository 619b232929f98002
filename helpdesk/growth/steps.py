"""The way to the desk: its doors, its states, which move leads where, and its steps as a page shows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol


class Door(StrEnum):
    """How somebody came: by her record, by an application, again after stepping back, or named by an administrator."""

    RECORD = "record"
    APPLICATION = "application"
    RETURN = "return"
    APPOINTED = "appointed"


class PathState(StrEnum):
    """How far she is. `APPLIED` waits for the lead; `APPROVED` has the role and waits for a first meeting together."""

    INVITED = "invited"
    APPLIED = "applied"
    APPROVED = "approved"
    WORKING = "working"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STEPPED_BACK = "stepped-back"


ON_THE_DESK: Final = frozenset({PathState.APPROVED, PathState.WORKING})
"""She holds the role."""
ENDED: Final = frozenset({PathState.REFUSED, PathState.WITHDRAWN, PathState.STEPPED_BACK})
"""A new path may begin."""
AGAIN_AFTER: Final = timedelta(days=183)
"""Half a year after a refusal one may apply again."""


class Step(StrEnum):
    """The steps of the way, in order."""

    BEGUN = "begun"
    CHARTER = "charter"
    APPROVED = "approved"
    MET = "met"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Stop:
    """One step with when it was reached; `here` is the one that is waited for."""

    step: Step
    at: datetime | None
    here: bool


class Path(Protocol):
    """What is read of a path here."""

    state: str
    door: str
    invited_at: datetime | None
    applied_at: datetime | None
    charter_at: datetime | None
    decided_at: datetime | None
    met_at: datetime | None


def stops(path: Path) -> list[Stop]:
    """Return the steps of a path; whoever comes again or was named goes without a first meeting together."""
    given = path.decided_at if path.state in ON_THE_DESK | {PathState.STEPPED_BACK} else None
    short = path.door in {Door.RETURN, Door.APPOINTED}
    reached: Mapping[Step, datetime | None] = {
        Step.BEGUN: path.invited_at or path.applied_at,
        Step.CHARTER: path.charter_at,
        Step.APPROVED: given,
        **({} if short else {Step.MET: path.met_at}),
        Step.WORKING: given if short else path.met_at,
    }
    waiting = next((step for step, at in reached.items() if at is None), None)
    going = path.state not in ENDED
    return [Stop(step, at, going and step is waiting) for step, at in reached.items()]


def may_apply_from(refused_at: datetime) -> datetime:
    """Return from when on somebody who was refused may apply again."""
    return refused_at + AGAIN_AFTER
