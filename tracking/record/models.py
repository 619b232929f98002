"""The tables of looking into the record: each search with its reason, and whose statements it showed.

A search may also be for the statements behind a figure; whom such a one covered stands in a few long rows, not in a
line for each of thousands of people (`RecordCover`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_WHO: Final = personal("so that people see who looked at their record", "deleted after a year")
_WHOSE: Final = personal("so that people see who looked at their record", "deleted with the record")
_SEQ: Final = BigInteger().with_variant(Integer, "sqlite")


class RecordSearch(Base):
    """What somebody of data protection looked for in the record, and why; whom she named stands in its looks.

    `named` says that a person was named: when that person is erased, the search finds nothing instead of everything.
    `criteria` of a search for what a figure rests on have a "figure" (see `record.figures`), and nothing else.
    """

    __tablename__ = "record_search"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    who: Mapped[UUID] = mapped_column(index=True, info=_WHO)
    at: Mapped[datetime] = mapped_column(index=True, info=_WHO)
    reason: Mapped[str] = mapped_column(info=_WHO)
    named: Mapped[bool] = mapped_column(info=PLAIN)
    criteria: Mapped[dict[str, Any]] = mapped_column(info=PLAIN)


class RecordLook(Base):
    """One line of access: this search was for this actor, or showed a statement of hers, or opened that one.

    The actor stands here by her key in the record (`tracking.log.keys`), as in the tables beside the log.
    """

    __tablename__ = "record_look"
    __table_args__ = (
        Index(
            "uq_record_look_listed",
            "search_id",
            "actor_key",
            unique=True,
            sqlite_where=text("statement_id IS NULL"),
            postgresql_where=text("statement_id IS NULL"),
        ),
        Index("uq_record_look_opened", "search_id", "actor_key", "statement_id", unique=True),
        Index("ix_record_look_actor", "actor_key", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    search_id: Mapped[UUID] = mapped_column(ForeignKey("record_search.id", ondelete="CASCADE"), info=PLAIN)
    actor_key: Mapped[int] = mapped_column(_SEQ, info=_WHOSE)
    named: Mapped[bool] = mapped_column(info=PLAIN)
    statement_id: Mapped[UUID | None] = mapped_column(info=_WHOSE)
    at: Mapped[datetime] = mapped_column(info=_WHOSE)


class RecordCover(Base):
    """Whom a search for what a figure rests on covered, as far as their keys fall into one bucket (`record.covering`).

    A figure may rest on thousands of people: with 256 buckets a look is at most as many rows, and a person finds hers
    by reading one of each look.
    """

    __tablename__ = "record_cover"
    __table_args__ = (Index("ix_record_cover_bucket", "bucket"),)

    search_id: Mapped[UUID] = mapped_column(
        ForeignKey("record_search.id", ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=PLAIN)
    keys: Mapped[bytes] = mapped_column(LargeBinary, info=_WHOSE)
    """Keys of actors in the record (`tracking.log.keys`), eight bytes each, sorted."""
