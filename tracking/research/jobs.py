"""Making ordered files of studies, and the round that ends studies whose last day is over."""

from __future__ import annotations

import re
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import db, journal
from classcode.config import Config
from tracking.research import keeping, making, queries
from tracking.research.models import ResearchFile
from tracking.research.rules import files, studies
from tracking.research.rules.files import Made
from tracking.research.states import Problem

ROUND: Final = "research-round"
"""The topic of the round."""


def maker(config: Config) -> Callable[[str], None]:
    """Return the job that makes one ordered file; its subject is the file's id."""

    def make(file_id: str) -> None:
        with db.reading() as session:
            row = queries.waiting(session, UUID(file_id))
            told = _read(session, row, config.small_count) if row else None
        if row is None or told is None:
            return
        with db.transaction() as session:
            if isinstance(told, Problem):
                files.fail(session, row.id, told)
            elif files.finish(session, row, told, row.study.levels):
                journal.note("research-made", row.person_id, file=file_id, study=str(row.study_id))

    return make


def _read(session: Session, row: ResearchFile, k: int) -> Made | Problem:
    """Write the file and put it where it stays, or say why there is none."""
    if not queries.is_open(row.study):
        return Problem.ENDED
    if not files.leads_everywhere(session, row.person_id):
        return Problem.ROLE
    with TemporaryFile() as out:
        made = making.make(session, row.study, k, out)
        if made is None:
            return Problem.TOO_FEW
        sha2, size = keeping.keep(out)
    return Made(
        name=_name(row.study.title),
        sha2=sha2,
        size=size,
        report=made.report,
        levels=made.levels,
        actors=made.actors,
    )


def _name(title: str) -> str:
    """Return the name of the file: what a file system takes of the study's title."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.casefold(), flags=re.ASCII).strip("-")[:40]
    return f"classcode-research-{plain or 'study'}.zip"


def go_round(_round: str) -> None:
    """End studies whose last day is over, let go of expired files and old names; doing it twice changes nothing."""
    with db.transaction() as session:
        ended = studies.end_due(session)
        studies.forget_responsible(session)
        files.forget_expired(session)
    for study_id in ended:
        journal.note("research-ended", study=str(study_id))
    with db.reading() as session:
        keeping.sweep(session)
