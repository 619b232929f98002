"""The order of the course for whoever counts along it: units as they are read, questions as they stand in them."""

from __future__ import annotations

from typing import Final

from classcode.render.plain import to_text
from modules import current
from modules.catalog import Activity, Module, Question, Unit, words
from tracking import vocabulary
from tracking.indicators.alerts.course import Course, Part

LONGEST: Final = 90
"""Characters of a question in its title."""


def courses() -> list[Course]:
    """Return the order of every module that is shown now."""
    return [outline(module) for module in current.catalog().modules]


def outline(module: Module) -> Course:
    """Return the order of one module."""
    return Course(
        module.slug,
        tuple(_unit(module, unit) for unit in module.units),
        tuple(
            _question(module, unit, activity, question)
            for unit in module.units
            for activity in unit.activities
            for question in activity.questions
        ),
    )


def _unit(module: Module, unit: Unit) -> Part:
    names = {lang: f"{text.title} ({words(module.title, lang)})" for lang, text in unit.texts.items()}
    return Part(vocabulary.unit(module.slug, unit.id).path, names)


def _question(module: Module, unit: Unit, activity: Activity, question: Question) -> Part:
    of = vocabulary.activity(module.slug, unit.id, activity.id)
    names = {
        lang: f"{_short(_closed(question, lang))} ({text.title})"
        for lang, text in unit.texts.items()
        if question.text.get(lang)
    }
    return Part(f"{of.path}/{question.id}", names)


def _closed(question: Question, lang: str) -> str:
    """Return a question's text with its gaps as dots: their ids are names for machines."""
    text = question.text.get(lang, "")
    for blank in question.blanks:
        text = text.replace(f"{{{blank.id}}}", "…") if blank.id else text
    return text


def _short(html: str) -> str:
    """Return the beginning of a question as plain text, cut at a word."""
    told = " ".join(to_text(html).split())
    if len(told) <= LONGEST:
        return told
    return told[:LONGEST].rsplit(" ", 1)[0] + "…"
