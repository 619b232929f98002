"""The forms of the page of suggestions; what a field may hold is decided by the rules."""

from __future__ import annotations

from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField

from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import N_
from helpdesk.gathering.rules.taking import UNCOUNTED


class InviteForm(ActForm):
    """Which dates are kept, by their number, and where; how many can come where nobody counted the seats."""

    dates = SelectMultipleField(choices=[], validate_choice=False)
    place = RadioField(choices=[], validate_choice=False)
    capacity = StringField()

    def numbers(self) -> frozenset[int]:
        """Return the numbers of the dates that were kept; raise `Invalid` for what is none."""
        given = self.dates.data or []
        if not all(one.isascii() and one.isdigit() and len(one) < 3 for one in given):
            raise Invalid("dates", N_("Please keep at least one of the dates."))
        return frozenset(map(int, given))

    def place_id(self) -> UUID:
        """Return which place was chosen; raise `Invalid` for what is none."""
        try:
            return UUID(said(self.place))
        except ValueError:
            raise Invalid("place", N_("Please choose one of the places of the list.")) from None

    def seats(self) -> int | None:
        """Return how many can come, None where nothing is told; raise `Invalid` for what is no number."""
        told = said(self.capacity).strip()
        if told and not (told.isascii() and told.isdigit() and len(told) < 6):
            raise Invalid("capacity", UNCOUNTED)
        return int(told) if told else None


class DismissForm(ActForm):
    """Why a suggestion is set aside."""

    why = SelectField(choices=[], validate_choice=False)


class LeastForm(ActForm):
    """From how many people on meetings of a region are suggested; empty: as everywhere."""

    region = HiddenField()
    least = StringField()

    def people(self) -> int | None:
        """Return how many, None for as everywhere; raise `Invalid` for what is no number."""
        told = said(self.least).strip()
        if told and not (told.isascii() and told.isdigit() and len(told) < 3):
            raise Invalid("least", N_("Please choose one of the list."))
        return int(told) if told else None


class ChoiceForm(ActForm):
    """Whether I want to be suggested for meetings."""

    wants = RadioField(choices=[], validate_choice=False)

    def said_yes(self) -> bool:
        """Return whether it is a yes; raise `Invalid` for what is neither yes nor no."""
        if said(self.wants) not in ("yes", "no"):
            raise Invalid("wants", N_("Please choose one of the two."))
        return said(self.wants) == "yes"
