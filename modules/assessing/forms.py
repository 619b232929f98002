"""The form of a reading: a level for each criterion, and a sentence to the learner."""

from __future__ import annotations

from flask import request
from wtforms import TextAreaField

from classcode.forms import ActForm
from modules.assessing.rules import LEVEL
from modules.catalog import Question


class ReadingForm(ActForm):
    """What a facilitator says of an open answer."""

    words = TextAreaField()


def level_fields(question: Question) -> set[str]:
    """Return the names of the fields that a question's rubric adds to the form."""
    return {f"{LEVEL}{criterion.id}" for criterion in question.rubric}


def posted_levels(question: Question) -> dict[str, str]:
    """Return the level that was posted for each criterion, without those left open."""
    posted = {criterion.id: request.form.get(f"{LEVEL}{criterion.id}", "") for criterion in question.rubric}
    return {criterion: level for criterion, level in posted.items() if level}
