"""The pages of the indicators that can be kept as a view: their address, their words, what they choose beside a filter.

Pure: no database, no request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from classcode.i18n import N_
from tracking.indicators import choices
from tracking.indicators.definition import ORDER


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its endpoint, what it is called, the fields that are its own, and the indicators that its mail tells."""

    endpoint: str
    words: str
    own: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


LONGEST: Final = 40
"""Characters of an answer that is kept; no value that may be chosen is longer."""
_FIRST: Final = (
    "registered", "participating", "trained", "questions", "answered-in-time", "meetings-held", "met", "pupils-reached",
)  # fmt: skip
"""What an overview tells first."""
_WAY: Final = ("registered", "started", "engaged", "participating", "trained", "certified", "first-answer")
"""The steps of a learner's way, and her wait."""
_DRAWN: Final = ("participating", *(id_ for id_ in _FIRST if id_ != "participating"))
"""What a map draws before anything is chosen, then the same as an overview."""
MAP: Final = "map"
PLACES: Final[Mapping[str, Place]] = {
    "overview": Place("indicators.overview", N_("Overview"), told=_FIRST),
    "figures": Place("indicators.show", N_("All figures"), told=ORDER),
    "paths": Place("indicator_paths.show", N_("Paths and waits"), own=("reach",), told=_WAY),
    MAP: Place("indicator_map.show", N_("Map"), own=("figure", "sort"), told=_DRAWN),
}
FIELDS: Final = frozenset(choices.FIELDS).union(*(place.own for place in PLACES.values()))
"""All that a form that keeps a view may carry."""


def kept(page: str, given: Mapping[str, str]) -> str:
    """Write what an address of a page chose, as its query: nothing that the page does not know."""
    names = (*choices.FIELDS, *PLACES[page].own)
    return urlencode([(name, given[name][:LONGEST]) for name in names if given.get(name)])


def answers(asked: str) -> dict[str, str]:
    """Read what a view keeps: field by field, as the page's address carries it."""
    return dict(parse_qsl(asked))


def told(page: str, asked: str) -> tuple[str, ...]:
    """Return the indicators whose figures a view's mail tells; a map tells of the one that it draws first."""
    figure = answers(asked).get("figure")
    several = PLACES[page].told
    return (figure, *(id_ for id_ in several if id_ != figure)) if figure in ORDER else several
