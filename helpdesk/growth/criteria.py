"""What opens the door from the record: figures against what is needed. Pure, and nothing but what the record holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class What(StrEnum):
    """What is looked at."""

    MODULES = "modules"
    MEETINGS = "meetings"
    HELPFUL = "helpful"
    DAYS = "days"


NEEDED: Final = {What.MODULES: 1, What.MEETINGS: 1, What.HELPFUL: 1, What.DAYS: 5}
"""One module finished (trained), one meeting attended, one other person helped by a public answer of hers, five days
with an activity. Choices of ours: who helps has been through it once, has met the people of the desk, has explained
something so that a stranger could use it, and came back after the first evening. One person is enough, since more
would measure how many read an answer, not how well it explains."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the record holds of one person: modules finished, meetings attended, days (UTC) with an activity, and how
    many others said that a public answer of hers helped."""

    modules: tuple[str, ...] = ()
    meetings: int = 0
    days: int = 0
    helped: int = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the criteria, with her figure and the one that is needed."""

    what: What
    figure: int
    needed: int

    @property
    def met(self) -> bool:
        """Whether the figure suffices."""
        return self.figure >= self.needed


def weigh(deeds: Deeds) -> tuple[Criterion, ...]:
    """Return each criterion with her figure, in the order in which they are shown."""
    figures = {
        What.MODULES: len(deeds.modules),
        What.MEETINGS: deeds.meetings,
        What.HELPFUL: deeds.helped,
        What.DAYS: deeds.days,
    }
    return tuple(Criterion(what, figures[what], needed) for what, needed in NEEDED.items())


def all_met(deeds: Deeds) -> bool:
    """Tell whether the door is open to her."""
    return all(criterion.met for criterion in weigh(deeds))
