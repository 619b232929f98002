"""The table of attestations: what each says, until when it held, and what replaced it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_EARNED: Final = personal("to attest what somebody did", "deleted with the person")
_LED: Final = personal("to say who ran what is attested", "emptied when the person is erased")
STANDING: Final = "revoked_at IS NULL"


class AttestationKind(StrEnum):
    """What is attested; the rest of the family comes here."""

    ATTENDANCE = "attendance"


class Attestation(Base):
    """One paper of one person. It never changes: a correction revokes it, and `replaced_by_id` says by what.

    `of` is the path under the IRI base of what it attests (a meeting's), `held_on` the day on the clock of the place.
    Of its code only a hash is kept. The statement is voided when the paper is revoked.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("role IN ('participant', 'organiser')", name="role_known"),
        Index(
            "ix_attestation_standing",
            "person_id",
            "kind",
            "of",
            unique=True,
            sqlite_where=text(STANDING),
            postgresql_where=text(STANDING),
        ),
        Index("ix_attestation_of", "of"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_EARNED
    )
    kind: Mapped[str] = mapped_column(info=PLAIN)
    of: Mapped[str] = mapped_column(info=PLAIN)
    role: Mapped[str] = mapped_column(info=_EARNED)
    module: Mapped[str] = mapped_column(info=PLAIN)
    minutes: Mapped[int] = mapped_column(info=_EARNED)
    held_on: Mapped[date] = mapped_column(info=PLAIN)
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"), info=PLAIN)
    led_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_LED
    )
    issued_at: Mapped[datetime] = mapped_column(info=PLAIN)
    revoked_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    replaced_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("attestation.id", ondelete="SET NULL"), index=True, info=PLAIN
    )
    code_hash: Mapped[str] = mapped_column(unique=True, info=PLAIN)
    statement_id: Mapped[UUID] = mapped_column(info=_EARNED)
