"""Making ordered files: one job for each order, and the daily round that lets go of expired ones."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.config import Config
from classcode.errors import Refused
from classcode.people.models import Role
from classcode.people.queries import regions_of_role
from tracking.indicators import asking, choices, steps
from tracking.indicators.exports import keeping, queries, rules
from tracking.indicators.exports.formats import FORMATS, Tell, file_name
from tracking.indicators.exports.models import ExportOrder
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.filters import GROUPS
from tracking.indicators.report import report

FILES: Final = "indicator-files"
"""The topic of the daily round."""
READ: Final = 40
"""Percent that stand for reading the figures; the rest is writing."""
_STEP: Final = 10


def maker(config: Config) -> Callable[[str], None]:
    """Return the job that makes one ordered file; its subject is the order's id."""

    def make(order_id: str) -> None:
        with db.reading() as session:
            order = queries.waiting(session, UUID(order_id))
        if order is not None:
            _make(order, config.small_count)

    return make


def _make(order: ExportOrder, k: int) -> None:
    """Make the file and mark the order; what cannot be made any more, because she no longer leads, has failed."""
    with i18n.reader(order.language, "Europe/Paris"):
        try:
            with db.reading(still=True) as session:
                naming = _read(session, order, k)
        except Refused:
            with db.transaction() as session:
                rules.fail(session, order.id)
            return
        _note(order.id, READ)
        made = _written(naming, order)
    with db.transaction() as session:
        rules.finish(session, order.id, made)


def _read(session: Session, order: ExportOrder, k: int) -> Naming:
    """Read the report with what its owner may see at this moment; raise `Refused` where that is nothing."""
    held = regions_of_role(session, order.person_id, Role.LEAD)
    if not held:
        raise rules.NoLead
    known = asking.known_within(session, order.language, _both(order, asking.seen(held)))
    asked = choices.read(dict(parse_qsl(order.asked)), known)
    made = report(session, asked, k, order.language, by=GROUPS if order.every else ())
    actions = tuple(steps.actions(session, asked))
    return Naming(made, {**known.offered, "module": known.modules}, actions=actions)


def _both(order: ExportOrder, seen: rules.Regions) -> rules.Regions:
    """Return the regions that she could see when she asked, and may see now."""
    then = rules.regions_of(order)
    if seen is None or then is None:
        return then if seen is None else seen
    return seen & then


def _written(naming: Naming, order: ExportOrder) -> rules.File:
    """Write the file and put it where it stays; memory holds no more of it than its writer does."""
    with TemporaryFile() as out:
        FORMATS[order.fmt].write(naming, out, _teller(order.id))
        sha2, size = keeping.keep(out)
    return rules.File(file_name(naming.report, order.fmt), sha2, size)


def _teller(order_id: UUID) -> Tell:
    told = {"percent": READ}

    def tell(share: float) -> None:
        percent = READ + int(share * (99 - READ))
        if percent >= told["percent"] + _STEP:
            told["percent"] = percent
            _note(order_id, percent)

    return tell


def _note(order_id: UUID, percent: int) -> None:
    with db.transaction() as session:
        rules.note_progress(session, order_id, percent)


def forget(_round: str) -> None:
    """Let go of expired orders, then of files that none names; doing it twice changes nothing."""
    with db.transaction() as session:
        rules.forget_expired(session)
    with db.reading() as session:
        keeping.sweep(session)
