"""What pages of the course are given to draw: stops of the path, quizzes with what this learner may see. No database.

The answer key stays behind: an option's rightness leaves only for options that the learner chose, and for all of a
question once it is answered right or the activity is passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from flask import url_for
from markupsafe import Markup

from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from modules.activities.kinds import grade
from modules.catalog import Activity, Module, Question, Strand, Unit, text_of, words
from modules.queries import LastAnswer, Progress

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the path, as `parts/path.html` draws it."""

    title: str
    href: str | None
    state: str
    kind: str = "unit"
    minutes: int | None = None
    required: bool = True
    note: str = ""
    lang: str | None = None
    """The language of the title where it is not the page's."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An answer to choose."""

    id: str
    text: Markup


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question without its key."""

    id: str
    kind: str
    text: Markup
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a learner may know of an option she was graded on."""

    correct: bool
    feedback: Markup | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """How a question was answered."""

    right: bool | None
    chosen: tuple[str, ...]
    options: Mapping[str, Told]
    explanation: Markup | None


@dataclass(frozen=True, slots=True)
class QuizView:
    """An activity as its page draws it: questions, results, and the outcome in words."""

    id: str
    title: str
    graded: bool
    questions: tuple[QuestionView, ...]
    results: Mapping[str, ResultView]
    outcome: tuple[str, str] | None


def strand_name(strand: Strand) -> str:
    """Return a strand's name in the reader's language."""
    return {
        Strand.DO: _("Do it"),
        Strand.STEP_BACK: _("Step back"),
        Strand.PASS_ON: _("Pass it on"),
        Strand.MEET_UP: _("Meet"),
    }[strand]


def unit_address(lang: str, module: Module, unit: Unit) -> str:
    """Return the address of a unit's page."""
    return url_for("modules.unit", lang=lang, slug=module.slug, unit_id=unit.id)


@dataclass(frozen=True, slots=True)
class WayOn:
    """The module to go on with and its next unit; `begun` when the reader has joined it."""

    module: Module
    unit: Unit
    begun: bool


def unit_to_resume(module: Module, progress: Progress) -> Unit | None:
    """Return the unit opened last, or the next one that is not done; None when every essential one is."""
    if progress.joined_at is None:
        return None
    kits = _kits(module)
    left = [unit for unit in module.units if unit.id not in progress.done and unit.id not in kits]
    ids = [unit.id for unit in module.units]
    reached = ids.index(progress.latest) if progress.latest in ids else 0
    after = [unit for unit in left if ids.index(unit.id) >= reached]
    if after and (after[0].id == progress.latest or any(unit.required for unit in left)):
        return after[0]
    return next((unit for unit in left if unit.required), None)


def way_on(cards: Sequence[tuple[Module, Progress]]) -> WayOn | None:
    """Return what to resume over all modules, the one opened last first; else the first module not joined."""
    latest = sorted(cards, key=lambda card: max(card[1].opened.values(), default=_NEVER), reverse=True)
    for module, progress in latest:
        if unit := unit_to_resume(module, progress):
            return WayOn(module, unit, begun=True)
    fresh = [module for module, progress in cards if progress.joined_at is None and module.units]
    return WayOn(fresh[0], fresh[0].units[0], begun=False) if fresh else None


def _kits(module: Module) -> set[str]:
    return {week.meeting for week in module.weeks if week.meeting}


def stops(module: Module, progress: Progress, lang: str, here: str | None = None) -> list[Stop]:
    """Return the module as a line of stops; a kit is its week's meeting stop."""
    kits = _kits(module)
    return [
        Stop(
            title=text_of(unit, lang).text.title,
            lang=text_of(unit, lang).text.lang if text_of(unit, lang).fell_back else None,
            href=unit_address(lang, module, unit),
            state="here" if unit.id == here else "done" if unit.id in progress.done else "ahead",
            kind="meeting" if unit.id in kits else "unit",
            minutes=None if unit.id in kits else unit.minutes,
            required=unit.required or unit.id in kits,
        )
        for unit in module.units
    ]


def stops_by_week(module: Module, progress: Progress, lang: str) -> dict[int, list[Stop]]:
    """Return the stops under their weeks' numbers, each with its strand; a week's meeting comes last."""
    drawn = zip(module.units, stops(module, progress, lang), strict=True)
    by_unit = {
        unit.id: stop if stop.kind == "meeting" else replace(stop, note=strand_name(unit.strand))
        for unit, stop in drawn
    }
    return {
        week.number: [by_unit[unit] for unit in (*week.units, *([week.meeting] if week.meeting else []))]
        for week in module.weeks
    }


def quiz(activity: Activity, lang: str, last: LastAnswer | None) -> QuizView:
    """Return an activity with what its reader may see of her last answers."""
    return QuizView(
        id=activity.id,
        title=words(activity.title, lang),
        graded=activity.graded,
        questions=tuple(_question(question, lang) for question in activity.questions),
        results={q.id: _result(q, lang, last) for q in activity.questions if q.id in last.answers}
        if last
        else {},
        outcome=_outcome(activity, last) if last else None,
    )


def kept(activity: Activity, lang: str, chosen: Mapping[str, list[str]]) -> QuizView:
    """Return an activity with refused answers still ticked and nothing graded."""
    blank = quiz(activity, lang, None)
    results = {q: ResultView(None, tuple(options), {}, None) for q, options in chosen.items()}
    return QuizView(blank.id, blank.title, blank.graded, blank.questions, results, None)


def _question(question: Question, lang: str) -> QuestionView:
    options = tuple(OptionView(option.id, Markup(words(option.text, lang))) for option in question.options)
    return QuestionView(question.id, question.kind.value, Markup(words(question.text, lang)), options)


def _result(question: Question, lang: str, last: LastAnswer) -> ResultView:
    chosen = tuple(option for option in last.answers[question.id] if question.option(option))
    if last.hashes.get(question.id) != question.hash or not chosen:
        return ResultView(
            None, (), {}, None
        )  # the question was edited since: her answer belongs to the old one
    right = grade(question, chosen).correct
    reveal = right or last.ever_passed
    told = {
        option.id: Told(option.correct, Markup(words(option.feedback, lang)) if option.id in chosen else None)
        for option in question.options
        if option.id in chosen or (reveal and option.correct)
    }
    explanation = words(question.explanation, lang) if reveal else ""
    return ResultView(right, chosen, told, Markup(explanation) if explanation else None)


def _outcome(activity: Activity, last: LastAnswer) -> tuple[str, str]:
    total = len(activity.questions)
    right = round(last.score * total)
    told = ngettext(
        "%(n)s right answer of %(total)s.", "%(n)s right answers of %(total)s.", right, total=total
    )
    meaning, kind = _meaning(activity, last, all_right=right == total)
    return f"{told} {meaning}", kind


def _meaning(activity: Activity, last: LastAnswer, *, all_right: bool) -> tuple[str, str]:
    """Return what the last answers mean in words, and the kind of notice."""
    if any(last.hashes.get(question.id) != question.hash for question in activity.questions):
        return _("This quiz was updated since you did it; what you passed stays passed."), "info"
    if last.passed:
        return _("Passed."), "ok"
    if not activity.graded and all_right:
        return _("All of it."), "ok"
    if last.ever_passed:
        return _("You passed this quiz before, and that stays."), "ok"
    return _("Read what the answers say, then try again as often as you like."), "info"
