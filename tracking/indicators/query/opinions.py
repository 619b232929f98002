"""What people said of answers and of meetings, and how many of those who were asked said anything.

An opinion counts with the question or the meeting that it is about: in its period, and with who its author then was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_

from tracking.indicators.query import measured
from tracking.indicators.query.adding import Part, Sums
from tracking.indicators.query.measured import Measured
from tracking.projections.models import Opinion

SATISFIED: Final = 0.75
"""From this part of the scale on: 4 and 5 of a scale from 1 to 5."""


def parts(id_: str, *, asked: ColumnElement[bool], counted: ColumnElement[bool]) -> list[Part]:
    """Return what is counted of rows joined to their opinion: who was `asked`, and whose opinion is `counted`."""
    said = and_(counted, Opinion.path.is_not(None))
    place = (Opinion.points - Opinion.least) * 1.0 / func.nullif(Opinion.most - Opinion.least, 0)
    return [
        Part(f"{id_}/said", said),
        Part(f"{id_}/good", and_(said, place >= SATISFIED)),
        Part(f"{id_}/other", and_(said, or_(place < SATISFIED, place.is_(None)))),
        Part(f"{id_}/asked", asked),
        Part(f"{id_}/answered", and_(asked, said)),
        Part(f"{id_}/silent", and_(asked, ~said)),
    ]


def ids(id_: str) -> tuple[str, str]:
    """Return the two indicators that `measure` tells: how many of the opinions are good, and how many were given."""
    return id_, f"{id_}-response"


def measure(sums: Sums, id_: str) -> Mapping[str, Measured]:
    """Tell the share of opinions that are good, and the share of those asked who gave one."""
    good, other, said, asked, answered, silent = (
        measured.of(sums, f"{id_}/{part}", measured.times)
        for part in ("good", "other", "said", "asked", "answered", "silent")
    )
    return dict(
        zip(ids(id_), (measured.rate(good, said, other), measured.rate(answered, asked, silent)), strict=True)
    )
