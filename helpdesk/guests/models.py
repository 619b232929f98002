"""The table of questions that wait until their address is confirmed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Commune
from helpdesk.models import Source

SHORT_LIVED = "emptied when it is confirmed, deleted after 7 days"
_ASKED = personal("to open the question once its address is confirmed", SHORT_LIVED)
_LINK = personal("to know that the link of the mail was opened by who received it", SHORT_LIVED)
_LOGGED = personal("to say who wrote down what was asked in person", SHORT_LIVED)


class PendingQuestion(Base):
    """A question under an address that nobody has confirmed yet; at most one of an address carries a link.

    `answered` is what a facilitator already answered in person, `keep` whether she holds the question afterwards.
    Once confirmed its words go, and `ticket_id` tells where they are.
    """

    __tablename__ = "pending_question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    email: Mapped[str] = mapped_column(index=True, info=_ASKED)
    name: Mapped[str | None] = mapped_column(info=_ASKED)
    subject: Mapped[str | None] = mapped_column(info=_ASKED)
    text: Mapped[str] = mapped_column(Text, info=_ASKED)
    language: Mapped[str] = mapped_column(info=PLAIN)
    commune_code: Mapped[str | None] = mapped_column(ForeignKey(Commune.code), info=_ASKED)
    module: Mapped[str | None] = mapped_column(info=PLAIN)
    unit: Mapped[str | None] = mapped_column(info=PLAIN)
    via: Mapped[str] = mapped_column(default=Source.FORM, info=PLAIN)
    mail_id: Mapped[str | None] = mapped_column(unique=True, info=_ASKED)
    logged_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_LOGGED
    )
    answered: Mapped[str | None] = mapped_column(Text, info=_ASKED)
    keep: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    received_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    token_hash: Mapped[str | None] = mapped_column(unique=True, info=_LINK)
    confirmed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    ticket_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("ticket.id", ondelete="SET NULL"), index=True, info=PLAIN
    )
