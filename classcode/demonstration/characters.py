"""Who the invented learners are: name, language, where they live and work, how far they go. Pure but for the communes.

The shares are plausible guesses, not findings; they follow the shape of the programme's published figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.demonstration import reading
from classcode.demonstration.days import arrivals
from classcode.people.models import Gender, Setting
from classcode.people.rules.profile import Told
from classcode.territory.models import Commune
from classcode.territory.names import normalised

DOMAIN: Final = "demo.classcode.test"
"""RFC 2606 reserves .test: no mail to it can ever reach anybody."""
REGIONS: Final = {"FR-BRE": 0.28, "FR-OCC": 0.24, "FR-PAC": 0.2, "BE-BRU": 0.15, "BE-WLG": 0.13}
RURAL: Final = 0.38


class Reach(StrEnum):
    """How far somebody goes: joins, looks, tries something, works at it, finishes the module."""

    JOINS = "joins"
    LOOKS = "looks"
    TRIES = "tries"
    WORKS = "works"
    FINISHES = "finishes"


REACHES: Final = {
    Reach.JOINS: 0.13,
    Reach.LOOKS: 0.23,
    Reach.TRIES: 0.22,
    Reach.WORKS: 0.11,
    Reach.FINISHES: 0.31,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """One invented learner. `skill` is the share of questions answered right, `pace` days between two evenings."""

    number: int
    name: str
    language: str
    commune: str
    arrives: datetime
    reach: Reach
    skill: float
    pace: float
    confirmed: bool
    told: Told | None

    @property
    def email(self) -> str:
        """The address, which leads nowhere."""
        return f"{normalised(self.name).replace(' ', '.')}.{self.number}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Communes:
    """The communes of one region to choose from: all of them by inhabitants, and the rural ones."""

    codes: Sequence[str]
    inhabitants: Sequence[int]
    rural: Sequence[str]

    def one(self, chance: Random) -> str:
        """Return a commune where somebody lives."""
        if self.rural and chance.random() < RURAL:
            return chance.choice(self.rural)
        return chance.choices(self.codes, self.inhabitants)[0]


def communes_of(session: Session, region: str) -> Communes:
    """Read the communes of a region in a fixed order."""
    wanted = select(Commune.code, Commune.population, Commune.rural).where(Commune.region_code == region)
    rows = session.execute(wanted.order_by(Commune.code)).all()
    return Communes(
        [row.code for row in rows],
        # Where nobody counted: a large commune (Brussels) or an unmatched one; a middling figure serves both.
        [row.population or 20_000 for row in rows],
        [row.code for row in rows if row.rural],
    )


def characters(session: Session, chance: Random, until: date, count: int) -> Iterator[Character]:
    """Invent so many learners, in the order in which they come."""
    homes = {region: communes_of(session, region) for region in REGIONS}
    for number, arrives in enumerate(arrivals(chance, until, count), 1):
        region = _one(chance, REGIONS)
        yield _character(chance, region, homes[region].one(chance), number=number, arrives=arrives)


def _one(chance: Random, shares: dict[str, float]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _character(chance: Random, region: str, commune: str, *, number: int, arrives: datetime) -> Character:
    language = _language(chance, region)
    woman = chance.random() < 0.7
    group = "flemish" if language == "nl" else "women" if woman else "men"
    name = chance.choice(reading.names(group))
    return Character(
        number=number,
        name=f"{name} {chance.choice('ABCDEFGHKLMNPRSTV')}." if chance.random() < 0.4 else name,
        language=language,
        commune=commune,
        arrives=arrives,
        reach=Reach(chance.choices(list(REACHES), list(REACHES.values()))[0]),
        skill=chance.uniform(0.62, 0.97),
        pace=chance.choice((1.5, 3, 3, 5, 7, 10)),
        confirmed=chance.random() < 0.88,
        told=_told(chance, region, commune, woman=woman) if chance.random() < 0.52 else None,
    )


def _language(chance: Random, region: str) -> str:
    if region == "BE-BRU":
        return chance.choices(("fr", "nl", "en"), (0.72, 0.2, 0.08))[0]
    return "en" if chance.random() < 0.02 else "fr"


SETTINGS: Final = {
    Setting.IN_SCHOOL: 0.62,
    Setting.AFTER_SCHOOL: 0.18,
    Setting.OUT_OF_SCHOOL: 0.08,
    Setting.INITIAL_TRAINING: 0.12,
}
_FR: Final = ("CP", "CE1", "CE1", "CE2", "CE2", "CM1", "CM1", "CM1", "CM2", "CM2", "6e", "5e", "GS")
_BE: Final = ("P2", "P3", "P4", "P4", "P5", "P5", "P6", "S1", "S2")


def _told(chance: Random, region: str, commune: str, *, woman: bool) -> Told:
    """What somebody tells of herself on the page of her profile; most questions, seldom all."""
    setting = chance.choices(list(SETTINGS), list(SETTINGS.values()))[0]
    trainee = setting is Setting.INITIAL_TRAINING
    levels = (
        [f"fr:{level}" for level in _FR] if region.startswith("FR") else [f"be-fr:{level}" for level in _BE]
    )
    return Told(
        commune_code=commune if chance.random() < 0.85 else None,
        school=chance.choice(reading.schools()) if not trainee and chance.random() < 0.6 else None,
        setting=setting,
        level=chance.choice(levels) if not trainee else None,
        pupils_a_year=None if trainee else chance.choice((18, 22, 24, 25, 26, 28, 50, 75, 120)),
        gender=_gender(chance, woman=woman),
    )


def _gender(chance: Random, *, woman: bool) -> Gender | None:
    """Some were not asked or skip the question, some prefer not to say."""
    said = Gender.F if woman else Gender.M
    return chance.choices((said, Gender.OTHER, Gender.NOT_SAID, None), (0.78, 0.01, 0.07, 0.14))[0]
