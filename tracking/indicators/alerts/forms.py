"""The form that puts an alert aside; what it may hold is decided by the rules."""

from __future__ import annotations

from typing import Self

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired

from classcode.forms import ActForm
from classcode.i18n import N_, ngettext
from tracking.indicators.alerts.rules.asides import DAYS

USUAL = 14
"""Days that the form proposes."""


class AsideForm(ActForm):
    """What is being done, and for how long the alert need not be shown."""

    note = TextAreaField(N_("What is being done"), [DataRequired(N_("Please say what is being done."))])
    days = SelectField(N_("Put aside for"), coerce=int, choices=[], validate_choice=False)

    @classmethod
    def offered(cls, *, posted: bool = False) -> Self:
        """Return the form with what can be chosen, as first shown or as posted."""
        form = cls.read() if posted else cls.blank(days=USUAL)
        form.days.choices = [(days, ngettext("%(n)s day", "%(n)s days", days)) for days in DAYS]
        return form
