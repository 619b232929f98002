"""The forms of meetings: propose, answer, record who was there, cancel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Final, cast
from uuid import UUID

from wtforms import DateField, IntegerField, RadioField, SelectMultipleField, StringField, TimeField
from wtforms.validators import AnyOf, DataRequired, InputRequired, NumberRange, Optional

from classcode.forms import ActForm
from classcode.i18n import N_, ngettext
from classcode.i18n import gettext as _
from classcode.people.queries import Named
from helpdesk.meetings.cards import distance, where, zone_told
from helpdesk.meetings.models import Presence, Reply, Seat
from helpdesk.meetings.queries import Offer, Offered
from helpdesk.meetings.rules.proposing import MOST_SEATS, Proposal
from helpdesk.meetings.rules.recording import Ticked, possible

LONGEST_MINUTES: Final = 8 * 60
NOT_LISTED: Final = N_("Please choose one of the answers.")


class ProposeForm(ActForm):
    """Place, day, hours in the place's own time, seats, and whom else to ask."""

    place = RadioField(validators=[DataRequired(N_("Please choose a place."))])
    day = DateField(validators=[DataRequired(N_("Please give a day."))])
    starts = TimeField(
        validators=[InputRequired(N_("Please give the hour of the start, for instance 18:30."))]
    )
    ends = TimeField(validators=[InputRequired(N_("Please give the hour of the end, for instance 20:00."))])
    capacity = IntegerField(
        validators=[InputRequired(N_("Please give a number of seats.")), NumberRange(1, MOST_SEATS)],
        default=10,
    )
    others = SelectMultipleField(choices=[])

    def offer(self, offer: Offer, others: Iterable[Named]) -> None:
        """Fill in what can be chosen."""
        many_zones = len({one.place.commune.zone for one in offer.places}) > 1
        self.place.choices = [
            (str(one.place.id), _place_told(one, offer, zone_too=many_zones)) for one in offer.places
        ]
        self.others.choices = [(str(one.id), one.name or _("Someone")) for one in others]

    def proposal(self) -> Proposal:
        """Return what was proposed, once valid."""
        return Proposal(
            place_id=UUID(self.place.data),
            day=cast(date, self.day.data),
            starts=cast(time, self.starts.data),
            ends=cast(time, self.ends.data),
            capacity=cast(int, self.capacity.data),
            others=frozenset(UUID(one) for one in self.others.data or ()),
        )


def _place_told(offered: Offered, offer: Offer, *, zone_too: bool) -> str:
    """Write a place as a choice: where, how far, how many seats, and whose clock where it differs."""
    place = offered.place
    seats = ngettext("%(n)s seat", "%(n)s seats", place.capacity) if place.capacity else None
    parts = (
        where(place),
        distance(offered.km, approximate=offer.approximate),
        seats,
        zone_told(place.commune.zone) if zone_too else None,
    )
    return " · ".join(part for part in parts if part)


class ReplyForm(ActForm):
    """Yes or no."""

    answer = StringField(validators=[AnyOf([str(Reply.YES), str(Reply.NO)], NOT_LISTED)])


class AttendanceForm(ActForm):
    """Who was there; `attendance_for` adds a choice and a number for each person."""

    def ticked(self, seats: Iterable[Seat]) -> list[Ticked]:
        """Return a line for each person of whom the page told anything."""
        return [self._line(seat.person_id) for seat in seats if self[_presence(seat.person_id)].raw_data]

    def _line(self, person_id: UUID) -> Ticked:
        said = self[_presence(person_id)].data
        return Ticked(person_id, Presence(said) if said else None, self[_minutes(person_id)].data)


def attendance_for(seats: Iterable[Seat]) -> type[AttendanceForm]:
    """Return the form for these people: fields `presence-<person>` and `minutes-<person>`."""
    fields: dict[str, object] = {}
    for seat in seats:
        words = [str(one) for one in possible(seat)]
        fields[_presence(seat.person_id)] = StringField(validators=[Optional(), AnyOf(words, NOT_LISTED)])
        fields[_minutes(seat.person_id)] = IntegerField(
            validators=[Optional(), NumberRange(1, LONGEST_MINUTES)]
        )
    return cast(type[AttendanceForm], type("AttendanceForm", (AttendanceForm,), fields))


def _presence(person_id: UUID) -> str:
    return f"presence-{person_id}"


def _minutes(person_id: UUID) -> str:
    return f"minutes-{person_id}"
