"""The forms of check-in: arrive, claim, tick the list, close it, send what was ticked without a network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from wtforms import Field, IntegerField, StringField
from wtforms.validators import AnyOf, DataRequired, Length, NumberRange, Optional

from classcode import clock
from classcode.errors import Invalid
from classcode.forms import ActForm, said
from classcode.i18n import N_
from helpdesk.checkin.queries import Shown
from helpdesk.checkin.rules.closing import Rest
from helpdesk.checkin.rules.guests import LONGEST_NAME, MOST_CHILDREN, Line
from helpdesk.checkin.rules.syncing import Tick
from helpdesk.checkin.rules.writing import Ticked, possible
from helpdesk.meetings.models import Seat
from helpdesk.meetings.states import Checked, Presence

LONGEST_MINUTES: Final = 8 * 60
NOT_LISTED: Final = N_("Please choose one of the answers.")
BY_HAND: Final = (Checked.LIST, Checked.SHEET)
ALL_PRESENT: Final = "present"


class ArriveForm(ActForm):
    """The token of a QR code with its proof, or the six characters that are typed."""

    token = StringField(validators=[Length(max=100)])
    proof = StringField(validators=[Length(max=100)])
    code = StringField(N_("Code of the meeting"), validators=[Length(max=40)])

    def shown(self) -> Shown:
        """Return what she brings."""
        return Shown(said(self.token), said(self.proof), said(self.code))


class ClaimForm(ActForm):
    """The twelve characters of a slip."""

    code = StringField(
        N_("Code on your slip"),
        validators=[DataRequired(N_("Please write the code that is on your slip.")), Length(max=60)],
    )


class CloseForm(ActForm):
    """Closing the list, with what becomes of those of whom nothing is known."""

    rest = StringField(validators=[Optional(), AnyOf([str(one) for one in Rest], NOT_LISTED)])

    def answer(self) -> Rest | None:
        """Return what becomes of them, or None where the page has not asked."""
        return Rest(said(self.rest)) if said(self.rest) else None


class RollForm(ActForm):
    """Who was there; `roll_for` adds a choice, a number and what the page showed for each person and line."""

    how = StringField(validators=[Optional(), AnyOf([str(one) for one in BY_HAND], NOT_LISTED)])
    all = StringField(validators=[Optional(), AnyOf([ALL_PRESENT], NOT_LISTED)])
    children = IntegerField(validators=[Optional(), NumberRange(0, MOST_CHILDREN)])
    reason = StringField()

    def taken_by(self) -> Checked:
        """Return how it was taken: on the screen, or typed in from paper."""
        return Checked(said(self.how) or Checked.LIST)

    def ticked(self, seats: Iterable[Seat]) -> list[Ticked]:
        """Return a line for each person of whom the page told anything new."""
        keys = ((seat.person_id, str(seat.person_id)) for seat in seats)
        return [
            Ticked(person_id, self._presence(key), self[f"minutes-{key}"].data)
            for person_id, key in keys
            if self._news(key)
        ]

    def lines(self, numbers: Iterable[int]) -> list[Line]:
        """Return the lines of people without an account of which the page told anything new."""
        keys = ((number, f"line-{number}") for number in numbers)
        return [
            Line(number, self._presence(key), self[f"minutes-{key}"].data, said(self[f"name-{key}"]))
            for number, key in keys
            if self._news(key)
        ]

    def _presence(self, key: str) -> Presence | None:
        chosen = said(self[f"presence-{key}"])
        return Presence(chosen) if chosen else None

    def _news(self, key: str) -> bool:
        """Tell whether a line says another thing than the page showed: what others recorded meanwhile stays."""
        presence, was = self[f"presence-{key}"], self[f"was-{key}"]
        if not presence.raw_data and not (f"name-{key}" in self and said(self[f"name-{key}"])):
            return False
        return not was.raw_data or said(was) != as_shown(
            said(presence),
            _raw(self[f"minutes-{key}"]),
            said(self[f"name-{key}"]) if f"name-{key}" in self else "",
        )


def as_shown(presence: str, minutes: object, name: str = "") -> str:
    """Return what a line shows, to compare it with what comes back."""
    return f"{presence}:{minutes if presence == Presence.PARTLY else ''}:{name.strip()}"


def _raw(field: Field) -> str:
    return str(field.raw_data[0]).strip() if field.raw_data else ""


def roll_for(seats: Iterable[Seat], numbers: Iterable[int]) -> type[RollForm]:
    """Return the form for these people and lines: fields `presence-`, `minutes-`, `was-` and, for lines, `name-`."""
    fields: dict[str, object] = {}
    for seat in seats:
        fields |= _line(str(seat.person_id), [str(one) for one in possible(seat)])
    for number in numbers:
        fields |= _line(f"line-{number}", [str(Presence.ATTENDED), str(Presence.PARTLY)])
        fields[f"name-line-{number}"] = StringField(validators=[Length(max=LONGEST_NAME)])
    return cast(type[RollForm], type("RollForm", (RollForm,), fields))


def _line(key: str, words: list[str]) -> dict[str, object]:
    return {
        f"presence-{key}": StringField(validators=[Optional(), AnyOf(words, NOT_LISTED)]),
        f"minutes-{key}": IntegerField(validators=[Optional(), NumberRange(1, LONGEST_MINUTES)]),
        f"was-{key}": StringField(),
    }


class _SentTick(msgspec.Struct, forbid_unknown_fields=True):
    """One tick as the page's script writes it; `at` in milliseconds of the phone's clock."""

    at: int
    presence: str = ""
    minutes: int | None = None
    person: UUID | None = None
    line: int | None = None
    name: str = ""


MOST_TICKS: Final = 2000
CENTURY: Final = timedelta(days=36_525)


class SyncForm(ActForm):
    """Ticks as JSON, and the phone's clock when they left, in milliseconds: a clock that is wrong is set right."""

    ticks = StringField(validators=[DataRequired(), Length(max=500_000)])
    sent = StringField()

    def read_ticks(self) -> list[Tick]:
        """Return the ticks by the server's clock; raise `Invalid` where they are no such thing."""
        try:
            sent = msgspec.json.decode(said(self.ticks), type=list[_SentTick])
            skew = clock.now() - _instant(int(said(self.sent)))
            if len(sent) > MOST_TICKS or abs(skew) > CENTURY:
                raise ValueError
            return [_tick(one, skew) for one in sent]
        except (ValueError, OverflowError, msgspec.DecodeError) as error:
            message = N_("What the phone sent cannot be read. Please tick on the ordinary list.")
            raise Invalid("ticks", message) from error


def _tick(one: _SentTick, skew: timedelta) -> Tick:
    told: dict[str, Any] = {"minutes": one.minutes, "person_id": one.person, "line": one.line}
    presence = Presence(one.presence) if one.presence else None
    return Tick(at=_instant(one.at) + skew, presence=presence, name=one.name[:LONGEST_NAME], **told)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
