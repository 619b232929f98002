"""The form that makes an access token; to end one is a button."""

from __future__ import annotations

from typing import Self

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from classcode.forms import ActForm
from classcode.i18n import N_, ngettext
from tracking.indicators.tokens.rules import DAYS, LONGEST_NAME


class TokenForm(ActForm):
    """What the token is for, and how long it holds."""

    name = StringField(
        N_("What it is for"), [DataRequired(N_("Please say what it is for.")), Length(max=LONGEST_NAME)]
    )
    days = SelectField(N_("How long it holds"), coerce=int, choices=[])

    @classmethod
    def offered(cls, *, posted: bool = False) -> Self:
        """Return the form with what can be chosen, as first shown or as posted."""
        form = cls.read() if posted else cls.blank(days=DAYS[1])
        form.days.choices = [(days, ngettext("%(n)s day", "%(n)s days", days)) for days in DAYS]
        return form
