"""The stage of the demonstration: lives that take turns in the order of time, within one transaction.

A life is a generator. What stands between two yields is done at one instant, under `clock.at`; what it yields is the
instant at which it goes on. A life whose next instant lies behind the year's end stays as it is: open.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from random import Random
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.growth.rules import inviting
from modules.catalog import Module
from modules.rules.completing import record_if_complete

Life = Iterator[datetime]
One = TypeVar("One")


class Stage:
    """What every life needs: the transaction, chance, the course, who facilitates where, and when the year ends."""

    def __init__(self, session: Session, chance: Random, end: datetime, modules: dict[str, Module]) -> None:
        self.session = session
        self.chance = chance
        self.end = end
        self.course = modules["creative-programming"]
        self.front_door = modules["front-door"]
        self.facilitators: dict[str, list[UUID]] = {}
        self.leads: list[UUID] = []
        self.gathering: dict[tuple[UUID, str], list[UUID]] = {}
        """Tickets whose learners wait for a meeting, by facilitator and region."""
        self.offered: set[tuple[UUID, datetime | None]] = set()
        """Offers of a seat that somebody thinks about already: to whom, until when."""
        self.met: set[UUID] = set()
        """Who has been to a meeting."""
        self.counted: Counter[str] = Counter()
        self._due: list[tuple[datetime, int, Life]] = []
        self._turns = count()

    def enter(self, life: Life) -> None:
        """Let a life begin now; it goes on at the instant that it yields."""
        instant = next(life, None)
        if instant is not None and instant < self.end:
            heapq.heappush(self._due, (instant, next(self._turns), life))

    def play(self, look: Callable[[datetime], None]) -> None:
        """Let all lives go on in turn until the year ends; `look` is called with each instant."""
        while self._due:
            instant, _, life = heapq.heappop(self._due)
            look(instant)
            with clock.at(instant):
                self.enter(life)

    def perhaps(self, share: float) -> bool:
        """Tell whether something happens that happens to this share."""
        return self.chance.random() < share

    def some(self, among: list[One], least: int, most: int) -> list[One]:
        """Return a few of a list, never more than there are."""
        return self.chance.sample(among, min(len(among), self.chance.randint(least, most)))

    def complete(self, person_id: UUID) -> None:
        """Do what jobs would do a moment later: record the module when its rule is met, invite her to the desk."""
        if record_if_complete(self.session, person_id, self.course):
            self.counted["completions"] += 1
            inviting.invite(self.session, person_id)
