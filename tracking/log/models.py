"""The tables beside the log: actors and activities by key, what statements speak of, references, attached files."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import ONLY, PLAIN, Base, personal

_ACTOR = personal(
    "who a statement speaks of, under a pseudonym or as a client named them", "deleted with the actor"
)
_LINK = personal("to find the statements that speak of an actor", "deleted with the statement")
_SEQ: Final = BigInteger().with_variant(Integer, "sqlite")


def _narrow(name: str, key: str) -> Index:
    """Return the index of narrow links, on PostgreSQL alone.

    SQLite keeps the links themselves in the order of their key and number and passes the few others by; there the
    index would cost a seventh of each batch.
    """
    made = Index(name, key, "seq", postgresql_where=text("narrow"), info={ONLY: "postgresql"})
    return made.ddl_if(dialect="postgresql")


class XapiAgent(Base):
    """An actor that statements speak of: the identifier in full, and the names under which it came."""

    __tablename__ = "xapi_agent"

    key: Mapped[int] = mapped_column(_SEQ, primary_key=True, autoincrement=False, info=_ACTOR)
    ifi: Mapped[str] = mapped_column(info=_ACTOR)
    names: Mapped[list[str]] = mapped_column(info=_ACTOR)
    mailbox: Mapped[bool] = mapped_column(index=True, info=PLAIN)


class XapiActivity(Base):
    """An activity that statements speak of, with the definition merged from those who may define it."""

    __tablename__ = "xapi_activity"

    key: Mapped[int] = mapped_column(_SEQ, primary_key=True, autoincrement=False, info=PLAIN)
    iri: Mapped[str] = mapped_column(info=PLAIN)
    definition: Mapped[bytes | None] = mapped_column(LargeBinary, info=PLAIN)


class StatementAgent(Base):
    """This statement speaks of this actor; `narrow` when it is its actor or object, or a member of one."""

    __tablename__ = "statement_agent"
    __table_args__ = (
        _narrow("ix_statement_agent_narrow", "agent_key"),
        {"sqlite_with_rowid": False},
    )

    agent_key: Mapped[int] = mapped_column(_SEQ, primary_key=True, autoincrement=False, info=_LINK)
    seq: Mapped[int] = mapped_column(_SEQ, primary_key=True, autoincrement=False, info=PLAIN)
    narrow: Mapped[bool] = mapped_column(info=PLAIN)


class StatementActivity(Base):
    """This statement speaks of this activity; `narrow` when it is its object."""

    __tablename__ = "statement_activity"
    __table_args__ = (
        _narrow("ix_statement_activity_narrow", "activity_key"),
        {"sqlite_with_rowid": False},
    )

    activity_key: Mapped[int] = mapped_column(_SEQ, primary_key=True, autoincrement=False, info=PLAIN)
    seq: Mapped[int] = mapped_column(_SEQ, primary_key=True, autoincrement=False, info=PLAIN)
    narrow: Mapped[bool] = mapped_column(info=PLAIN)


class StatementTarget(Base):
    """This statement refers to that one, directly or through others; `of` is empty while the target is not there."""

    __tablename__ = "statement_target"
    __table_args__ = (
        Index("ix_statement_target_of", "of"),
        Index(
            "ix_statement_target_waiting",
            "target",
            postgresql_where=text("of IS NULL"),
            sqlite_where=text("of IS NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    seq: Mapped[int] = mapped_column(_SEQ, primary_key=True, autoincrement=False, info=PLAIN)
    target: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    of: Mapped[int | None] = mapped_column(_SEQ, info=PLAIN)
    direct: Mapped[bool] = mapped_column(info=PLAIN)


class StatementFile(Base):
    """This statement came with this attached file, which lies under its SHA-2."""

    __tablename__ = "statement_file"

    seq: Mapped[int] = mapped_column(
        _SEQ, ForeignKey("statement.seq", ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    sha2: Mapped[str] = mapped_column(primary_key=True, index=True, info=PLAIN)
    content_type: Mapped[str] = mapped_column(info=PLAIN)
