"""The forms of places: naming and changing one, its rooms, sending one back. What a field may hold is the rules'."""

from __future__ import annotations

from typing import Self

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from classcode.forms import ActForm, said
from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.places.rules.checking import MOST_SEATS, Told
from helpdesk.places.words import KINDS


class PlaceForm(ActForm):
    """What is known of a place; `version` is the one that was shown, `commune_code` chooses among several."""

    version = HiddenField()
    name = StringField()
    kind = SelectField(choices=[], validate_choice=False)
    commune = StringField()
    commune_code = RadioField(choices=[], validate_choice=False)
    address = StringField()
    lat = StringField()
    lon = StringField()
    capacity = IntegerField(
        validators=[Optional(), NumberRange(1, MOST_SEATS, N_("Please give a number of seats, from 1."))]
    )
    room = StringField()
    accessibility = TextAreaField()
    transport = TextAreaField()
    equipment = TextAreaField()
    opening_hours = TextAreaField()
    access_notes = TextAreaField()
    public = BooleanField()

    @classmethod
    def showing(cls, told: Told, *, commune: str, version: int) -> Self:
        """Return the form of a place as it stands; who keeps it has said before that it is public."""
        texts = {field: getattr(told, field) for field in TEXTS}
        return cls.blank(
            **texts, capacity=told.capacity, commune=commune, public=told.public, version=version
        )

    def fill(self, told: Told, *, commune: str, version: int) -> None:
        """Put these words into a form that was posted, so that posting it again answers this version."""
        for field in (*TEXTS, "capacity"):
            self[field].data, self[field].raw_data = getattr(told, field), None
        self.commune.data, self.version.data = commune, str(version)

    def kinds(self) -> list[tuple[str, str]]:
        """Return what can be chosen, in the reader's language."""
        return [(str(kind), _(words)) for kind, words in KINDS.items()]

    def told(self, commune_code: str) -> Told:
        """Return what was written."""
        texts = {field: said(self[field]) for field in TEXTS}
        return Told(
            **texts, commune_code=commune_code, capacity=self.capacity.data, public=bool(self.public.data)
        )

    def shown_version(self) -> int:
        """Return which version of the place was shown; 0, which none has, where the field was tampered with."""
        written = said(self.version)
        return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


TEXTS = (
    "name", "kind", "address", "lat", "lon", "room", "accessibility", "transport", "equipment", "opening_hours",
    "access_notes",
)  # fmt: skip
"""The fields that hold text as it was typed."""


class RoomForm(ActForm):
    """The name of a room and how many people it seats."""

    room = StringField()
    seats = IntegerField(
        validators=[Optional(), NumberRange(1, MOST_SEATS, N_("Please give a number of seats, from 1."))]
    )


class ReasonForm(ActForm):
    """What is to be changed before a place is accepted."""

    reason = TextAreaField()
