"""The table of places' trails; places and rooms themselves are the territory's."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Place

_DID = personal("to tell who changed what about a place", "emptied when the person is erased")


class PlaceStep(Base):
    """One line of a place's trail, in the order of `seq`: what happened, when, and who did it.

    `before` keeps the former words of each field that changed, so that two people who change a place at once can be
    told what the other did; `version` is the place's afterwards. `note` is what is to be changed, for who named it.
    """

    __tablename__ = "place_step"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info=PLAIN
    )
    place_id: Mapped[UUID] = mapped_column(ForeignKey(Place.id, ondelete="CASCADE"), index=True, info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_DID
    )
    what: Mapped[str] = mapped_column(info=PLAIN)
    version: Mapped[int] = mapped_column(info=PLAIN)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PLAIN)
    note: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
