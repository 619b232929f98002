"""Handing statements over: whole batches while all is well, halves and single ones to find what is refused.

No database: what became of each statement is told in the order of the log, as soon as it is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracking.forwarding.door import Door, NotTaken, TurnedDown, is_there, post
from tracking.forwarding.packing import Parcel

PROBES: Final = 8
"""How many statements in a row are tried singly on a store that fails, before it is said to fail for all."""
DOUBTFUL: Final = frozenset({403, 500})
"""Answers that may speak of the store or of us, and as well of one statement (a voiding that is not ours to make)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some statements, one after the other in the log: taken, or refused for good and why."""

    parcels: Sequence[Parcel]
    refused: str | None = None

    @property
    def last(self) -> int:
        """The number of the last of them."""
        return self.parcels[-1].seq


def hand_over(door: Door, parcels: Sequence[Parcel]) -> Iterator[Outcome]:
    """Send statements, split where they are refused until the refused one stands alone; raises `NotTaken`."""
    try:
        post(door, parcels)
    except TurnedDown as refusal:
        if len(parcels) > 1:
            half = len(parcels) // 2
            yield from hand_over(door, parcels[:half])
            yield from hand_over(door, parcels[half:])
        elif refusal.status == 409 and is_there(door, parcels[0]):
            yield Outcome(parcels)
        else:
            yield Outcome(parcels, str(refusal))
    else:
        yield Outcome(parcels)


def step_over(door: Door, parcels: Sequence[Parcel]) -> Iterator[Outcome]:
    """Send statements singly, past those on which the other store fails (500, 403), once it took a later one.

    That it took a later one is the proof that they are what fails; raises `NotTaken` without that proof.
    """
    broken: list[tuple[Parcel, NotTaken]] = []
    for parcel in parcels:
        try:
            outcomes = list(hand_over(door, [parcel]))
        except NotTaken as error:
            broken.append((parcel, error))
            if error.status not in DOUBTFUL or len(broken) == PROBES:
                raise
        else:
            yield from (Outcome([one], str(error)) for one, error in broken)
            yield from outcomes
            broken = []
    if broken:
        raise broken[-1][1]
