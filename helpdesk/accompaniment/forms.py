"""The forms of accompaniments. What a field may hold is the rules'."""

from __future__ import annotations

from typing import Self

from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from classcode.forms import ActForm, said
from classcode.i18n import N_
from helpdesk.accompaniment.rules.stepping import FIELDS, Told
from helpdesk.accompaniment.words import FIELDS as WORDS


class OpenForm(ActForm):
    """Which school, for which school year."""

    school = HiddenField()
    year = SelectField(choices=[], validate_choice=False)


class StepForm(ActForm):
    """A step; `version` is the one that was shown."""

    version = HiddenField()
    title = StringField(
        WORDS["title"], validators=[InputRequired(N_("Please say in a few words what this step is."))]
    )
    planned_on = DateField(
        WORDS["planned_on"], validators=[InputRequired(N_("For which day is it planned?"))]
    )
    done_on = DateField(WORDS["done_on"], validators=[Optional()])
    agreed = TextAreaField(WORDS["agreed"])
    headcount = IntegerField(WORDS["headcount"], validators=[Optional()])

    @classmethod
    def showing(cls, told: Told, version: int) -> Self:
        """Return the form of a step as it stands."""
        return cls.blank(**{field: getattr(told, field) for field in FIELDS}, version=version)

    def fill(self, told: Told, version: int) -> None:
        """Put these words into a form that was posted, so that posting it again answers this version."""
        for field in FIELDS:
            self[field].data, self[field].raw_data = getattr(told, field), None
        self.version.data = str(version)

    def told(self) -> Told:
        """Return what was written; only of a form that validates."""
        assert self.planned_on.data is not None
        return Told(
            title=said(self.title),
            planned_on=self.planned_on.data,
            done_on=self.done_on.data,
            agreed=said(self.agreed),
            headcount=self.headcount.data or 0,
        )

    def shown_version(self) -> int:
        """Return which version was shown; 0, which none has, where the field was tampered with."""
        written = said(self.version)
        return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


class SomebodyForm(ActForm):
    """A person of a list."""

    somebody = HiddenField()


class HandOverForm(ActForm):
    """Who accompanies the school from now on."""

    facilitator = SelectField(choices=[], validate_choice=False)


class NameForm(ActForm):
    """Whether my name may stand on the page for the head of school."""

    named = HiddenField()
