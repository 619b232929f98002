"""Each act happens once: a form carries an act UUID, and (person, act) keeps where the answer was.

An edge opens `acting(person_id, act_id)`, which is also the request's one visible transaction. A repeat (double
click, back and resubmit, two tabs) raises `Repeated` with the address of the first answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from classcode import clock, db
from classcode.db import PLAIN, Base, personal

_ONCE = personal("so that a double click is one act", "deleted with the person, or after 30 days")


class Act(Base):
    """One act of one person, and the address of its answer; `report` is what that page tells of the act alone."""

    __tablename__ = "act"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=_ONCE)
    act_id: Mapped[UUID] = mapped_column(primary_key=True, info=_ONCE)
    answered_at: Mapped[str] = mapped_column(default="", info=PLAIN)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=_ONCE)
    at: Mapped[datetime] = mapped_column(info=PLAIN)


class Repeated(Exception):
    """This act was done before; `where` is the address of its answer."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(where)


class Acting:
    """An act under way: its session, who acts, its id; `answer` says where the result can be seen."""

    def __init__(self, session: Session, person_id: UUID, act_id: UUID) -> None:
        self.session = session
        self.person_id = person_id
        self.id = act_id

    def answer(self, where: str) -> str:
        """Keep where the answer is, in the same transaction, and give it back."""
        self._keep(answered_at=where)
        return where

    def report(self, **told: Any) -> None:
        """Keep what came of the act, where nothing else would tell it when its answer is shown again (`report_of`)."""
        self._keep(report=told)

    def _keep(self, **values: Any) -> None:
        mine = (Act.person_id == self.person_id, Act.act_id == self.id)
        self.session.execute(update(Act).where(*mine).values(**values))


def report_of(session: Session, person_id: UUID, act_id: UUID) -> dict[str, Any] | None:
    """Return what this person's act kept of what came of it, or None."""
    return session.scalar(select(Act.report).where(Act.person_id == person_id, Act.act_id == act_id))


@contextmanager
def acting(person_id: UUID, act_id: UUID) -> Iterator[Acting]:
    """Open the transaction of one act; raise `Repeated` when it was done, changing nothing."""
    with db.transaction() as session:
        values = {"person_id": person_id, "act_id": act_id, "answered_at": "", "at": clock.now()}
        if not db.insert_once(session, Act, values):
            where = session.scalar(
                select(Act.answered_at).where(Act.person_id == person_id, Act.act_id == act_id)
            )
            raise Repeated(where or "/")
        yield Acting(session, person_id, act_id)
