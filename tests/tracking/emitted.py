"""Reading back what the features told the record, to hold it against the published profile."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.models import Statement

Told = dict[str, Any]


def statements(session: Session) -> list[Told]:
    """Return every statement of our own features, in the order of the log."""
    bodies = select(Statement.body).where(Statement.client_id.is_(None)).order_by(Statement.seq)
    return [orjson.loads(body) for body in session.scalars(bodies)]


def by_story(told: Iterable[Told]) -> dict[str, list[Told]]:
    """Return statements by what holds a story together: the registration, else the object; in the order of time."""
    stories = defaultdict(list)
    for one in told:
        stories[one.get("context", {}).get("registration") or one["object"]["id"]].append(one)
    return {key: sorted(story, key=lambda one: str(one["timestamp"])) for key, story in stories.items()}


class Follows:
    """Tells whether templates follow each other as a pattern says: greedily and never going back.

    Templates become letters and patterns regular expressions with possessive quantifiers and atomic groups, which give
    back nothing of what they took, exactly as part three, section 2.2 of the specification asks.
    """

    def __init__(self, profile: Mapping[str, Any]) -> None:
        self._letters = {one["id"]: chr(ord("一") + at) for at, one in enumerate(profile["templates"])}
        self._patterns = {one["id"]: one for one in profile["patterns"]}
        self.stories = {
            one["id"]: self._expression(one["id"]) for one in profile["patterns"] if one["primary"]
        }

    def _expression(self, iri: str) -> str:
        if iri in self._letters:
            return self._letters[iri]
        one = self._patterns[iri]
        if "sequence" in one:
            return "(?>" + "".join(map(self._expression, one["sequence"])) + ")"
        if "alternates" in one:
            return "(?>" + "|".join(map(self._expression, one["alternates"])) + ")"
        way, sign = next((way, sign) for way, sign in QUANTIFIERS.items() if way in one)
        return f"(?:{self._expression(one[way])}){sign}"

    def story_of(self, templates: Iterable[str]) -> str | None:
        """Return the id of the primary pattern that these templates follow from the first to the last, or None."""
        word = "".join(self._letters[each] for each in templates)
        fits = (iri for iri, expression in self.stories.items() if re.fullmatch(expression, word))
        return next(fits, None)


QUANTIFIERS = {"optional": "?+", "zeroOrMore": "*+", "oneOrMore": "++"}
