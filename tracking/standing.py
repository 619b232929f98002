"""What one person reached, computed from her deeds in the order of time: pure, no database.

The words are those of the programme's published indicators; `milestones` keeps the result beside the log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from tracking.vocabulary import Kind, Verb

FRONT_DOOR: Final = "front-door"
PARTICIPATING_DAYS: Final = 3
"""Effective participation: engaged on so many distinct days, or engaged and met once."""
ENGAGING: Final = frozenset({Verb.ANSWERED, Verb.PASSED, Verb.FAILED})
MOVING: Final = ENGAGING | {Verb.REGISTERED, Verb.ATTENDED, Verb.COMPLETED}
"""The verbs from which a milestone may follow."""


def moves(verb: str, kind: str) -> bool:
    """Tell whether a milestone may follow: not from an opinion, which is answered and yet no learning."""
    whole = verb != Verb.COMPLETED or kind == Kind.COURSE
    return verb in MOVING and kind != Kind.SURVEY and whole


class Reached(StrEnum):
    """The milestones."""

    REGISTERED = "registered"
    ENGAGED = "engaged"
    FRONT_DOOR = "front-door"
    MET = "met"
    PARTICIPATING = "participating"
    TRAINED = "trained"


@dataclass(frozen=True, slots=True)
class Deed:
    """The few columns of a statement from which milestones follow."""

    actor: UUID
    verb: str
    object_kind: str
    module: str | None
    at: datetime


@dataclass(slots=True)
class Standing:
    """When one person first reached each milestone, by (kind, module), and her active days (UTC), by (module, day).

    Module "" is everything together. Deeds come in the order of their time.
    """

    reached: dict[tuple[str, str], datetime] = field(default_factory=dict)
    days: set[tuple[str, date]] = field(default_factory=set)

    def follow(self, deed: Deed) -> None:
        """Note what this deed reaches; reaching it again changes nothing."""
        if not moves(deed.verb, deed.object_kind):
            return
        module = deed.module or ""
        if deed.verb == Verb.REGISTERED:
            self._reach(deed, Reached.REGISTERED)
        elif deed.verb in ENGAGING:
            self._reach(deed, Reached.ENGAGED)
            if module == FRONT_DOOR:
                self._reach(deed, Reached.FRONT_DOOR)
            self.days.add((module, deed.at.astimezone(UTC).date()))
            self._weigh_participation(deed)
        elif deed.verb == Verb.ATTENDED:
            self._reach(deed, Reached.MET)
            self._weigh_participation(deed)
        elif deed.verb == Verb.COMPLETED:
            self._reach(deed, Reached.TRAINED)

    def _reach(self, deed: Deed, kind: Reached) -> None:
        for scope in {deed.module or "", ""}:
            self.reached.setdefault((kind, scope), deed.at)

    def _weigh_participation(self, deed: Deed) -> None:
        """Decide for the module and for everything together whether participation is now effective."""
        for scope in {deed.module or "", ""}:
            if (Reached.ENGAGED, scope) not in self.reached:
                continue
            if (Reached.MET, scope) in self.reached or self._active_days(scope) >= PARTICIPATING_DAYS:
                self.reached.setdefault((Reached.PARTICIPATING, scope), deed.at)

    def _active_days(self, scope: str) -> int:
        return len({day for module, day in self.days if scope in ("", module)})
