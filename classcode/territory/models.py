"""The tables of the territory: regions, academies, departments, communes with their search terms, and places.

Everything but `Place` and `Room` is reference data written by `loading`. A private home is never a place, and a place
keeps no contact; of people it knows only who named it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.clock import now
from classcode.db import PLAIN, Base, personal
from classcode.territory.standing import PlaceKind, PlaceState

__all__ = [
    "ELSEWHERE",
    "Academy",
    "Commune",
    "CommuneTerm",
    "Department",
    "Place",
    "PlaceKind",
    "PlaceState",
    "Region",
    "Room",
]

ELSEWHERE = "elsewhere"
"""The code of the region for everybody who lives outside France and Belgium; it has no communes."""

# Search compares ranges of bytes; PostgreSQL would otherwise sort by the language of the server.
_TERM = String(80).with_variant(String(80, collation="C"), "postgresql")


class Region(Base):
    """A French region or overseas collectivity, a Belgian province, Brussels, or "elsewhere"."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(9), primary_key=True, info=PLAIN)
    """ISO 3166-2 (https://www.iso.org/obp/ui/#iso:code:3166:FR and :BE): FR-BRE, FR-971, BE-WLX, BE-BRU."""
    national_code: Mapped[str] = mapped_column(String(5), default="", info=PLAIN)
    """INSEE region or collectivity code, or Belgian NIS code of the province; empty for elsewhere."""
    country: Mapped[str] = mapped_column(String(2), default="", index=True, info=PLAIN)
    """FR, BE, or empty."""
    name_fr: Mapped[str] = mapped_column(String(80), info=PLAIN)
    name_en: Mapped[str] = mapped_column(String(80), info=PLAIN)
    name_nl: Mapped[str] = mapped_column(String(80), info=PLAIN)
    zone: Mapped[str] = mapped_column(String(40), info=PLAIN)
    """The IANA time zone of the region's seat; a commune may have another."""
    landmass: Mapped[str] = mapped_column(String(40), info=PLAIN)
    """Where the region's seat lies; see `distance`."""

    def called(self, language: str) -> str:
        """Return the name in fr, en or nl; another language reads the French name."""
        return {"en": self.name_en, "nl": self.name_nl}.get(language, self.name_fr)


class Academy(Base):
    """One of the 30 academies of the French ministry of education (code de l'éducation, art. R222-2)."""

    __tablename__ = "academy"

    code: Mapped[str] = mapped_column(String(2), primary_key=True, info=PLAIN)
    """The ministry's two-digit code, without its leading "A": 14 is Rennes."""
    name: Mapped[str] = mapped_column(String(40), info=PLAIN)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=PLAIN)


class Department(Base):
    """A French department, or a collectivity that stands in for one."""

    __tablename__ = "department"

    code: Mapped[str] = mapped_column(String(3), primary_key=True, info=PLAIN)
    """INSEE code: 29, 2A, 974."""
    name: Mapped[str] = mapped_column(String(60), info=PLAIN)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=PLAIN)
    academy_code: Mapped[str | None] = mapped_column(ForeignKey("academy.code"), index=True, info=PLAIN)
    """Empty in the collectivities that have a vice-rectorate or education service and no academy."""


class Commune(Base):
    """A French commune or a Belgian municipality, with a position that may be approximate."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(String(8), primary_key=True, info=PLAIN)
    """Country and national code, FR-29019 or BE-21004: the INSEE and NIS codes alone overlap."""
    national_code: Mapped[str] = mapped_column(String(5), index=True, info=PLAIN)
    country: Mapped[str] = mapped_column(String(2), info=PLAIN)
    name: Mapped[str] = mapped_column(String(80), info=PLAIN)
    """The French name where there is one, otherwise the local one."""
    name_nl: Mapped[str] = mapped_column(String(80), info=PLAIN)
    """The Dutch name in Belgium; in France the same as `name`."""
    postcodes: Mapped[list[str]] = mapped_column(info=PLAIN)
    population: Mapped[int | None] = mapped_column(info=PLAIN)
    """Inhabitants; in Belgium the figure of the matched locality, empty where none matched."""
    lat: Mapped[float] = mapped_column(info=PLAIN)
    lon: Mapped[float] = mapped_column(info=PLAIN)
    approximate: Mapped[bool] = mapped_column(info=PLAIN)
    """The position is that of the surroundings (see data/SOURCES.md); pages say "environ"."""
    department_code: Mapped[str | None] = mapped_column(ForeignKey("department.code"), index=True, info=PLAIN)
    academy_code: Mapped[str | None] = mapped_column(ForeignKey("academy.code"), index=True, info=PLAIN)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=PLAIN)
    rural: Mapped[bool] = mapped_column(info=PLAIN)
    """By the rule in data/SOURCES.md, or by the official grid once an operator loaded it."""
    density: Mapped[int | None] = mapped_column(info=PLAIN)
    """Level in the official density grid (INSEE 1 to 7, DEGURBA 1 to 3); empty until `load_density_grid`."""
    zone: Mapped[str] = mapped_column(String(40), info=PLAIN)
    landmass: Mapped[str] = mapped_column(String(40), info=PLAIN)

    region: Mapped[Region] = relationship()

    def called(self, language: str) -> str:
        """Return the name for a reader of fr, en or nl; an English reader sees the local one."""
        dutch = language == "nl" or (language == "en" and self.region_code.startswith("BE-V"))
        return self.name_nl if dutch else self.name


class CommuneTerm(Base):
    """One way to look a commune up: a normalised name, a former name, or a postcode."""

    __tablename__ = "commune_term"

    term: Mapped[str] = mapped_column(_TERM, primary_key=True, info=PLAIN)
    """As `names.normalised` writes it: lower case letters and digits, single spaces, no accents."""
    commune_code: Mapped[str] = mapped_column(
        ForeignKey("commune.code", ondelete="CASCADE"), primary_key=True, index=True, info=PLAIN
    )


_NAMED_IT = personal("to ask back about a place", "emptied when that person is erased")
_PLACE_STATE = Enum(
    PlaceState, native_enum=False, length=12, values_callable=lambda states: [s.value for s in states]
)


class Place(Base):
    """A public room where people meet: a library, a school, a media lab; never somebody's home."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("state IN ('identified', 'active', 'sustained')", name="state_known"),
        Index("ix_place_commune_code_hidden_at", "commune_code", "hidden_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    name: Mapped[str] = mapped_column(String(120), info=PLAIN)
    address: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"), info=PLAIN)
    lat: Mapped[float] = mapped_column(info=PLAIN)
    lon: Mapped[float] = mapped_column(info=PLAIN)
    kind: Mapped[str] = mapped_column(String(20), default=PlaceKind.OTHER, info=PLAIN)
    room: Mapped[str] = mapped_column(String(80), default="", info=PLAIN)
    """Which room, where the place has one for us; several are `rooms`."""
    capacity: Mapped[int | None] = mapped_column(info=PLAIN)
    """Seats of the largest room; empty while nobody has counted."""
    accessibility: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    """Steps, lift, toilets, hearing loop: what a visitor needs to know before she sets out."""
    access_notes: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    """Which door, whom to ask for the key."""
    transport: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    """Which bus or train, from where, how long on foot; where to leave a car or a bicycle."""
    equipment: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    """Computers, projector, sockets, network: what need not be brought."""
    opening_hours: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    """When meetings can be held there, as people say it."""
    proposed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_NAMED_IT
    )
    accepted_at: Mapped[datetime | None] = mapped_column(default=now, info=PLAIN)
    """When somebody of the desk took the place up; before that it is offered to nobody."""
    reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    changed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    version: Mapped[int] = mapped_column(default=1, info=PLAIN)
    state: Mapped[PlaceState] = mapped_column(_PLACE_STATE, default=PlaceState.IDENTIFIED, info=PLAIN)
    created_at: Mapped[datetime] = mapped_column(default=now, info=PLAIN)
    hidden_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    """When a moderator took the place out of sight; hidden places are offered to nobody."""

    commune: Mapped[Commune] = relationship()
    rooms: Mapped[list[Room]] = relationship(
        back_populates="place", order_by="Room.name", cascade="all, delete-orphan"
    )

    @property
    def zone(self) -> str:
        """The IANA time zone that clocks show there."""
        return self.commune.zone


class Room(Base):
    """One room of a place that has several, with its own seats."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("place_id", "name"),
        CheckConstraint("capacity > 0", name="room_capacity"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), info=PLAIN)
    name: Mapped[str] = mapped_column(String(80), info=PLAIN)
    capacity: Mapped[int | None] = mapped_column(info=PLAIN)
    """Seats; empty while nobody has counted."""

    place: Mapped[Place] = relationship(back_populates="rooms")
