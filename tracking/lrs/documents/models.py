"""The table of the documents of all three resources; what may be written where is decided elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_WHOSE: Final = personal("to find again what a course keeps about an actor", "deleted with the actor")
_KEPT: Final = personal(
    "what a course keeps about an actor, such as where the reader stopped", "deleted with the actor"
)
_KEY: Final = BigInteger().with_variant(Integer, "sqlite")


class Document(Base):
    """A document as it came, with the ETag of its bytes; `key` is the digest of all that names its place."""

    __tablename__ = "xapi_document"
    # By key, since identifiers have no length that an index could rely on.
    __table_args__ = (
        Index("ix_xapi_document_agent", "agent_key", "activity_key", "kind"),
        Index("ix_xapi_document_activity", "activity_key", "kind"),
    )

    key: Mapped[UUID] = mapped_column(primary_key=True, info=_WHOSE)
    kind: Mapped[str] = mapped_column(info=PLAIN)
    activity_key: Mapped[int | None] = mapped_column(_KEY, info=PLAIN)
    activity: Mapped[str | None] = mapped_column(info=PLAIN)
    agent_key: Mapped[int | None] = mapped_column(_KEY, info=_WHOSE)
    agent: Mapped[str | None] = mapped_column(info=_WHOSE)
    registration: Mapped[UUID | None] = mapped_column(info=_WHOSE)
    id: Mapped[str] = mapped_column(info=_KEPT)
    content_type: Mapped[str] = mapped_column(info=PLAIN)
    etag: Mapped[str] = mapped_column(info=_KEPT)
    updated_at: Mapped[datetime] = mapped_column(info=_KEPT)
    contents: Mapped[bytes] = mapped_column(LargeBinary, info=_KEPT)
