"""What can be declared, in which unit, and what each kind needs beside its value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The kinds of declared figures; each is the id of the indicator that it makes."""

    INFORMED = "informed"
    PRESS = "press"
    PARTNER_HOURS = "partner-hours"
    PERSON_MONTHS = "leverage-person-months"
    MONEY = "leverage-money"
    ACTION = "action-progress"


class Sector(StrEnum):
    """Who brings what is brought beyond the grant."""

    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a kind asks for: the largest value that is no slip of the keyboard, whether parts of one are told."""

    most: float
    whole: bool = True
    sector: bool = False
    currency: bool = False
    step: bool = False
    """The value is one of the five steps, 0 to 4, and `about` names the action."""


NEEDS: Final[Mapping[Kind, Needs]] = {
    Kind.INFORMED: Needs(50_000_000),
    Kind.PRESS: Needs(10_000),
    Kind.PARTNER_HOURS: Needs(1_000_000, whole=False),
    Kind.PERSON_MONTHS: Needs(10_000, whole=False, sector=True),
    Kind.MONEY: Needs(1_000_000_000, whole=False, sector=True, currency=True),
    Kind.ACTION: Needs(4, step=True),
}
EUR: Final = "EUR"
CURRENCIES: Final = (EUR, "CHF", "GBP", "USD", "XPF")
"""ISO 4217; only euros are added up, others are listed as they were declared."""
