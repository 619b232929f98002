"""The pupils of the classes declared: how many, which share are girls, in rural communes, in low-index schools.

A class counts once a school year with what was declared of it last. Its key is made of its own id, as a person's is of
hers, so that the same classes are always shown with the same figure. Indices of two schemes are never put together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from classcode.territory.models import ELSEWHERE
from tracking.declared_figures.queries import CountedClass, classes_between, classes_known
from tracking.indicators import tally
from tracking.indicators.query.adding import WHOLE
from tracking.indicators.query.directory import narrows_schools
from tracking.indicators.query.measured import NO_SOURCE, NOT_SO, Measured
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import MONTH, Cell, Count
from tracking.projections.keys import cell_key, record_key
from tracking.projections.reading import seed as seed_of

REACHED: Final = "pupils-reached"
GIRLS: Final = "girls-share"
RURAL: Final = "rural"
LOW: Final = "low-index"
UNION: Final = "rural-or-low-index"
IDS: Final = (REACHED, GIRLS, RURAL, LOW, UNION)


@dataclass(frozen=True, slots=True)
class Part:
    """Some pupils of a class: how many, and under which key they are recognised."""

    pupils: int
    key: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A class as figures count it: by its dimensions, with its pupils, its girls, and what is known of its school."""

    dimensions: Mapping[str, str | None]
    month: int
    pupils: Part
    girls: Part | None
    boys: Part | None
    rural: bool | None
    low: bool | None
    scheme: str

    @property
    def either(self) -> bool | None:
        """Rural, or of a low index, where both are known."""
        return None if self.rural is None or self.low is None else self.rural or self.low


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count the pupils of the filter's classes."""
    if not classes_known(session):
        return dict.fromkeys(IDS, NO_SOURCE)
    if not narrows_schools(scope):
        return dict.fromkeys(IDS, NOT_SO)
    classes = counted(session, scope)
    groups = _grouped(scope, classes)
    country = scope.asked.country is not None or scope.asked.region is not None
    return {
        REACHED: _made(groups, reached, reached([])),
        GIRLS: _made(groups, girls, Cell(None)),
        RURAL: _made(groups, lambda some: parted(some, lambda one: one.rural), Cell(None)),
        LOW: _made(_of_one_country(groups, country), lambda some: _by_index(some, "low"), Cell(None)),
        UNION: _made(_of_one_country(groups, country), lambda some: _by_index(some, "either"), Cell(None)),
    }


def counted(session: Session, scope: Scope) -> list[Counted]:
    """Return the classes of the filter, of which a session was declared in the period."""
    return [told for _one, told in classes(session, scope)]


def classes(session: Session, scope: Scope) -> list[tuple[CountedClass, Counted]]:
    """Return the same classes as they were declared, each with what is counted of it."""
    period, seed = scope.asked.period, seed_of(session)
    months = {month.key: index for index, month in enumerate(scope.months)}
    found = (
        (one, _counted(one, months, seed)) for one in classes_between(session, period.first, period.last)
    )
    return [(one, told) for one, told in found if _admitted(scope, told)]


def _counted(one: CountedClass, months: Mapping[str, int], seed: bytes) -> Counted:
    known = one.girls is not None
    school = one.of.school
    return Counted(
        dimensions=_dimensions(one),
        month=months.get(f"{one.first_on:%Y-%m}", 0),
        pupils=Part(one.pupils, record_key(one.of.id, seed)),
        girls=_part(one.of.id, "girls", one.girls or 0, seed) if known else None,
        boys=_part(one.of.id, "boys", one.pupils - (one.girls or 0), seed) if known else None,
        rural=school.commune.rural if school else None,
        low=school.index_low if school else None,
        scheme=f"{school.system}:{school.index_scheme}" if school else "",
    )


def _part(class_id: UUID, part: str, pupils: int, seed: bytes) -> Part:
    return Part(pupils, record_key(uuid5(class_id, part), seed) if pupils else 0)


def _dimensions(one: CountedClass) -> Mapping[str, str | None]:
    region, school = one.of.region_code, one.of.school
    country = region if region == ELSEWHERE else region[:2]
    if school is None:
        academy = region if country == "BE" else None
        return {"country": country, "region": region, "academy": academy}
    commune = school.commune
    return {
        "country": country,
        "region": region,
        "department": commune.department_code,
        "academy": commune.academy_code or (region if country == "BE" else None),
        "commune_type": "rural" if commune.rural else "urban",
        "community": school.community or None,
        "network": school.network or None,
    }


def _admitted(scope: Scope, one: Counted) -> bool:
    asked = scope.asked
    near = asked.allowed is None or one.dimensions["region"] in asked.allowed
    return near and all(one.dimensions.get(name) == value for name, value in asked.chosen())


Groups = Mapping[str, Mapping[str | None, Sequence[Counted]]]


def _grouped(scope: Scope, classes: Iterable[Counted]) -> Groups:
    groups: dict[str, dict[str | None, list[Counted]]] = defaultdict(lambda: defaultdict(list))
    for one in classes:
        groups[WHOLE][None].append(one)
        groups[MONTH][str(one.month)].append(one)
        for axis in scope.axes:
            if axis != MONTH:
                groups[axis][one.dimensions.get(axis)].append(one)
    return groups


def _of_one_country(groups: Groups, chosen: bool) -> Groups:
    """Leave out what would put several countries together: without a country chosen, the total and the months."""
    within = {"region", "department", "academy", "country"}
    return {axis: rows for axis, rows in groups.items() if chosen or axis in within}


def _made(groups: Groups, make: Callable[[Sequence[Counted]], Cell], nothing: Cell) -> Measured:
    cells = {axis: {value: make(some) for value, some in rows.items()} for axis, rows in groups.items()}
    return Measured(nothing, cells)


def reached(classes: Sequence[Counted]) -> Cell:
    """Count pupils."""
    return _pupils(one.pupils for one in classes)


def girls(classes: Sequence[Counted]) -> Cell:
    """Take the share of girls among the pupils of classes whose number of girls was declared."""
    known = [one for one in classes if one.girls is not None and one.boys is not None]
    yes = _pupils(one.girls for one in known if one.girls)
    no = _pupils(one.boys for one in known if one.boys)
    return tally.share(yes, _pupils(one.pupils for one in known), no)


def parted(classes: Sequence[Counted], of: Callable[[Counted], bool | None]) -> Cell:
    """Take the share of pupils of classes for which something holds, among those for which it is known."""
    known = [one for one in classes if of(one) is not None]
    yes, no = [one for one in known if of(one)], [one for one in known if not of(one)]
    return tally.share(reached(yes), reached(known), reached(no))


def _by_index(classes: Sequence[Counted], of: str) -> Cell:
    """Take a share that rests on an index: only where all schools with one have it in the same scheme."""
    if len({one.scheme for one in classes if one.low is not None}) > 1:
        return Cell(None)
    return parted(classes, lambda one: getattr(one, of))


def _pupils(parts: Iterable[Part]) -> Cell:
    some = list(parts)
    rests = Count(sum(one.pupils for one in some), cell_key(one.key for one in some))
    return Cell(rests.people, rests)
