"""What a learner may be told of one answer, part by part; of the key only what her quiz tells by now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from classcode.i18n import gettext as _
from modules.activities.graded import Graded, NotAnAnswer, Part, Wrong
from modules.activities.kinds import grade
from modules.catalog import Question, Texts
from modules.catalog.definitions import QuestionKind, Reader
from modules.quizpage.expected import expected
from modules.quizpage.given import given
from modules.quizpage.safe import html
from modules.quizpage.views import ResultView, Told


class Telling(NamedTuple):
    """Whether the key is told to a right answer, to any answer, and to one that cannot be wrong."""

    when_right: bool
    always: bool
    when_open: bool

    def key_to(self, graded: Graded) -> bool:
        """Tell whether the key of this answer may be told."""
        if graded.correct is None:
            return self.always or self.when_open
        return self.always or (graded.correct and self.when_right)


def result_view(question: Question, posted: Sequence[str], telling: Telling, lang: str) -> ResultView:
    """Return what is told of an answer; `question` is as its module holds it, pieces in their right order."""
    try:
        graded = grade(question, posted)
    except NotAnAnswer:  # left out, as surveys allow, or taken before the question had its present form
        return as_posted(question, posted)
    told = {part.id: _told(question, part, lang) for part in graded.parts if _speaks(question, part)}
    key = telling.key_to(graded)
    if key:
        missed = (option.id for option in graded.missed)
        told = {**told, **{name: Told("expected") for name in missed}}
    return ResultView(
        right=graded.correct,
        chosen=tuple(option.id for option in graded.chosen),
        fields=given(question, posted),
        options=told,
        explanation=_html(question.explanation, lang) if key else None,
        expected=expected(question, lang) if key and graded.correct is False else (),
        assessing=question.kind is QuestionKind.OPEN and question.reader is Reader.SELF,
    )


def as_posted(question: Question, posted: Sequence[str]) -> ResultView:
    """Return an answer to put back into its fields; nothing of it is told."""
    return ResultView(chosen=tuple(posted), fields=given(question, posted))


def _speaks(question: Question, part: Part) -> bool:
    return part.right is not None and question.kind is not QuestionKind.OPEN


def _told(question: Question, part: Part, lang: str) -> Told:
    mark = "right" if part.right else "wrong"
    return Told(mark, _html(part.feedback, lang), _words(question, part))


def _words(question: Question, part: Part) -> str:
    """Return what "right" and "wrong" mean for a part, or "" where the page's own words do."""
    if question.kind in {QuestionKind.ORDERING, QuestionKind.PARSONS}:
        return {
            Wrong.NOT: _("In its place."),
            Wrong.PLACE: _("It belongs elsewhere."),
            Wrong.INDENT: _("Another indent."),
            Wrong.EXTRA: _("This line is not needed."),
        }[part.fault]
    if question.blanks and not part.right:
        return _("Not yet.")
    return ""


def _html(texts: Texts, lang: str) -> Markup | None:
    return html(texts, lang) or None
