"""Learners as columns: a hundred thousand of them are numbers in arrays, and no object each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from classcode.territory.distance import Point
from helpdesk.gathering.finding.values import Learner, Row

Array = NDArray[Any]
NOBODY: Final = -1
NONE: Final = 0
"""Of themes: asks nothing. Of weeks: finished none."""


class Crowd(NamedTuple):
    """Everybody who could be gathered. `module`, `theme` and `tongue` point into the lists of words of the same name.

    `spot` points into `points` and `regions`; `tongue` is a set of languages, one bit of `spoken` each for every
    entry of `tongues`; `rank` orders people by id, so that the order in which they came changes nothing.
    """

    ids: Sequence[UUID]
    spot: Array
    module: Array
    week: Array
    theme: Array
    tongue: Array
    since: Array
    held_by: Array
    rank: Array
    points: Sequence[Point]
    regions: Sequence[str]
    modules: Sequence[str]
    themes: Sequence[str | None]
    tongues: Sequence[frozenset[str]]
    holders: Sequence[UUID]

    @classmethod
    def of(cls, learners: Iterable[Learner]) -> Crowd:
        """Lay learners out as columns."""
        rows = [
            Row(
                one.id,
                (one.point, one.region),
                one.module,
                one.week,
                one.theme,
                " ".join(sorted(one.languages)),
                one.since.timestamp(),
                one.held_by,
            )
            for one in learners
        ]
        return cls.of_rows(rows, {row.spot: row.spot for row in rows})

    @classmethod
    def of_rows(cls, rows: Sequence[Row], spots: Any) -> Crowd:
        """Lay rows out as columns; `spots` tells the point and the region behind each row's spot."""
        ids, spot, module, week, theme, languages, since, held_by = (
            zip(*rows, strict=True) if rows else ((),) * 8
        )
        spot_codes, spot_words = coded(spot, key=lambda one: (*_place_key(spots[one]), str(one)))
        module_codes, modules = coded(module)
        theme_codes, themes = coded(theme, first=None)
        tongue_codes, tongues = coded(languages)
        holder_codes, holders = coded(held_by, first=None, key=lambda one: one.int)
        return cls(
            ids=ids,
            spot=spot_codes,
            module=module_codes,
            week=np.array(week, np.int16),
            theme=theme_codes,
            tongue=tongue_codes,
            since=np.array(since, np.float64),
            held_by=holder_codes + NOBODY,
            rank=ranked(ids),
            points=[spots[one][0] for one in spot_words],
            regions=[spots[one][1] for one in spot_words],
            modules=modules,
            themes=themes,
            tongues=[frozenset(word.split()) for word in tongues],
            holders=holders[1:],
        )


def coded(words: Sequence[Any], *, first: Any = ..., key: Any = None) -> tuple[Array, list[Any]]:
    """Return words as numbers, and the words in the order of their numbers; `first`, where given, is always 0."""
    head = [] if first is ... else [first]
    known = head + sorted(set(words) - set(head), key=key)
    at = {word: number for number, word in enumerate(known)}
    return np.fromiter((at[word] for word in words), np.int32, len(words)), known


def ranked(ids: Sequence[UUID]) -> Array:
    """Return the place of each id in the order of ids."""
    order = np.argsort(np.array([one.bytes for one in ids], "S16"), kind="stable")
    rank = np.empty(len(ids), np.int64)
    rank[order] = np.arange(len(ids))
    return rank


def _place_key(spot: tuple[Point, str]) -> tuple[float, float, str, str]:
    point, region = spot
    return point.lat, point.lon, point.landmass, region
