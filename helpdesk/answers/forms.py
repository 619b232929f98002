"""The forms of public answers."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField

from classcode.forms import ActForm


class WriteForm(ActForm):
    """Question and answer as everybody will read them, in the writer's own words."""

    question = StringField()
    answer = TextAreaField()
    language = SelectField(choices=[], validate_choice=False)


class SendBackForm(ActForm):
    """What a lead asks to be changed."""

    reason = TextAreaField()
