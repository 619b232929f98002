"""In whose sight an open question is: one class for each, `UNSEEN` being what none of the others claims. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from helpdesk.tickets.states import State

GRACE: Final = timedelta(minutes=15)
"""How long the desk may take to pass on what lapsed or what was somebody's who went away: three of its rounds."""
TELLS: Final = timedelta(minutes=75)
"""How long until a keeper is told: at most one mail an hour to each, and a quarter for the rounds."""


class Sight(StrEnum):
    """In whose sight an open question is."""

    PROPOSED = "proposed"
    HELD = "held"
    LATE = "late"
    WAITING_LEARNER = "waiting-learner"
    QUEUE = "queue"
    UNSEEN = "unseen"


class Why(StrEnum):
    """What makes a question unseen."""

    HOLDER_GONE = "holder-gone"
    HOLDER_AWAY = "holder-away"
    LAPSED = "lapsed"
    NO_KEEPER = "no-keeper"
    NOT_TOLD = "not-told"


@dataclass(frozen=True, slots=True)
class Open:
    """An open question, as far as it matters who sees it."""

    id: UUID
    state: State
    region: str
    language: str
    holder: UUID | None
    opened_at: datetime
    promised_by: datetime
    moved_at: datetime
    offered_until: datetime | None


@dataclass(frozen=True, slots=True)
class World:
    """Who there is at one moment.

    `present` are those who have a desk and can sign in, `away_since` since when some of them are absent, `told` when
    each keeper was last written to, `keepers` who keeps the queue of a region and language.
    """

    now: datetime
    present: frozenset[UUID]
    away_since: Mapping[UUID, datetime]
    told: Mapping[UUID, datetime]
    keepers: Mapping[tuple[str, str], frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Found:
    """A question with its class, who has it in sight, and what is wrong when nobody does."""

    question: Open
    sight: Sight
    by: frozenset[UUID] = frozenset()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every open question with its class, at one moment."""

    at: datetime
    found: Sequence[Found]

    @property
    def counts(self) -> Mapping[Sight, int]:
        """How many questions are in each class."""
        counted = Counter(one.sight for one in self.found)
        return {sight: counted[sight] for sight in Sight}

    def of(self, sight: Sight) -> list[Found]:
        """Return the questions of a class, the oldest promise first."""
        some = (one for one in self.found if one.sight is sight)
        return sorted(some, key=lambda one: (one.question.promised_by, one.question.id))


def classified(questions: Iterable[Open], world: World) -> list[Found]:
    """Put each open question into its one class."""
    return [_class(one, world) for one in questions]


def _class(one: Open, world: World) -> Found:
    if one.state is State.WAITING_LEARNER:
        # When she writes, whoever held it gets it again, or the desk looks for somebody: in that same act.
        return Found(one, Sight.WAITING_LEARNER)
    if one.holder is None:
        return _queued(one, world)
    return _held(one, one.holder, world)


def _held(one: Open, holder: UUID, world: World) -> Found:
    wrong = _gone(one, holder, world) or _lapsed(one, world)
    if wrong:
        return Found(one, Sight.UNSEEN, why=wrong)
    if one.state is State.PROPOSED and one.offered_until is not None:
        return Found(one, Sight.PROPOSED, frozenset({holder}))
    if one.promised_by >= world.now:
        return Found(one, Sight.HELD, frozenset({holder}))
    keepers = _keepers(one, world)
    return Found(one, Sight.LATE, keepers) if keepers else Found(one, Sight.UNSEEN, why=Why.NO_KEEPER)


def _lapsed(one: Open, world: World) -> Why | None:
    """Tell whether a proposal met with silence and lies there still."""
    over = one.offered_until is not None and one.offered_until <= world.now - GRACE
    return Why.LAPSED if one.state is State.PROPOSED and over else None


def _gone(one: Open, holder: UUID, world: World) -> Why | None:
    """Tell what keeps a holder from seeing her question; one that came to her while she was away is her own choice."""
    if holder not in world.present:
        return Why.HOLDER_GONE
    since = world.away_since.get(holder)
    if since is None or one.moved_at >= since or world.now - since <= GRACE:
        return None
    return Why.HOLDER_AWAY


def _queued(one: Open, world: World) -> Found:
    keepers = _keepers(one, world)
    if not keepers:
        return Found(one, Sight.UNSEEN, why=Why.NO_KEEPER)
    told = frozenset(who for who in keepers if who in world.told and world.told[who] >= one.moved_at)
    if told or world.now - one.moved_at <= TELLS:
        return Found(one, Sight.QUEUE, told or keepers)
    return Found(one, Sight.UNSEEN, keepers, Why.NOT_TOLD)


def _keepers(one: Open, world: World) -> frozenset[UUID]:
    return world.keepers.get((one.region, one.language), frozenset())
