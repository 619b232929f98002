"""CodeNPlay's year, made to match its annual report of 2025: teachers and children at two depths, schools, steps.

Teachers: 581 trained, 512 initiated. Children: 4,222 of classes that worked several times, 4,308 of classes met once,
in October. 40.23 % girls; 48.4 % in a rural commune or a school of low index, the two overlapping. 133 schools, 77 of
them accompanied, 87 % and 13 % by level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Final
from uuid import UUID

from tests.tracking.indicators.synthetic.plan import (
    Act,
    Lot,
    Programme,
    SchoolClass,
    Someone,
    View,
    parts,
    spread,
)
from tracking import vocabulary
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Period
from tracking.standing import FRONT_DOOR
from tracking.statements import Result
from tracking.vocabulary import Verb

TRAINED: Final = 581
INITIATED: Final = 512
THROUGH_FRONT_DOOR: Final = 212
"""Of those initiated; the others came to one meeting."""
CHILDREN_TRAINED: Final = 4_222
CHILDREN_INITIATED: Final = 4_308
CHILDREN: Final = CHILDREN_TRAINED + CHILDREN_INITIATED
GIRLS: Final = 3_432
EITHER: Final = 4_129
"""Children whose school is in a rural commune or has a low index."""
RURAL: Final = 2_500
LOW: Final = 2_300
SCHOOLS: Final = 133
ACCOMPANIED: Final = {"primary": 67, "secondary": 10}

SLUG: Final = "creative-programming"
BEGINS: Final = datetime(2024, 9, 2, 9, tzinfo=UTC)
YEAR: Final = Period("dates", date(2024, 9, 1), date(2025, 8, 20))
OCTOBER: Final = Period("dates", date(2024, 10, 1), date(2024, 10, 31))
AFTER: Final = Period("dates", date(2024, 11, 1), date(2025, 8, 20))
RURAL_COMMUNES: Final = ("84009", "91054")
URBAN_COMMUNES: Final = ("21004", "25072")
"""Bertrix and Gedinne; Brussels and Nivelles: by the number that a list of schools gives."""
LOW_CLASS, OTHER_CLASS = 4, 14
"""Of the twenty socio-economic classes of schools."""
CLASS_SIZE: Final = 24
MEETING_SIZE: Final = 12
WITH_CLASSES, WITH_TEACHERS = 120, 130
"""Schools with a class; schools where a teacher works. The others of the 133 had one step; 17 more nothing."""
LISTED: Final = 150
ONE_STEP: Final = 12
"""Schools with classes and one step, which is not yet accompanied."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A school of the list."""

    number: str
    secondary: bool
    rural: bool
    low: bool

    @property
    def line(self) -> str:
        """Its line in the list."""
        communes = RURAL_COMMUNES if self.rural else URBAN_COMMUNES
        stage, commune = ("secondaire" if self.secondary else "primaire"), communes[int(self.number) % 2]
        index = LOW_CLASS if self.low else OTHER_CLASS
        return f"{self.number};École {self.number};{stage};WBE;{commune};be-class;{index}"


def programme(seed: int = 1) -> Programme:
    """Make the whole year."""
    lot, schools = Lot(seed), listed()
    return Programme(
        begins=BEGINS,
        reported_at=datetime(2025, 8, 20, 12, tzinfo=UTC),
        people=tuple(_teachers(lot, schools)),
        views=_views(),
        places=("BE-25072", "BE-84009"),
        school_list="\n".join([_HEADING, *(one.line for one in schools)]).encode(),
        system="be-fr",
        classes=tuple(_classes(lot, schools)),
        steps=_steps(schools),
    )


_HEADING: Final = "official_id;name;stages;network;commune;index_scheme;index_value"


def listed() -> list[Listed]:
    """Return the schools: in turn rural, rural and low, low, neither, neither; every seventh is secondary."""
    kinds = cycle([(True, False), (True, True), (False, True), (False, False), (False, False)])
    return [
        Listed(str(1000 + at), at % 7 == 0, *kind) for at, kind in zip(range(LISTED), kinds, strict=False)
    ]


def _teachers(lot: Lot, schools: Sequence[Listed]) -> Iterator[Someone]:
    where = cycle(schools[:WITH_TEACHERS])
    meetings = [lot.id() for _ in range(0, TRAINED + INITIATED, MEETING_SIZE)]
    for number in range(TRAINED + INITIATED):
        school, came = next(where), _meets(lot, number // MEETING_SIZE, meetings)
        joins = lot.moment(BEGINS, 200)
        if number < TRAINED:
            acts = _trained(lot, joins, came if number % 2 else None)
        elif number < TRAINED + THROUGH_FRONT_DOOR:
            acts = _through_front_door(lot, joins)
        else:
            acts = (_act(lot, Verb.REGISTERED, joins), came)
        facts = {
            "region": "BE-WLX" if school.rural else "BE-WBR",
            "gender": lot.chance.choice(("f", "f", "m", "not-said")),
        }
        yield Someone(acts=acts, school=school.number, facts=facts)


def _act(lot: Lot, verb: Verb, at: datetime, slug: str = SLUG) -> Act:
    thing = vocabulary.activity(slug, "u", "a") if verb is Verb.PASSED else vocabulary.module(slug)
    return Act(id=lot.id(), verb=verb, thing=thing, at=at, module=slug)


def _trained(lot: Lot, joins: datetime, came: Act | None) -> tuple[Act, ...]:
    """She joins, passes an activity, perhaps comes to a meeting, and completes the module."""
    passed = _act(lot, Verb.PASSED, joins + timedelta(days=2))
    whole = _act(lot, Verb.COMPLETED, joins + timedelta(days=20))
    return (_act(lot, Verb.REGISTERED, joins), passed, *((came,) if came else ()), whole)


def _through_front_door(lot: Lot, joins: datetime) -> tuple[Act, ...]:
    passed = _act(lot, Verb.PASSED, joins + timedelta(minutes=5), FRONT_DOOR)
    return (_act(lot, Verb.REGISTERED, joins, FRONT_DOOR), passed)


def _meets(lot: Lot, which: int, meetings: Sequence[UUID]) -> Act:
    return Act(
        id=lot.id(),
        verb=Verb.ATTENDED,
        thing=vocabulary.meeting(meetings[which]),
        at=BEGINS + timedelta(days=30 + which),
        module=SLUG,
        result=Result(minutes=120),
        place=which % 2,
    )


def _classes(lot: Lot, schools: Sequence[Listed]) -> Iterator[SchoolClass]:
    """Cut the children of each depth and each kind of school into classes."""
    kinds = [[one for one in schools[:WITH_CLASSES] if (one.rural, one.low) == kind] for kind in KINDS]
    sizes = [
        (depth, some, size)
        for depth, children in (("once", _INITIATED_BY_KIND), ("often", _TRAINED_BY_KIND))
        for some, total in zip(kinds, children, strict=True)
        for size in parts(total, CLASS_SIZE)
    ]
    girls = spread(GIRLS, [size for _, _, size in sizes])
    for number, ((depth, some, size), her) in enumerate(zip(sizes, girls, strict=True)):
        days = (
            (_day(lot, OCTOBER, 31),) if depth == "once" else tuple(_day(lot, AFTER, 200) for _ in range(3))
        )
        school = some[number % len(some)].number
        yield SchoolClass(school=school, name=f"Classe {number}", pupils=size, girls=her, days=days)


def _day(lot: Lot, period: Period, days: int) -> date:
    return period.first + timedelta(days=lot.chance.randrange(days))


KINDS: Final = ((True, False), (True, True), (False, True), (False, False))
"""Rural and low, as `Listed` has them."""
_BOTH: Final = RURAL + LOW - EITHER
_BY_KIND: Final = (RURAL - _BOTH, _BOTH, LOW - _BOTH, CHILDREN - EITHER)
_TRAINED_BY_KIND: Final = tuple(spread(CHILDREN_TRAINED, list(_BY_KIND)))
_INITIATED_BY_KIND: Final = tuple(
    whole - trained for whole, trained in zip(_BY_KIND, _TRAINED_BY_KIND, strict=True)
)


def _steps(schools: Sequence[Listed]) -> dict[str, tuple[date, ...]]:
    """Return the steps: two or three with the schools accompanied, one with some others, in October and after."""
    degrees = {
        "primary": [one for one in schools[:WITH_CLASSES] if not one.secondary],
        "secondary": [one for one in schools[:WITH_CLASSES] if one.secondary],
    }
    first = date(2024, 10, 3)
    found = {}
    for degree, many in ACCOMPANIED.items():
        for at, one in enumerate(degrees[degree][:many]):
            found[one.number] = tuple(first + timedelta(days=40 * step + at) for step in range(2 + at % 2))
    begun = degrees["primary"][ACCOMPANIED["primary"] :][:ONE_STEP] + list(schools[WITH_TEACHERS:SCHOOLS])
    return found | {one.number: (first,) for one in begun}


def _views() -> tuple[View, ...]:
    schools = {"schools-touched": SCHOOLS, "schools-accompanied": sum(ACCOMPANIED.values())}
    levels = {f"schools-accompanied-{degree}": many for degree, many in ACCOMPANIED.items()}
    people = {"registered": TRAINED + INITIATED, "trained": TRAINED, "initiated": INITIATED}
    rates = {
        "girls-share": (GIRLS, CHILDREN),
        "rural": (RURAL, CHILDREN),
        "low-index": (LOW, CHILDREN),
        "rural-or-low-index": (EITHER, CHILDREN),
    }
    return (
        View(
            name="the year",
            asked=Filter(period=YEAR, country="BE"),
            totals=people | schools | levels | {"pupils-reached": CHILDREN},
            rates=rates,
        ),
        View(
            name="children initiated, met once in October",
            asked=Filter(period=OCTOBER, country="BE"),
            totals={"pupils-reached": CHILDREN_INITIATED},
        ),
        View(
            name="children trained, since November",
            asked=Filter(period=AFTER, country="BE"),
            totals={"pupils-reached": CHILDREN_TRAINED},
        ),
    )
