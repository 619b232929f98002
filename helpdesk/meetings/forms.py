"""The forms of meetings: propose, organise, change, answer dates or an invitation, fix a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any, Final, cast
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from classcode.forms import ActForm, said
from classcode.i18n import N_, ngettext
from classcode.i18n import gettext as _
from classcode.people.queries import Named
from helpdesk.meetings.cards import distance, where, zone_told
from helpdesk.meetings.models import MeetingDate, Reply
from helpdesk.meetings.queries import Offer, Offered
from helpdesk.meetings.rules.organising import MOST_SEATS
from helpdesk.meetings.rules.proposing import Proposal
from helpdesk.meetings.spans import MOST_DATES, Hours
from helpdesk.meetings.states import Answer

NOT_LISTED: Final = N_("Please choose one of the answers.")
NO_DAY: Final = N_("Please give a day.")
NO_START: Final = N_("Please give the hour of the start, for instance 18:30.")
NO_END: Final = N_("Please give the hour of the end, for instance 20:00.")
MOST_WORDS: Final = 2000
SUFFIXES: Final = ("", *(f"_{n}" for n in range(2, MOST_DATES + 1)))
"""What stands behind the names of the fields of each date."""


class WhereForm(ActForm):
    """A place, or one of its rooms, and the seats for participants."""

    place = RadioField(validators=[DataRequired(N_("Please choose a place."))])
    capacity = IntegerField(
        validators=[InputRequired(N_("Please give a number of seats.")), NumberRange(1, MOST_SEATS)],
        default=10,
    )

    def offer_places(self, offer: Offer) -> None:
        """Fill in the places that can be chosen, each room of a place as a choice of its own."""
        many_zones = len({one.place.commune.zone for one in offer.places}) > 1
        self.place.choices = [
            choice for one in offer.places for choice in _choices(one, offer, zone_too=many_zones)
        ]

    @property
    def place_id(self) -> UUID:
        """The place chosen."""
        return UUID(self.place.data.partition(".")[0])

    @property
    def room_id(self) -> UUID | None:
        """The room chosen, where the place has several."""
        room = self.place.data.partition(".")[2]
        return UUID(room) if room else None


def _choices(offered: Offered, offer: Offer, *, zone_too: bool) -> list[tuple[str, str]]:
    """Write a place as choices: where, how far, how many seats, and whose clock where it differs."""
    place = offered.place
    far = distance(offered.km, approximate=offer.approximate)
    zone = zone_told(place.commune.zone) if zone_too else None
    rooms = [(f"{place.id}.{room.id}", room.name, room.capacity) for room in place.rooms]
    return [
        (value, " · ".join(part for part in (where(place), name, far, _seats(capacity), zone) if part))
        for value, name, capacity in rooms or [(str(place.id), "", place.capacity)]
    ]


def _seats(capacity: int | None) -> str | None:
    return ngettext("%(n)s seat", "%(n)s seats", capacity) if capacity else None


class DatesForm(WhereForm):
    """One date, or up to six between which people choose; hours are those of the place."""

    day = DateField(validators=[DataRequired(NO_DAY)])
    starts = TimeField(validators=[InputRequired(NO_START)])
    ends = TimeField(validators=[InputRequired(NO_END)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a further date of which a part is missing."""
        valid = super().validate(extra_validators)
        for suffix in SUFFIXES[1:]:
            fields = [self[f"{name}{suffix}"] for name in ("day", "starts", "ends")]
            if any(field.data for field in fields):
                for field, missing in zip(fields, (NO_DAY, NO_START, NO_END), strict=True):
                    if field.data is None and not field.errors:
                        field.errors = [_(missing)]
                        valid = False
        return valid

    def hours(self) -> tuple[Hours, ...]:
        """Return the dates that were filled in, once valid."""
        rows = [
            tuple(self[f"{name}{suffix}"].data for name in ("day", "starts", "ends")) for suffix in SUFFIXES
        ]
        return tuple(Hours(*row) for row in rows if row[0] is not None)

    def more_dates(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of the second to the sixth date."""
        return [(self[f"day{one}"], self[f"starts{one}"], self[f"ends{one}"]) for one in SUFFIXES[1:]]


for _suffix in SUFFIXES[1:]:
    setattr(DatesForm, f"day{_suffix}", DateField(validators=[Optional()]))
    setattr(DatesForm, f"starts{_suffix}", TimeField(validators=[Optional()]))
    setattr(DatesForm, f"ends{_suffix}", TimeField(validators=[Optional()]))


class ProposeForm(DatesForm):
    """A meeting proposed from a ticket, and whom else to ask."""

    others = SelectMultipleField(choices=[])

    def offer(self, offer: Offer, others: Iterable[Named]) -> None:
        """Fill in what can be chosen."""
        self.offer_places(offer)
        self.others.choices = [(str(one.id), one.name or _("Someone")) for one in others]

    def proposal(self) -> Proposal:
        """Return what was proposed, once valid."""
        first, *more = self.hours()
        return Proposal(
            place_id=self.place_id,
            room_id=self.room_id,
            day=first.day,
            starts=first.starts,
            ends=first.ends,
            more=tuple(more),
            capacity=cast(int, self.capacity.data),
            others=frozenset(UUID(one) for one in self.others.data or ()),
        )


class _WordsForm(ActForm):
    """What the meeting is about, whether it is open to all, and who answers for children."""

    about = TextAreaField(validators=[Length(max=MOST_WORDS, message=N_("Please write at most 2000 signs."))])
    listed = BooleanField()
    children = BooleanField()
    responsible_adult = StringField(
        validators=[Length(max=120, message=N_("Please write at most 120 signs."))]
    )

    def adult(self) -> str | None:
        """Return who answers for the children, where children come."""
        return said(self.responsible_adult).strip() if self.children.data else None

    def check_adult(self) -> bool:
        """Refuse children for whom no adult is named."""
        if self.children.data and not self.adult():
            self.responsible_adult.errors = [_("Please name the adult who answers for the children.")]
            return False
        return True


class OrganiseForm(_WordsForm, DatesForm):
    """A meeting that somebody organises herself. `near` is the commune around which places are offered."""

    module = SelectField(validators=[DataRequired(N_("Please choose a module."))])
    near = StringField()
    adults = BooleanField(validators=[DataRequired(N_("Please confirm that you are an adult."))])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the responsible adult too where children come."""
        valid = super().validate(extra_validators)
        return self.check_adult() and valid


class ChangeForm(_WordsForm, WhereForm):
    """A meeting as it shall be; `seen` is the state of it that the page showed."""

    day = DateField(validators=[Optional()])
    starts = TimeField(validators=[Optional()])
    ends = TimeField(validators=[Optional()])
    seen = IntegerField(validators=[InputRequired()], widget=HiddenInput())

    def validate_when(self, *, dated: bool) -> bool:
        """Validate; where the date is fixed, day and hours are needed."""
        valid = self.validate() and self.check_adult()
        for field, missing in zip(
            (self.day, self.starts, self.ends), (NO_DAY, NO_START, NO_END), strict=True
        ):
            if dated and field.data is None and not field.errors:
                field.errors = [_(missing)]
                valid = False
        return valid

    def hours(self) -> Hours | None:
        """Return day and hours, where they were given."""
        if self.day.data is None:
            return None
        return Hours(self.day.data, cast(time, self.starts.data), cast(time, self.ends.data))


class ReplyForm(ActForm):
    """Yes or no."""

    answer = StringField(validators=[AnyOf([str(Reply.YES), str(Reply.NO)], NOT_LISTED)])


class FixForm(ActForm):
    """The date that becomes the meeting's."""

    date = StringField(validators=[DataRequired(N_("Please choose one of the dates."))])

    @property
    def date_id(self) -> UUID | None:
        """The date chosen; none where what was sent names no date."""
        try:
            return UUID(said(self.date))
        except ValueError:
            return None


class PollForm(ActForm):
    """Whether each date suits; `poll_for` adds a field for each."""

    def told(self, dates: Iterable[MeetingDate]) -> dict[UUID, Answer]:
        """Return the answers by date, once valid."""
        return {date.id: Answer(said(self[f"date-{date.id}"])) for date in dates}


def poll_for(dates: Iterable[MeetingDate]) -> type[PollForm]:
    """Return the form for these dates: fields `date-<id>`."""
    fields: dict[str, object] = {
        f"date-{date.id}": StringField(
            validators=[
                DataRequired(N_("Please say whether this date suits you.")),
                AnyOf([str(one) for one in Answer], NOT_LISTED),
            ]
        )
        for date in dates
    }
    return cast(type[PollForm], type("PollForm", (PollForm,), fields))
