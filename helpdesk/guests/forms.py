"""The forms of those who have no account, and of who writes down what they asked."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from classcode.forms import ActForm


class FirstForm(ActForm):
    """A question and where its answer goes. People leave `website` alone: they do not see it."""

    unit = HiddenField()
    text = TextAreaField()
    email = StringField()
    name = StringField()
    commune = StringField()
    commune_code = RadioField(choices=[], validate_choice=False)
    website = StringField()
    look = HiddenField()


class LinkForm(ActForm):
    """A button behind a mailed link."""

    token = HiddenField(validators=[InputRequired(), Length(max=200)])


class ConfirmForm(LinkForm):
    """What may be chosen before the question goes; everything may be left as it is.

    `shown` are the ids of the questions that the page showed, one field each: they alone are sent.
    """

    shown = SelectMultipleField(choices=[], validate_choice=False, widget=HiddenInput())
    about = SelectField(choices=[], validate_choice=False)
    unnamed = BooleanField()
    password = PasswordField()


class LogForm(ActForm):
    """A question asked in person, and its answer where it was given on the spot."""

    email = StringField()
    name = StringField()
    asks_in = SelectField(choices=[], validate_choice=False)
    about = SelectField(choices=[], validate_choice=False)
    text = TextAreaField()
    answered = TextAreaField()
    keep = BooleanField()
