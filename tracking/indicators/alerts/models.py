"""The tables of alerts: what is or was worth telling, who looks after it until when, and who has a weekly mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_HERS = personal("so that leads know who looks after an alert", "deleted with the person")
_MAIL = personal("to send the weekly mail of alerts that she asked for", "deleted with the person")


class IndicatorAlert(Base):
    """Something worth telling of a place; open until `closed_at`. A kind and place has one open row.

    `region` is empty for everywhere; `subject` the path of a unit or question, with its titles by language in `names`.
    `figures` are those that anybody may see; `last_seen` is the day on which the daily round last found it so.
    """

    __tablename__ = "indicator_alert"
    __table_args__ = (
        Index(
            "uq_indicator_alert_open",
            "kind",
            "region",
            "subject",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    kind: Mapped[str] = mapped_column(info=PLAIN)
    region: Mapped[str] = mapped_column(info=PLAIN)
    subject: Mapped[str] = mapped_column(info=PLAIN)
    names: Mapped[dict[str, Any]] = mapped_column(info=PLAIN)
    figures: Mapped[dict[str, Any]] = mapped_column(info=PLAIN)
    opened_at: Mapped[datetime] = mapped_column(info=PLAIN)
    last_seen: Mapped[date] = mapped_column(info=PLAIN)
    closed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)


class AlertAside(Base):
    """That a lead looks after an alert, in her words, and it need not be shown until a day; one row for each alert."""

    __tablename__ = "alert_aside"

    alert_id: Mapped[UUID] = mapped_column(
        ForeignKey("indicator_alert.id", ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_HERS
    )
    note: Mapped[str] = mapped_column(info=_HERS)
    until: Mapped[date] = mapped_column(info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=_HERS)


class AlertLetter(Base):
    """That a lead asked for the weekly mail: alerts opened after `told_at` are new to her."""

    __tablename__ = "alert_letter"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_MAIL
    )
    told_at: Mapped[datetime] = mapped_column(info=_MAIL)
    written_on: Mapped[date | None] = mapped_column(info=_MAIL)
