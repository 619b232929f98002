"""The forms of publications. What a field may hold is the rules'."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.territory.schooling import Names
from tracking.indicators.snapshots import spans, words
from tracking.indicators.snapshots.rules.preparing import Told

BY_MONTH: Final = "yes"


class PrepareForm(ActForm):
    """What is to be published: titles, address, period."""

    title_fr = StringField(N_("Title in French"))
    title_en = StringField(N_("Title in English"))
    title_nl = StringField(N_("Title in Dutch"))
    slug = StringField(N_("Address"))
    period = SelectField(N_("Period"), choices=[], validate_choice=False)
    by_month = BooleanField(N_("Tell each region by month as well"))

    def offer(self, today: date) -> Self:
        """Fill in the periods that can be published."""
        self.period.choices = [(one.key, words.period(one)) for one in spans.offered(today)]
        return self

    def told(self) -> Told:
        """Return what was asked for."""
        title = Names(said(self.title_fr), said(self.title_en), said(self.title_nl))
        return Told(
            slug=said(self.slug), title=title, period=said(self.period), by_month=bool(self.by_month.data)
        )


class WithdrawForm(ActForm):
    """Why a publication no longer holds."""

    reason = TextAreaField(N_("Reason"))
