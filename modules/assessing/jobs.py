"""Work that comes round: the mails that tell people that their answers were read."""

from __future__ import annotations

from typing import Final

from classcode import db
from classcode.queues.rounds import going_on
from modules.assessing import telling

TOPIC: Final = "answers-read"


def go_round(_round: str) -> None:
    """Tell whoever had an answer read; each person in a transaction of her own, looked at again inside it."""
    with db.reading() as session:
        found = telling.to_be_told(session)
    for person_id in found:
        with going_on("telling %s of what was read", person_id), db.transaction() as session:
            telling.tell(session, person_id)
