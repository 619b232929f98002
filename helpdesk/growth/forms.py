"""The forms of growth: joining, and a lead's decision. What a field may hold is decided by the rules."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import Optional

from classcode.errors import Invalid
from classcode.forms import ActForm, said
from helpdesk.availability import weekly
from helpdesk.availability.weekly import Weekly
from helpdesk.growth.rules.applying import Application

ROWS = (1, 2, 3)
"""Slots that the form has room for; more are added once she is of the desk."""


class JoinForm(ActForm):
    """What somebody tells who wants to join; a slot without a day is left out."""

    name = StringField()
    motivation = TextAreaField()
    background = TextAreaField()
    region = SelectField(choices=[], validate_choice=False)
    languages = SelectMultipleField(choices=[], validate_choice=False)
    weekday_1 = SelectField(choices=[], validate_choice=False)
    start_1 = TimeField(validators=[Optional()])
    end_1 = TimeField(validators=[Optional()])
    weekday_2 = SelectField(choices=[], validate_choice=False)
    start_2 = TimeField(validators=[Optional()])
    end_2 = TimeField(validators=[Optional()])
    weekday_3 = SelectField(choices=[], validate_choice=False)
    start_3 = TimeField(validators=[Optional()])
    end_3 = TimeField(validators=[Optional()])
    charter = BooleanField()

    def application(self) -> Application:
        """Return what was written; raise `Invalid` for a slot that makes no sense."""
        return Application(
            region_code=said(self.region),
            languages=tuple(self.languages.data or ()),
            slots=tuple(self._slots()),
            accepted=bool(self.charter.data),
            name=said(self.name).strip() or None,
            motivation=said(self.motivation).replace("\r\n", "\n").strip(),
            background=said(self.background).replace("\r\n", "\n").strip(),
        )

    def _slots(self) -> list[Weekly]:
        slots: list[Weekly] = []
        for row in ROWS:
            day = said(self[f"weekday_{row}"])
            try:
                if day:
                    slots = weekly.put(slots, self._slot(row, day))
            except Invalid as error:
                raise Invalid(f"{error.field}_{row}", error.message, **error.params) from error
        return slots

    def _slot(self, row: int, day: str) -> Weekly:
        number = int(day) if day in set("0123456") else None
        return weekly.checked(number, self[f"start_{row}"].data, self[f"end_{row}"].data)


class ApproveForm(ActForm):
    """Who is at the newcomer's side, if the lead knows already."""

    mentor = SelectField(choices=[], validate_choice=False)


class MentorForm(ActForm):
    """Who is at the newcomer's side."""

    mentor = SelectField(choices=[], validate_choice=False)


class RefuseForm(ActForm):
    """Why an application is refused; the applicant reads it."""

    reason = TextAreaField()
