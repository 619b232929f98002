"""Pieces of pages that many readers share, drawn once: the path at one stop, a quiz with one set of answers.

A piece depends on its arguments alone (a revision names its texts): keeping it shows nobody another's page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from flask import current_app
from markupsafe import Markup

from classcode.i18n import gettext as _
from modules import shown
from modules.catalog import Activity, Question, QuestionKind
from modules.current import catalog
from modules.queries import Progress
from modules.quizpage.quiz import Sitting, quiz_view
from modules.quizpage.views import QuizView

KEPT = 4096
"""Pieces kept per process, a few KB each."""
_OWN_WORDS: Final = frozenset({QuestionKind.SHORT, QuestionKind.FILL_IN, QuestionKind.OPEN})
"""Kinds whose answers may be words of one person: nothing of hers is kept in memory."""


def _macro(template: str, name: str) -> Callable[..., Markup]:
    macro: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
    return macro


def path(slug: str, revision: str, lang: str, here: str, known: Progress) -> Markup:
    """Return the module's path with the reader at `here`."""
    return _path(slug, revision, lang, here, known.done)


@lru_cache(KEPT)
def _path(slug: str, revision: str, lang: str, here: str, done: frozenset[str]) -> Markup:
    module = catalog().module(slug)
    assert module is not None and module.revision == revision
    stops = shown.stops(module, Progress(done=done), lang, here)
    return _macro("parts/path.html", "path")(stops, _("Pages of this module"), down=True)


@dataclass(frozen=True, slots=True)
class DrawnQuiz:
    """An activity's view and its questions already drawn."""

    view: QuizView
    body: Markup


@dataclass(frozen=True, slots=True)
class Sheet:
    """One quiz as it can be kept: its look follows from these alone; `sitting` says the same in full."""

    revision: str
    activity: str
    lang: str
    order: tuple[Any, ...]
    told: tuple[Any, ...]
    sitting: Sitting = field(compare=False, repr=False)


def quiz(place: tuple[str, str], activity: Activity, lang: str, sitting: Sitting) -> DrawnQuiz:
    """Return an activity with what this learner may see; `place` is its module by slug and revision.

    Kept where others may have answered the same: not where somebody wrote in her own words.
    """
    if sitting.last and any(question.kind in _OWN_WORDS for question in sitting.asked):
        view = quiz_view(activity, sitting, lang)
        return DrawnQuiz(view, draw(view))
    slug, revision = place
    order = tuple(_order(question) for question in sitting.asked)
    return _quiz(slug, Sheet(revision, activity.id, lang, order, _told(sitting), sitting))


def _order(question: Question) -> tuple[Any, ...]:
    """Return the order in which a question shows its parts."""
    choices = (choice.id for blank in question.blanks for choice in blank.choices)
    pieces = (piece.id for piece in question.pieces)
    return (question.id, *(option.id for option in question.options), *pieces, *choices)


def _told(sitting: Sitting) -> tuple[Any, ...]:
    last = sitting.last
    if last is None:
        return (sitting.used, sitting.fresh)
    answers = tuple(sorted((question, tuple(given)) for question, given in last.answers.items()))
    hashes = tuple(sorted(last.hashes.items()))
    return (
        answers,
        hashes,
        last.score,
        last.passed,
        last.ever_passed,
        last.used,
        sitting.used,
        sitting.fresh,
    )


@lru_cache(KEPT)
def _quiz(slug: str, sheet: Sheet) -> DrawnQuiz:
    module = catalog().module(slug)
    assert module is not None and module.revision == sheet.revision
    activity = next(one for one in module.activities if one.id == sheet.activity)
    view = quiz_view(activity, sheet.sitting, sheet.lang)
    return DrawnQuiz(view, draw(view))


def draw(view: QuizView, *, closed: bool = False) -> Markup:
    """Draw the questions of a view; closed, nothing in them can be changed."""
    one_field = _macro("parts/activity.html", "question_field")
    shut = closed or view.closed
    return Markup("\n").join(
        one_field(view.id, one, view.results.get(one.id), shut) for one in view.questions
    )
