"""The desk's forms: which fields each accepts, and no other. What a field may hold is decided by the rules."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from classcode.forms import ActForm


class AskForm(ActForm):
    """The question, and what the desk does not know yet of who asks; `commune_code` chooses among several.

    Choices are checked by the rules, which know them; the page draws them from the same lists.
    """

    unit = HiddenField()
    text = TextAreaField()
    with_attempt = BooleanField()
    commune = StringField()
    commune_code = RadioField(choices=[], validate_choice=False)
    name = StringField()
    languages = SelectMultipleField(choices=[], validate_choice=False)


class AnswerForm(ActForm):
    """A message to the other side of the thread."""

    text = TextAreaField()


class NoteForm(ActForm):
    """A note for the team; its own field and its own address, so that it is never taken for an answer."""

    note = TextAreaField()


class AssignForm(ActForm):
    """Whom a lead chooses."""

    facilitator = SelectField(choices=[], validate_choice=False)


class PassOnForm(ActForm):
    """Why a facilitator passes a question on."""

    reason = SelectField(choices=[], validate_choice=False)
