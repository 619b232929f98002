"""Pieces of pages that many readers share, drawn once: the path at one stop, a quiz with one set of answers.

A piece depends on its arguments alone (a revision names its texts), so keeping it never shows somebody else's page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from classcode.i18n import gettext as _
from modules import shown
from modules.catalog import Activity
from modules.current import catalog
from modules.queries import LastAnswer, Progress

KEPT = 4096
"""Pieces kept per process, a few KB each."""


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

    view: shown.QuizView
    body: Markup


def quiz(slug: str, revision: str, activity: Activity, lang: str, last: LastAnswer | None) -> DrawnQuiz:
    """Return an activity with what this learner may see of her last answers."""
    if last is None:
        return _quiz(slug, revision, activity.id, lang, None)
    answers = tuple(sorted((question, tuple(options)) for question, options in last.answers.items()))
    told = (answers, tuple(sorted(last.hashes.items())), last.score, last.passed, last.ever_passed)
    return _quiz(slug, revision, activity.id, lang, told)


@lru_cache(KEPT)
def _quiz(slug: str, revision: str, activity_id: str, lang: str, told: tuple[Any, ...] | None) -> DrawnQuiz:
    module = catalog().module(slug)
    assert module is not None and module.revision == revision
    activity = next(one for one in module.activities if one.id == activity_id)
    last = None
    if told is not None:
        answers, hashes, *rest = told
        last = LastAnswer({question: list(options) for question, options in answers}, dict(hashes), *rest)
    view = shown.quiz(activity, lang, last)
    return DrawnQuiz(view, draw(view))


def draw(view: shown.QuizView, *, closed: bool = False) -> Markup:
    """Draw the questions of a view."""
    field = _macro("parts/activity.html", "question_field")
    return Markup("\n").join(field(view.id, one, view.results.get(one.id), closed) for one in view.questions)
