"""The tables of forwarding: who receives statements and how far each has come, and what each refused for good."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_SEQ: Final = BigInteger().with_variant(Integer, "sqlite")
_REASON = personal("why another store refused a statement", "deleted with the statement")


class RecipientState(StrEnum):
    """Whether statements leave for a recipient."""

    ACTIVE = "active"
    PAUSED = "paused"


class Outsiders(StrEnum):
    """What a recipient under pseudonyms gets of statements about people who are not ours: a pseudonym, or nothing."""

    PSEUDONYM = "pseudonym"
    LEFT_OUT = "left-out"


class Recipient(Base):
    """Another record store. `cursor` is the last number of the log it is done with; secrets are sealed (`sealing`).

    The recipient that the environment names has no key and no secret here. `attempts` counts failures in a row.
    """

    __tablename__ = "lrs_recipient"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    name: Mapped[str] = mapped_column(unique=True, info=PLAIN)
    endpoint: Mapped[str] = mapped_column(info=PLAIN)
    version: Mapped[str] = mapped_column(info=PLAIN)
    key: Mapped[str | None] = mapped_column(info=PLAIN)
    secret: Mapped[str | None] = mapped_column(info=PLAIN)
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PLAIN)
    pseudonym: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    pseudonym_key: Mapped[str | None] = mapped_column(info=PLAIN)
    outsiders: Mapped[str] = mapped_column(default=Outsiders.PSEUDONYM, info=PLAIN)
    cursor: Mapped[int] = mapped_column(_SEQ, default=0, info=PLAIN)
    state: Mapped[str] = mapped_column(default=RecipientState.ACTIVE, info=PLAIN)
    attempts: Mapped[int] = mapped_column(default=0, info=PLAIN)
    last_error: Mapped[str | None] = mapped_column(info=_REASON)
    failing_since: Mapped[datetime | None] = mapped_column(info=PLAIN)
    next_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    sent: Mapped[int] = mapped_column(BigInteger, default=0, info=PLAIN)
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)


class PoisonState(StrEnum):
    """What becomes of a refused statement: it waits for somebody to decide, is to be sent again, or stays out."""

    REFUSED = "refused"
    AGAIN = "again"
    LEFT_OUT = "left-out"


class Poisoned(Base):
    """A statement that a recipient refused for good, with its words; the cursor has gone past it."""

    __tablename__ = "lrs_poisoned"
    __table_args__ = (Index("ix_lrs_poisoned_state", "recipient_id", "state"),)

    recipient_id: Mapped[UUID] = mapped_column(
        ForeignKey("lrs_recipient.id", ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    seq: Mapped[int] = mapped_column(
        _SEQ, ForeignKey("statement.seq", ondelete="CASCADE"), primary_key=True, index=True, info=PLAIN
    )
    reason: Mapped[str] = mapped_column(info=_REASON)
    state: Mapped[str] = mapped_column(default=PoisonState.REFUSED, info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
