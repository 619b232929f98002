"""The reasons of a suggestion as they are kept: closed words and numbers alone, in the shapes read here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from helpdesk.gathering.finding.values import OtherPlace, PlaceWhy, Suggestion
from helpdesk.slots import Slot

Reasons = Mapping[str, Any]


class Leads(NamedTuple):
    """Why this facilitator: points taken apart, kilometres to the place, her open questions of so many, and theirs."""

    points: Mapping[str, int]
    km: float | None
    load: int
    capacity: int
    held: int


def kept(one: Suggestion) -> dict[str, Any]:
    """Return the reasons of a suggestion as its row keeps them; places are named by id, people by nobody."""
    led = one.facilitator
    return {
        "place": {
            "km": round(sum(person.km for person in one.people) / len(one.people), 1),
            "seats": one.seats,
            "others": [
                other._asdict() | {"id": str(other.id), "why": str(other.why)} for other in one.other_places
            ],
        },
        "facilitator": led and {name: value for name, value in led._asdict().items() if name != "id"},
        "not_chosen": dict(one.not_chosen),
        "dates": {"left_out": {str(why): count for why, count in one.dates.left_out.items()}},
    }


def leads(reasons: Reasons) -> Leads | None:
    """Return why the facilitator was chosen; None where there is none."""
    told = reasons.get("facilitator")
    return Leads(**told) if told else None


def other_places(reasons: Reasons) -> list[OtherPlace]:
    """Return the places that were compared with the chosen one."""
    return [
        OtherPlace(UUID(one["id"]), one["reached"], one["km"], one["seats"], PlaceWhy(one["why"]))
        for one in reasons["place"]["others"]
    ]


def dates_kept(dates: Iterable[Slot]) -> list[dict[str, Any]]:
    """Return dates as a row keeps them."""
    return [{"start": one.start.isoformat(), "end": one.end.isoformat()} for one in dates]


def dates_read(dates: Iterable[Mapping[str, Any]]) -> list[Slot]:
    """Return the dates of a row."""
    return [Slot(datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])) for one in dates]
