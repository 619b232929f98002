"""What the pages draw of statements: their words, and their JSON as it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson

from tracking.record import sentences
from tracking.record.queries import Read
from tracking.record.sentences import Fact

LONGEST: Final = 100_000
"""Characters of JSON that a page shows; more would be no page any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in a list."""

    id: UUID
    sentence: str
    when: str
    results: list[Fact]
    voided: bool
    sender: str | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A statement on a page of its own; `raw` is pretty JSON, `cut` says that its end is missing."""

    line: Line
    facts: list[Fact]
    raw: str
    cut: bool


def lines(found: Sequence[Read], iri_base: str, readers: Sequence[str] = ()) -> list[Line]:
    """Put statements into words, addressing the reader where one of her names is their actor."""
    return [_line(one, iri_base, readers) for one in found]


def _line(one: Read, iri_base: str, readers: Sequence[str]) -> Line:
    statement = orjson.loads(one.body)
    return Line(
        id=one.id,
        sentence=sentences.sentence(statement, iri_base, readers),
        when=sentences.when(statement),
        results=sentences.outcome(statement),
        voided=one.voided,
        sender=one.sender,
    )


def whole(one: Read, iri_base: str, readers: Sequence[str] = ()) -> Whole:
    """Put one statement into words with all its facts and its JSON."""
    statement = orjson.loads(one.body)
    raw = orjson.dumps(statement, option=orjson.OPT_INDENT_2).decode()
    return Whole(
        _line(one, iri_base, readers),
        sentences.facts(statement, iri_base, readers),
        raw[:LONGEST],
        len(raw) > LONGEST,
    )
