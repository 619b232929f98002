"""Whether a view can still be opened by whoever reads: regions are taken back, choices go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from classcode.errors import Invalid
from tracking.indicators import choices
from tracking.indicators.choices import Known
from tracking.indicators.filters import TERRITORY, Filter


class Stands(StrEnum):
    """How a view stands."""

    OPEN = "open"
    NOT_HERS = "not-hers"
    """It asks for a region, or something in one, that she does not lead any more."""
    GONE = "gone"
    """It asks for something that cannot be chosen any more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a view stands, and its filter where it is open."""

    stands: Stands
    asked: Filter | None = None


def standing(given: Mapping[str, str], known: Known) -> Standing:
    """Read what a view keeps with what its reader may choose today."""
    try:
        return Standing(Stands.OPEN, choices.read(given, known))
    except Invalid as refused:
        return Standing(Stands.NOT_HERS if refused.field in TERRITORY else Stands.GONE)
