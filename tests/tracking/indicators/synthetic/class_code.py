"""Class'Code after two years, made to match its report of June 2017, whole or at an exact part of its size.

25,000 registered, 20,000 of whom used the training, 9,000 participating. All of these completed a module: 5,000 in
primary schools, each with 24 pupils a year, and 4,000 in lower secondary, each with 60, which over 800,000 births a
year makes the 15 % and the 30 % of an age class. 13 of 18 regions, 100 places, 81 % satisfied, 120,000 informed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from tests.tracking.indicators.synthetic.plan import Act, Lot, Programme, Someone, View
from tracking import vocabulary
from tracking.declared_figures.kinds import EUR, Kind, Sector
from tracking.declared_figures.rules import Told
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Period
from tracking.statements import Result
from tracking.vocabulary import Thing, Verb

PART: Final = 50
"""The part of the true size that a quick test tells; every count is a multiple of it."""
REGISTERED: Final = 25_000
STARTED: Final = 20_000
ENGAGED: Final = 12_000
PRIMARY: Final = 5_000
SECONDARY: Final = 4_000
PARTICIPATING: Final = PRIMARY + SECONDARY
MET: Final = 6_000
"""Of those participating; the others were active on three days."""
ANSWERED: Final = 5_000
SATISFIED: Final = 4_050
PLACES: Final = 100
PUPILS: Final = {"primary": 24, "secondary": 60}
"""Young people that each supervises a year."""
BIRTHS: Final = 800_000
LEVELS: Final = {"primary": "fr:CM1", "secondary": "fr:6e"}
REGIONS: Final = (
    "FR-PAC", "FR-PDL", "FR-IDF", "FR-BRE", "FR-OCC", "FR-NAQ", "FR-ARA", "FR-GES", "FR-HDF", "FR-NOR", "FR-CVL",
    "FR-BFC", "FR-COR",
)  # fmt: skip
"""The 13 touched."""
SLUG: Final = "creative-programming"
BEGINS: Final = datetime(2015, 6, 1, 9, tzinfo=UTC)
PERIOD: Final = Period("dates", date(2015, 6, 1), date(2017, 6, 5))
MEETINGS_FROM: Final = datetime(2016, 10, 3, 12, tzinfo=UTC)
MEETING_SIZE: Final = 12


def programme(seed: int = 1, part: int = PART) -> Programme:
    """Make the programme with every count divided by `part`; 1 is the true size."""
    return Programme(
        begins=BEGINS,
        reported_at=datetime(2017, 6, 5, 20, tzinfo=UTC),
        people=tuple(_people(Lot(seed), part)),
        views=_views(part),
        places=("FR-35238",) * (PLACES // part),
        declared=_declared(),
        births=() if part == 1 else (("FR", 2007, BIRTHS // part),),
    )


def _people(lot: Lot, part: int) -> Iterator[Someone]:
    meetings = [lot.id() for _ in range(MET // part // MEETING_SIZE)]
    levels = ["primary"] * (PRIMARY // part) + ["secondary"] * (SECONDARY // part)
    lot.chance.shuffle(levels)
    for number, region in enumerate(_regions(part)):
        facts = {"region": region, "gender": lot.chance.choice(("f", "m", "not-said"))}
        if number < len(levels):
            level = levels[number]
            facts |= {"level": LEVELS[level], "pupils_a_year": str(PUPILS[level]), "setting": "in-school"}
        yield Someone(acts=tuple(_acts(lot, number, part, meetings)), facts=facts)


def _regions(part: int) -> Iterator[str]:
    """Yield the region of each person, the regions in turn, so that everybody's depth is spread over all of them."""
    for number in range(REGISTERED // part):
        yield REGIONS[number % len(REGIONS)]


def _acts(lot: Lot, number: int, part: int, meetings: list[UUID]) -> Iterator[Act]:
    """Yield what the person of a number does: the first ones everything, the last ones only join."""
    at = lot.moment(BEGINS, 480)
    yield _act(lot, Verb.REGISTERED, vocabulary.module(SLUG), at)
    if number < STARTED // part:
        yield _act(lot, Verb.INITIALIZED, vocabulary.module(SLUG), at + timedelta(minutes=3))
    if number < ENGAGED // part:
        yield _plays(lot, at, 0)
    if number < MET // part:
        yield from _meets(lot, number, part, meetings)
    elif number < PARTICIPATING // part:
        yield from (_plays(lot, at, day) for day in (2, 9))
    if number < PARTICIPATING // part:
        yield _act(lot, Verb.COMPLETED, vocabulary.module(SLUG), datetime(2017, 4, 3, 12, tzinfo=UTC))


def _act(lot: Lot, verb: Verb, thing: Thing, at: datetime, **more: object) -> Act:
    return Act(id=lot.id(), verb=verb, thing=thing, at=at, module=SLUG, **more)  # type: ignore[arg-type]


def _plays(lot: Lot, at: datetime, day: int) -> Act:
    return _act(
        lot, Verb.PASSED, vocabulary.activity(SLUG, "u", f"a{day}"), at + timedelta(days=day, hours=1)
    )


def _meets(lot: Lot, number: int, part: int, meetings: list[UUID]) -> Iterator[Act]:
    """She comes to the meeting of her twelve, and most say the day after what it gave them."""
    which = number // MEETING_SIZE
    at = MEETINGS_FROM + timedelta(days=which % 100)
    place = which % (PLACES // part)
    came = vocabulary.meeting(meetings[which])
    yield _act(lot, Verb.ATTENDED, came, at, place=place, result=Result(minutes=120))
    if number < ANSWERED // part:
        good = 5 if number < SATISFIED // part else 2
        survey = vocabulary.meeting_survey(meetings[which])
        opinion = Result(raw=good, least=1, most=5)
        yield _act(lot, Verb.ANSWERED, survey, at + timedelta(days=1), result=opinion)


def _declared() -> tuple[Told, ...]:
    """Return what was declared, in the size that it was published in."""
    common = {"dated_on": date(2017, 6, 1), "source": "Rapport de juin 2017"}
    public, private = Sector.PUBLIC.value, Sector.PRIVATE.value
    return (
        Told(kind=Kind.INFORMED, about="Événements et publications", value=120_000, **common),  # type: ignore[arg-type]
        Told(kind=Kind.PERSON_MONTHS, about="Partenaires publics", value=25, sector=public, **common),  # type: ignore[arg-type]
        Told(kind=Kind.PERSON_MONTHS, about="Entreprises", value=4, sector=private, **common),  # type: ignore[arg-type]
        Told(
            kind=Kind.MONEY,
            about="Partenaires publics",
            value=30_000,
            sector=public,
            currency=EUR,
            **common,  # type: ignore[arg-type]
        ),
    )


def _views(part: int) -> tuple[View, ...]:
    people = {
        "registered": REGISTERED,
        "enrolments": REGISTERED,
        "started": STARTED,
        "engaged": ENGAGED,
        "participating": PARTICIPATING,
        "trained": PARTICIPATING,
        "met": MET,
        "initiated": 0,
        "meetings-held": MET // MEETING_SIZE,
        "places-identified": PLACES,
        "places-active": PLACES,
        "places-sustained": 0,
    }
    declared = {"informed": 120_000, "leverage-person-months": 29, "leverage-money": 30_000}
    totals = {id_: value // part for id_, value in people.items()}
    regions = dict(zip(REGIONS, spread_evenly(REGISTERED // part, len(REGIONS)), strict=True))
    pupils = PRIMARY * PUPILS["primary"] + SECONDARY * PUPILS["secondary"]
    return (
        View(
            name="two years",
            asked=Filter(period=PERIOD),
            totals=totals | declared,
            rates={"satisfaction-meetings": (SATISFIED // part, ANSWERED // part)},
            registered=regions,
        ),
        View(
            name="France",
            asked=Filter(period=PERIOD, country="FR"),
            totals={"trained": PARTICIPATING // part, "age-class-upper": pupils / BIRTHS},
        ),
        *(
            View(
                name=f"trained, {degree}",
                asked=Filter(period=PERIOD, country="FR", level=LEVELS[degree]),
                totals={
                    "trained": many // part,
                    "participating": many // part,
                    "age-class-upper": many * PUPILS[degree] / BIRTHS,
                },
            )
            for degree, many in (("primary", PRIMARY), ("secondary", SECONDARY))
        ),
    )


def spread_evenly(total: int, groups: int) -> list[int]:
    """Return how many each of some groups gets when people come to them in turn."""
    return [total // groups + (at < total % groups) for at in range(groups)]
