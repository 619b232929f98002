"""What the programming interface answers: the same disclosed report as every file, in named parts. Pure shapes.

These declarations are also its description: the schemas of the OpenAPI document are made from them (`openapi`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from tracking.indicators.disclosure import Shows
from tracking.indicators.exports.wording import State
from tracking.indicators.kinds import Disclosure, Group, Kind, Origin, Unit

Share = Annotated[
    float | None,
    Meta(
        description="A share lies between 0 and 1. Null where there is no value that may be shown: see state."
    ),
]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A base of parts: what is not declared is refused when it is read."""


class Value(Part, frozen=True):
    """One value, why it is there or not, and for a share what it divides."""

    value: Share
    state: State
    words: str
    over: tuple[float, float] | None = None


class Row(Part, frozen=True):
    """The value of one region, month or other criterion; a key of null has none declared."""

    key: str | None
    name: str
    value: Value


class Definition(Part, frozen=True):
    """The version of the definition that was used; `sha256` is the digest of its file."""

    version: int
    since: date
    sha256: str
    kind: Kind
    group: Group
    unit: Unit
    disclosure: Disclosure
    origin: Origin
    available: bool
    beside: str | None
    meaning: str
    formula: str
    population: str
    period: str
    context: str
    remark: str
    source: str


class Figure(Part, frozen=True):
    """One indicator: its total, its rows by dimension, and the days on which its meaning changed."""

    id: str
    label: str
    rule: Shows
    definition: Definition
    total: Value
    rows: dict[str, list[Row]]
    breaks: list[date]


class Period(Part, frozen=True, rename={"first": "from", "last": "to"}):
    """The span asked for, from the first to the last day, by the clock of Paris."""

    key: str
    first: date
    last: date


class Rule(Part, frozen=True):
    """The rule of disclosure that all figures of the answer passed."""

    id: Shows
    k: int
    words: str


class Answer(Part, frozen=True):
    """A report: what was asked, when the data were read, under which rule, and the figures."""

    period: Period
    narrowed_to: dict[str, str]
    regions: list[str] | None
    as_of: datetime
    language: str
    rule: Rule
    figures: list[Figure]


class Problem(Part, frozen=True):
    """Why nothing is answered: the status, the parameter concerned, and what to do, in words."""

    status: int
    message: str
    parameter: str | None = None
