"""The form of the administrators' page that gives a key; to take one back is a button."""

from __future__ import annotations

from typing import Final, Self, cast

from wtforms import DateField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from classcode.forms import ActForm, said
from classcode.i18n import N_, zone
from classcode.i18n import gettext as _
from tracking.lrs.clients.rules import LARGEST, LONGEST_NAME, MOST, Wish, day_after
from tracking.lrs.clients.words import SCOPES
from tracking.lrs.scopes import DEFAULT

MEGABYTE: Final = 1_000_000


class ClientForm(ActForm):
    """Who gets a key, what it opens, and its two limits."""

    name = StringField(
        N_("Name of the system"),
        [DataRequired(N_("Please give the system a name.")), Length(max=LONGEST_NAME)],
    )
    scopes = SelectMultipleField(
        N_("What it may do"), [DataRequired(N_("Please choose at least one of the scopes."))], choices=[]
    )
    expires = DateField(N_("Last day"), [Optional()])
    largest = IntegerField(
        N_("Largest request, in megabytes"),
        [InputRequired(N_("Please give a number.")), NumberRange(1, MOST // MEGABYTE)],
        default=LARGEST // MEGABYTE,
    )

    @classmethod
    def offered(cls, *, posted: bool = False) -> Self:
        """Return the form with what can be chosen, as first shown or as posted."""
        form = cls.read() if posted else cls.blank(scopes=[str(scope) for scope in DEFAULT])
        form.scopes.choices = [(str(scope), _(words)) for scope, words in SCOPES.items()]
        return form

    def wish(self) -> Wish:
        """Return what was asked for, once valid; the last day is one of the asker's own calendar."""
        last = self.expires.data
        return Wish(
            said(self.name),
            scopes=tuple(self.scopes.data or ()),
            expires_at=day_after(last, zone()) if last else None,
            largest=cast(int, self.largest.data) * MEGABYTE,
        )
