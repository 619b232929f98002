"""The indices of this process: for each language one of the course, one of public answers, built once a revision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from helpdesk.answers.models import PublicAnswer
from helpdesk.answers.queries import public, revision
from helpdesk.suggesting.folding import MOST, words_of
from helpdesk.suggesting.passages import Course, Passage, split
from helpdesk.suggesting.ranking import Document, Index

EACH: Final = 3
"""Units, and answers, that are suggested at most."""
_TITLE, _HEAD, _BODY = 4.0, 2.0, 1.0
"""How many times a word counts: in a title, in headings and objectives, in the text. A choice of ours."""


@dataclass(frozen=True, slots=True)
class SuggestedAnswer:
    """A public answer, by its question."""

    id: UUID
    question: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may answer already, best first."""

    units: tuple[Passage, ...] = ()
    answers: tuple[SuggestedAnswer, ...] = ()


_kept: dict[tuple[str, str], tuple[str, Index[Any]]] = {}


def suggestions(
    session: Session, course: Course, text: str, *, language: str, here: str | None = None
) -> Suggestions:
    """Return what goes with a question that is being written; nothing of it is kept.

    The unit from which she asks (`here`, its key) is no news to her.
    """
    words = words_of(text, language)[:MOST]
    if not words:
        return Suggestions()
    units = _index("units", language, course.revision, lambda: _units(course, language))
    answers = _index("answers", language, revision(session, language), lambda: _answers(session, language))
    others = [one for one in units.best(words, EACH + 1) if f"{one.module}/{one.unit}" != here]
    return Suggestions(tuple(others[:EACH]), tuple(answers.best(words, EACH)))


def matching(session: Session, text: str, language: str, most: int) -> list[UUID]:
    """Return the public answers that go with some words, best first."""
    answers = _index("answers", language, revision(session, language), lambda: _answers(session, language))
    return [one.id for one in answers.best(words_of(text, language)[:MOST], most)]


def _index(kind: str, language: str, at: str, build: Callable[[], Index[Any]]) -> Index[Any]:
    """Return an index of this revision; two requests that build it at once build the same."""
    known = _kept.get((kind, language))
    if known is None or known[0] != at:
        known = _kept[kind, language] = (at, build())
    return known[1]


def _units(course: Course, language: str) -> Index[Passage]:
    return Index(_document(one, language) for one in course.passages())


def _document(one: Passage, language: str) -> Document[Passage]:
    headings, rest = split(one.html)
    parts = ((_TITLE, one.title), (_HEAD, one.summary), (_HEAD, headings), (_BODY, rest))
    named = replace(one, summary="", html="")  # the index holds words, not pages
    return Document(named, tuple((weight, words_of(text, language)) for weight, text in parts))


def _answers(session: Session, language: str) -> Index[SuggestedAnswer]:
    return Index(_public(one, language) for one in public(session, language))


def _public(one: PublicAnswer, language: str) -> Document[SuggestedAnswer]:
    parts = ((_TITLE, words_of(one.question, language)), (_BODY, words_of(one.answer, language)))
    return Document(SuggestedAnswer(one.id, one.question), parts)
