"""What follows for one question to the desk, and for one meeting, from the statements of everybody about it. Pure.

A row outlives who made part of it: what only erased people's statements told stays as it was (`kept`), without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracking.projections.learners import Regions, Row
from tracking.projections.said import Around, Said, around
from tracking.vocabulary import Verb

Kept = Mapping[str, Any]
"""The row as it is now, by column."""


class _Act(NamedTuple):
    at: datetime
    by: UUID | None
    minutes: int | None


def of_ticket(said: Sequence[Said], kept: Kept | None) -> Row | None:
    """Return the row of one question; None where nobody asked it, or took back that she did.

    An answer and a settling of which nobody is known to be the author are those of somebody who was erased.
    """
    holding = [one for one in said if not one.voided]
    asked = next((one for one in holding if one.verb == Verb.ASKED), None)
    if asked is None:
        return None
    # Before the others: while her statements are being erased, what she did is nobody's already.
    answers = [*_left(kept, "answered", "waited"), *_acts(holding, Verb.RESPONDED)]
    settled = [*_left(kept, "resolved"), *_acts(holding, Verb.RESOLVED)]
    first = min(answers, key=lambda one: one.at, default=None)
    last = max(settled, key=lambda one: one.at, default=None)
    return {
        "path": asked.path,
        "actor": asked.actor,
        "module": asked.module or "",
        "asked_at": asked.at,
        "answered_at": first.at if first else None,
        "waited": min((one.minutes for one in answers if one.minutes is not None), default=None),
        "answered_by": first.by if first else None,
        "resolved_at": last.at if last else None,
        "resolved_by": last.by if last else None,
    }


def _acts(said: Iterable[Said], verb: Verb) -> list[_Act]:
    return [_Act(one.at, one.actor, one.minutes) for one in said if one.verb == verb]


def _left(kept: Kept | None, what: str, minutes: str = "") -> list[_Act]:
    if kept is None or kept[f"{what}_at"] is None or kept[f"{what}_by"] is not None:
        return []
    return [_Act(kept[f"{what}_at"], None, kept.get(minutes))]


def of_meeting(said: Sequence[Said], regions: Regions, kept: Kept | None) -> Row | None:
    """Return the row of one meeting: where it was held or else proposed; None where it was neither."""
    holding = [one for one in said if not one.voided]
    proposed = [one for one in holding if one.verb == Verb.PROPOSED]
    held = [one for one in holding if one.verb == Verb.ATTENDED]
    verbs = {one.verb for one in said}
    row: Row = _nothing(said, kept)
    if Verb.PROPOSED in verbs:
        row["proposed_at"] = proposed[0].at if proposed else None
    if Verb.ATTENDED in verbs:
        row["held_at"] = held[0].at if held else None
        row["led"], row["led_by"] = _led(held)
    for one in (held or proposed)[:1]:
        place = around(one.body).place
        row |= {"module": one.module or "", "place": place, "region": regions.get(place) if place else None}
    return row if row["proposed_at"] or row["held_at"] else None


def _nothing(said: Sequence[Said], kept: Kept | None) -> Row:
    if kept is not None:
        return dict(kept)
    empty = dict.fromkeys(("place", "region", "proposed_at", "held_at", "led_by"))
    return {"path": said[0].path if said else "", "module": "", "led": False, **empty}


def _led(held: Iterable[Said]) -> tuple[bool, UUID | None]:
    """Return whether and by whom it was led: every attendance names the facilitator, but her own."""
    told: Iterable[Around] = (around(one.body) for one in held)
    first = next((one for one in told if one.led), Around())
    return first.led, first.led_by
