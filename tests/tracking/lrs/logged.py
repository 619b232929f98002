"""Writing to the log as the statements resource does, without a request; and many who write at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from tests.tracking.lrs.statement import ADA, PAGE, SEEN
from tracking.log.references import VOIDED
from tracking.log.writing import Entry, write
from tracking.lrs.statements.completing import Setting, complete
from tracking.models import Statement
from tracking.xapi.versions import Version

CLIENT: Final = UUID("6b8a3c1e-52d7-4d57-9a55-0f7b3a0c9a01")
OTHER_CLIENT: Final = UUID("6b8a3c1e-52d7-4d57-9a55-0f7b3a0c9a02")
AUTHORITY: Final = {"objectType": "Agent", "account": {"homePage": "https://lrs.example.org", "name": "key"}}
WRITERS: Final = 8


def statement(**changed: Any) -> dict[str, Any]:
    """Return a statement with an id of its own, and these properties changed."""
    return {"id": str(uuid4()), "actor": dict(ADA), "verb": dict(SEEN), "object": dict(PAGE), **changed}


def referring(to: str, **changed: Any) -> dict[str, Any]:
    """Return a statement whose object is another one."""
    return statement(object={"objectType": "StatementRef", "id": to}, **changed)


def voiding(target: str) -> dict[str, Any]:
    """Return a statement that voids another."""
    return referring(target, verb={"id": VOIDED})


def entry(value: dict[str, Any], client_id: UUID = CLIENT, *, defines: bool = True) -> Entry:
    """Return a statement as it goes into the log."""
    setting = Setting(client_id, AUTHORITY, defines, Version.V1, clock.now_to_the_millisecond())
    return complete(value, setting, {}, "")


def log(*values: dict[str, Any], client_id: UUID = CLIENT, defines: bool = True) -> set[UUID]:
    """Commit statements to the log in one transaction; return the ids that were new."""
    with db.transaction() as session:
        return write(session, [entry(value, client_id, defines=defines) for value in values])


def in_order(session: Session) -> list[UUID]:
    """Return the ids of the whole log upwards."""
    return list(session.scalars(select(Statement.id).order_by(Statement.seq)))


def voided(value: dict[str, Any]) -> bool:
    """Tell whether a statement of the log is marked as voided."""
    with db.reading() as session:
        return session.scalars(select(Statement.voided).where(Statement.id == UUID(value["id"]))).one()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of this at the same moment, each in a thread; return what came of each, raise what failed."""
    start = Barrier(len(acts))

    def act(one: Callable[[], Any]) -> Any:
        start.wait(timeout=20)
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def batches(each: int, batch: Callable[[int], Sequence[dict[str, Any]]]) -> list[Any]:
    """Let eight writers commit `each` batches, `batch(number)` being what a writer sends every time."""

    def writer(number: int) -> Callable[[], int]:
        return lambda: sum(len(log(*batch(number))) for _ in range(each))

    return at_once(*(writer(number) for number in range(WRITERS)))
