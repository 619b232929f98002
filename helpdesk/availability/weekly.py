"""Weekly slots as a facilitator writes them: read, checked, put among others. Pure; instants are in `helpdesk.slots`.

A slot that ends at or before the hour it starts goes past midnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from classcode.errors import Invalid, NotFound
from classcode.i18n import N_

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY
SHORTEST: Final = 30
"""Minutes: an answer with its reading takes about so long, as in `helpdesk.slots`."""
LONGEST: Final = 12 * 60
"""Minutes: whoever is there for longer gives two slots. A choice of ours."""
MOST: Final = 14
"""Slots in a week: two a day."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Weekly:
    """One slot of every week, by the clock of whoever offers it; Monday is 0."""

    weekday: int
    start: time
    end: time

    @property
    def key(self) -> str:
        """What names this slot in a form: "1-19:00-21:00"."""
        return f"{self.weekday}-{self.start:%H:%M}-{self.end:%H:%M}"

    @property
    def begins(self) -> int:
        """Minutes since Monday, 0:00."""
        return self.weekday * DAY + self.start.hour * 60 + self.start.minute

    @property
    def minutes(self) -> int:
        """How long it lasts by the clock on the wall."""
        hours = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return hours if hours > 0 else hours + DAY

    def row(self) -> dict[str, Any]:
        """Return the slot as a facilitator's row keeps it."""
        return {"weekday": self.weekday, "start": f"{self.start:%H:%M}", "end": f"{self.end:%H:%M}"}


def read(row: Row) -> Weekly:
    """Return the slot that a row holds."""
    return Weekly(row["weekday"], time.fromisoformat(row["start"]), time.fromisoformat(row["end"]))


def read_all(rows: Iterable[Row]) -> list[Weekly]:
    """Return the slots of a row in the order of the week."""
    return sorted(read(row) for row in rows)


def checked(weekday: int | None, start: time | None, end: time | None) -> Weekly:
    """Return a slot that makes sense; raise `Invalid` for the field at fault."""
    if weekday is None or not 0 <= weekday <= 6:
        raise Invalid("weekday", N_("Please choose a day."))
    if start is None:
        raise Invalid("start", N_("Please give the hour of the start, for instance 19:00."))
    if end is None:
        raise Invalid("end", N_("Please give the hour of the end, for instance 21:00."))
    slot = Weekly(weekday, start, end)
    if slot.minutes < SHORTEST:
        raise Invalid("end", N_("A slot of less than half an hour leaves no time to answer: make it longer."))
    if slot.minutes > LONGEST:
        raise Invalid(
            "end", N_("This slot would last more than twelve hours: check its end, or give two slots.")
        )
    return slot


def put(slots: Iterable[Weekly], new: Weekly, *, instead: Weekly | None = None) -> list[Weekly]:
    """Return the week with a slot added, or in the place of another; raise `Invalid` or, for one gone, `NotFound`."""
    others = without(slots, instead) if instead else sorted(slots)
    if len(others) >= MOST:
        raise Invalid("weekday", N_("Fourteen slots a week are the most: remove one first."))
    if any(overlap(one, new) for one in others):
        raise Invalid("start", N_("You have a slot at that time already: change that one instead."))
    return sorted([*others, new])


def without(slots: Iterable[Weekly], gone: Weekly) -> list[Weekly]:
    """Return the week without a slot; raise `NotFound` when it is not there any more."""
    before = sorted(slots)
    if gone not in before:
        raise NotFound(
            N_("This slot is not there any more: you changed it in another window. Nothing was changed.")
        )
    return [one for one in before if one != gone]


def named(slots: Iterable[Weekly], key: str) -> Weekly:
    """Return the slot that a form names; raise `NotFound` when it is not there any more."""
    found = next((one for one in slots if one.key == key), None)
    if found is None:
        raise NotFound(
            N_("This slot is not there any more: you changed it in another window. Nothing was changed.")
        )
    return found


def overlap(one: Weekly, other: Weekly) -> bool:
    """Tell whether two slots share a minute; the week is a circle, Sunday night runs into Monday."""
    return (other.begins - one.begins) % WEEK < one.minutes or (
        one.begins - other.begins
    ) % WEEK < other.minutes
