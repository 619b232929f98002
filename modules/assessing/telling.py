"""Telling whoever wrote an open answer that it was read: once for each reading, in one mail for several.

A round looks every hour. Each reading keeps when it was told, so that a round that comes twice, or after a crash,
finds nothing left to tell. Her first page tells it too: see `news`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.mail import OutgoingMail
from classcode.people.queries import recipient
from modules.assessing import mails
from modules.assessing.models import OpenAnswer
from modules.current import catalog
from modules.models import ActivityAttempt

BUNDLED: Final = timedelta(hours=1)
"""How long after the last reading the mail is written: several are read in one sitting. A choice of ours."""
BETWEEN: Final = timedelta(days=1)
"""From one such mail to the next, as for later answers of the desk."""
FORGOTTEN: Final = timedelta(days=7)
"""A reading of which no mail told by then is told by her pages alone."""


def to_be_told(session: Session) -> list[UUID]:
    """Return whose open answers were read within the last week, told or not: `tell` looks closer."""
    now = clock.now()
    lately = OpenAnswer.read_at.between(now - FORGOTTEN, now - BUNDLED)
    return list(
        session.scalars(select(OpenAnswer.person_id).where(lately).distinct().order_by(OpenAnswer.person_id))
    )


def tell(session: Session, person_id: UUID) -> None:
    """Write the mail of all readings that she was not told of, unless another is hardly read or told of."""
    untold, to, now = _untold(session, person_id), recipient(session, person_id), clock.now()
    newest = max((answer.read_at for answer, _attempt in untold if answer.read_at), default=now)
    if to is None or newest > now - BUNDLED or _told_since(session, person_id, now - BETWEEN):
        return
    for answer, attempt in untold:
        reading = {**(attempt.readings or {})[answer.question], "told": now.isoformat()}
        attempt.readings = {**(attempt.readings or {}), answer.question: reading}
    places = _places([answer for answer, _attempt in untold])
    if places:
        mails.read(session, to, places)


def _untold(session: Session, person_id: UUID) -> list[tuple[OpenAnswer, ActivityAttempt]]:
    """Return the answers that were read lately and not told of, in order; their attempts are held."""
    lately = (OpenAnswer.person_id == person_id, OpenAnswer.read_at >= clock.now() - FORGOTTEN)
    rows = session.execute(
        select(OpenAnswer, ActivityAttempt)
        .join(ActivityAttempt, ActivityAttempt.id == OpenAnswer.attempt_id)
        .where(*lately)
        .order_by(OpenAnswer.read_at, OpenAnswer.id)
        .with_for_update(of=ActivityAttempt)
    ).all()
    return [
        (answer, attempt)
        for answer, attempt in rows
        if "told" not in (attempt.readings or {}).get(answer.question, {"told": None})
    ]


def _told_since(session: Session, person_id: UUID, since: datetime) -> bool:
    mine = (OutgoingMail.person_id == person_id, OutgoingMail.kind == mails.READ)
    last = session.scalar(select(func.max(OutgoingMail.written_at)).where(*mine))
    return last is not None and last > since


def _places(answers: Sequence[OpenAnswer]) -> list[mails.Place]:
    """Return where these answers stand, each place once; pages that are gone are named to nobody."""
    found: dict[tuple[str, str, str], mails.Place] = {}
    for one in answers:
        unit = catalog().unit(one.module, one.unit)
        if unit is not None:
            found[one.module, one.unit, one.activity] = mails.Place(one.module, unit, one.activity)
    return list(found.values())
