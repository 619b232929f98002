"""What one person reached, computed from her deeds in the order of time: pure, no database.

The words are those of the programme's published indicators; `milestones` keeps the result beside the log. Rebuilding
says the same in SQL for everybody at once (`projections.deriving`), from the constants that stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from tracking.vocabulary import Kind, Verb

FRONT_DOOR: Final = "front-door"
PARTICIPATING_DAYS: Final = 3
"""Effective participation: engaged on so many distinct days, or engaged and met once."""
ENGAGING: Final = frozenset({Verb.ANSWERED, Verb.PASSED, Verb.FAILED})
MOVING: Final = ENGAGING | {
    Verb.REGISTERED,
    Verb.INITIALIZED,
    Verb.ATTENDED,
    Verb.COMPLETED,
    Verb.EARNED,
}
"""The verbs from which a milestone may follow."""


NO_LEARNING: Final = Kind.SURVEY
"""What is answered and yet no learning: an opinion."""
COMPLETE: Final = Kind.COURSE
"""Of what is completed, only this makes a milestone: a whole module, not one of its units."""


def moves(verb: str, kind: str) -> bool:
    """Tell whether a milestone may follow."""
    whole = verb != Verb.COMPLETED or kind == COMPLETE
    return verb in MOVING and kind != NO_LEARNING and whole


class Reached(StrEnum):
    """The milestones. Initiated: did the front door or met once; who of these is not trained, a query tells."""

    REGISTERED = "registered"
    STARTED = "started"
    ENGAGED = "engaged"
    FRONT_DOOR = "front-door"
    MET = "met"
    INITIATED = "initiated"
    PARTICIPATING = "participating"
    TRAINED = "trained"
    CERTIFIED = "certified"


BY_ACTIVITY: Final = (Reached.ENGAGED,)
"""What follows from any deed that engages."""
AT_THE_DOOR: Final = (Reached.FRONT_DOOR, Reached.INITIATED)
"""What follows beside it where the module is the front door."""
AT_ONCE: Final[Mapping[str, tuple[Reached, ...]]] = {
    Verb.REGISTERED: (Reached.REGISTERED,),
    Verb.INITIALIZED: (Reached.STARTED,),
    Verb.ATTENDED: (Reached.MET, Reached.INITIATED),
    Verb.COMPLETED: (Reached.TRAINED,),
    Verb.EARNED: (Reached.CERTIFIED,),
}
"""What follows from one deed of the other kinds alone."""
TOGETHER: Final = (Reached.ENGAGED, Reached.MET)
"""Who reached both participates, however few her days."""


class Moving(Protocol):
    """What milestones are computed from."""

    @property
    def verb(self) -> str:
        """What was done."""

    @property
    def object_kind(self) -> str:
        """With what kind of thing."""

    @property
    def module(self) -> str | None:
        """In which module, if in any."""

    @property
    def at(self) -> datetime:
        """When it was lived."""


@dataclass(frozen=True, slots=True)
class Deed:
    """The few columns of a statement that tell what may follow from it."""

    actor: UUID
    verb: str
    object_kind: str
    module: str | None
    at: datetime
    path: str = ""


@dataclass(slots=True)
class Standing:
    """When one person first reached each milestone, by (kind, module), and her active days (UTC), by (module, day).

    Module "" is everything together. Deeds come in the order of their time.
    """

    reached: dict[tuple[str, str], datetime] = field(default_factory=dict)
    days: set[tuple[str, date]] = field(default_factory=set)

    def follow(self, deed: Moving) -> None:
        """Note what this deed reaches; reaching it again changes nothing."""
        if not moves(deed.verb, deed.object_kind):
            return
        module = deed.module or ""
        if deed.verb in ENGAGING:
            for kind in (*BY_ACTIVITY, *(AT_THE_DOOR if module == FRONT_DOOR else ())):
                self._reach(deed, kind)
            self.days.add((module, deed.at.astimezone(UTC).date()))
            self._weigh_participation(deed)
            return
        for kind in AT_ONCE[deed.verb]:
            self._reach(deed, kind)
        if deed.verb == Verb.ATTENDED:
            self._weigh_participation(deed)

    def _reach(self, deed: Moving, kind: Reached) -> None:
        for scope in {deed.module or "", ""}:
            self.reached.setdefault((kind, scope), deed.at)

    def _weigh_participation(self, deed: Moving) -> None:
        """Decide for the module and for everything together whether participation is now effective."""
        for scope in {deed.module or "", ""}:
            if (Reached.ENGAGED, scope) not in self.reached or (Reached.PARTICIPATING, scope) in self.reached:
                continue
            together = all((kind, scope) in self.reached for kind in TOGETHER)
            if together or self._active_days(scope) >= PARTICIPATING_DAYS:
                self.reached.setdefault((Reached.PARTICIPATING, scope), deed.at)

    def _active_days(self, scope: str) -> int:
        return len({day for module, day in self.days if scope in ("", module)})
