"""The forms of availability and of a region's settings; what a field may hold is decided by the rules."""

from __future__ import annotations

from typing import cast

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional

from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.people.models import Facilitator
from helpdesk.availability import weekly
from helpdesk.availability.rules.offering import Offer, offer_of, stamp
from helpdesk.availability.weekly import Weekly


class OfferForm(ActForm):
    """What a facilitator offers; `was` marks what the form was filled in from."""

    was = HiddenField()
    languages = SelectMultipleField(choices=[], validate_choice=False)
    expertise = SelectMultipleField(choices=[], validate_choice=False)
    themes = SelectMultipleField(choices=[], validate_choice=False)
    area_km = IntegerField(validators=[InputRequired(N_("Please give a number of kilometres."))])
    capacity = SelectField(choices=[], validate_choice=False)
    off_in_holidays = BooleanField()
    school_system = SelectField(choices=[], validate_choice=False)
    presentation = TextAreaField()

    @classmethod
    def of(cls, row: Facilitator) -> OfferForm:
        """Return the form filled in with what is kept now."""
        offer = offer_of(row)
        return cls.blank(
            was=stamp(offer),
            languages=offer.languages,
            expertise=offer.expertise,
            themes=offer.themes,
            area_km=offer.area_km,
            capacity=offer.capacity or "",
            off_in_holidays=offer.off_in_holidays,
            school_system=offer.school_system or "",
            presentation=offer.presentation,
        )

    def offer(self, known: set[str]) -> Offer:
        """Return what was said, once valid; of the modules only those that are in the catalogue (`known`)."""
        number = said(self.capacity)
        return Offer(
            languages=tuple(self.languages.data or ()),
            expertise=tuple(one for one in self.expertise.data or () if one in known),
            themes=tuple(self.themes.data or ()),
            area_km=cast(int, self.area_km.data),
            # Python reads no number of more than 4300 digits; four are too many already.
            capacity=int(number[:4]) if number.isdecimal() else None,
            off_in_holidays=bool(self.off_in_holidays.data),
            school_system=said(self.school_system) or None,
            presentation=said(self.presentation).replace("\r\n", "\n").strip(),
        )


class SlotForm(ActForm):
    """A weekly slot; `slot` names the one that it replaces or removes."""

    slot = HiddenField()
    weekday = SelectField(choices=[], validate_choice=False)
    start = TimeField(validators=[Optional()])
    end = TimeField(validators=[Optional()])

    def weekly(self) -> Weekly:
        """Return the slot that was written; raise `Invalid` when it makes no sense."""
        day = said(self.weekday)
        return weekly.checked(int(day) if day in set("0123456") else None, self.start.data, self.end.data)


class RemoveSlotForm(ActForm):
    """Which slot goes."""

    slot = HiddenField()


class AbsenceForm(ActForm):
    """From when to when somebody is away, and who stands in."""

    starts_on = DateField(validators=[InputRequired(N_("Please give the first day."))])
    ends_on = DateField(validators=[InputRequired(N_("Please give the last day."))])
    substitute = SelectField(choices=[], validate_choice=False)


class PromiseForm(ActForm):
    """The promise of a region (empty: wherever none was set), and `was`, what stood when the page was read."""

    region = HiddenField()
    was = HiddenField()
    answer_days = IntegerField(validators=[InputRequired(N_("Please give a number of days."))])
    resolve_days = IntegerField(validators=[InputRequired(N_("Please give a number of days."))])

    def days(self) -> tuple[int, int]:
        """Return days to an answer and to settle a question, once valid."""
        return cast(int, self.answer_days.data), cast(int, self.resolve_days.data)


class LinkForm(ActForm):
    """Two regions over water."""

    region = HiddenField()
    other = SelectField(choices=[], validate_choice=False)


class UnlinkForm(ActForm):
    """Which link goes; `region` is the page that one comes back to."""

    region = HiddenField()
    one = HiddenField()
    two = HiddenField()
