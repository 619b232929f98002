"""The forms of studies, and of agreeing to research. What a field may hold is the rules'."""

from __future__ import annotations

from typing import Self

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.research import words
from tracking.research.rules.studies import Told

_TEXT = InputRequired(N_("Please fill this in."))
_DAY = InputRequired(N_("Please give the day."))
_NUMBER = InputRequired(N_("Please give a number."))
LEFT_OUT = 5
"""The share of people, in percent, that may be left out where nobody says otherwise."""


class AskForm(ActForm):
    """What a study needs; nothing more is exported than what is chosen here."""

    title = StringField(N_("Title of the study"), validators=[_TEXT])
    responsible = StringField(N_("Who is responsible"), validators=[_TEXT])
    purpose = TextAreaField(N_("Purpose"), validators=[_TEXT])
    agreement = StringField(N_("Agreement"), validators=[_TEXT])
    starts_on = DateField(N_("First day of the data"), validators=[_DAY])
    ends_on = DateField(N_("Last day of the data"), validators=[_DAY])
    closes_on = DateField(N_("Last day of the study"), validators=[_DAY])
    variables = SelectMultipleField(
        N_("What the study needs"), choices=[], validators=[InputRequired(N_("Please choose at least one."))]
    )
    k = IntegerField(N_("Least size of a group"), validators=[_NUMBER])
    may_leave_out = IntegerField(N_("Share of people who may be left out, in %"), validators=[_NUMBER])

    def offer(self) -> Self:
        """Fill the list of choices in the reader's language."""
        self.variables.choices = [(one, _(told)) for one, told in words.VARIABLES.items()]
        return self

    def told(self) -> Told:
        """Return what was written; only of a form that validates."""
        starts, ends, closes = self.starts_on.data, self.ends_on.data, self.closes_on.data
        k, share = self.k.data, self.may_leave_out.data
        assert starts is not None and ends is not None and closes is not None
        assert k is not None and share is not None
        return Told(
            title=said(self.title),
            responsible=said(self.responsible),
            purpose=said(self.purpose),
            agreement=said(self.agreement),
            starts_on=starts,
            ends_on=ends,
            closes_on=closes,
            variables=self.variables.data or (),
            k=k,
            may_leave_out=share,
        )


class DecideForm(ActForm):
    """Yes or no to a study, with a reason."""

    decision = RadioField(N_("Decision"), choices=[], validate_choice=False)
    reason = TextAreaField(N_("Why"), validators=[InputRequired(N_("Please say why."))])

    def agrees(self) -> bool:
        """Return the decision; raise `Invalid` where there is none."""
        if self.decision.data not in ("yes", "no"):
            raise Invalid("decision", N_("Please choose one of the answers."))
        return bool(self.decision.data == "yes")


class ChoiceForm(ActForm):
    """A button: to agree to research, or no longer."""

    agrees = HiddenField()
