"""The desk's forms: which fields each accepts, and no other. What a field may hold is decided by the rules."""

from __future__ import annotations

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from classcode.forms import ActForm


class AnswerForm(ActForm):
    """A message to the other side of the thread.

    `seen` is the mark of what its page showed; `canned` a kept answer to insert, which never sends anything; `waiting`
    are files that an earlier try brought.
    """

    text = TextAreaField()
    seen = HiddenField()
    waiting = SelectMultipleField(choices=[], validate_choice=False)
    canned = SelectField(choices=[], validate_choice=False)


class NoteForm(ActForm):
    """A note for the team; its own field and its own address, so that it is never taken for an answer."""

    note = TextAreaField()


class AssignForm(ActForm):
    """Whom a lead chooses."""

    facilitator = SelectField(choices=[], validate_choice=False)


class PassOnForm(ActForm):
    """Why a facilitator declines a question or gives it back."""

    reason = SelectField(choices=[], validate_choice=False)


class JoinForm(ActForm):
    """Which question of the same person becomes part of this one."""

    other = RadioField(choices=[], validate_choice=False)


class SplitForm(ActForm):
    """Which messages become a question of their own."""

    messages = SelectMultipleField(choices=[], validate_choice=False)


class TogetherForm(ActForm):
    """One act on several questions: which, what, and what that act needs to know; `to` searches among facilitators."""

    ticket = SelectMultipleField(choices=[], validate_choice=False)
    what = HiddenField()
    reason = SelectField(choices=[], validate_choice=False)
    facilitator = SelectField(choices=[], validate_choice=False)
    to = StringField()
