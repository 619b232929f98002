"""The form that asks the desk: which fields it accepts, and no other. What a field may hold is decided by the rules."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from classcode.forms import ActForm


class AskForm(ActForm):
    """The question, and what the desk does not know yet of who asks; `commune_code` chooses among several.

    `look` is the name of the button that asks for suggestions instead of sending; `waiting` are files that an earlier
    try brought. Choices are checked by the rules, which know them; the page draws them from the same lists.
    """

    unit = HiddenField()
    follows = HiddenField()
    text = TextAreaField()
    files = MultipleFileField()
    waiting = SelectMultipleField(choices=[], validate_choice=False)
    theme = SelectField(choices=[], validate_choice=False)
    with_attempt = BooleanField()
    unnamed = BooleanField()
    commune = StringField()
    commune_code = RadioField(choices=[], validate_choice=False)
    name = StringField()
    languages = SelectMultipleField(choices=[], validate_choice=False)
    look = HiddenField()
