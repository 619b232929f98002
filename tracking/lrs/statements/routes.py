"""The statements resource (xAPI 1.0.3, Communication 2.1; IEEE 9274.1.1, 4.1.6.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.config import Config
from classcode.i18n import N_
from tracking.log import at_once, reading, references
from tracking.log.files import Keeper
from tracking.log.horizon import consistent_through, hold
from tracking.log.names import Pending, lacking
from tracking.log.writing import Entry
from tracking.lrs import arguments
from tracking.lrs.errors import Unknown
from tracking.lrs.here import Scope, client, needs, version
from tracking.lrs.multipart import Part
from tracking.lrs.statements import answering, incoming, rules
from tracking.lrs.statements.asking import Asked, asked, only_own
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid

bp = Blueprint("statements", __name__)


def _config() -> Config:
    config: Config = current_app.extensions["classcode"]
    return config


@bp.put("/statements")
@needs(Scope.STATEMENTS_WRITE)
def put() -> ResponseReturnValue:
    """Keep one statement under the id that the request names."""
    given = arguments.read(frozenset({"statementId"}))
    named = arguments.uuid(given, "statementId")
    if named is None:
        raise Invalid("?statementId", clauses.PUT, N_("This parameter is missing."))
    with Keeper(_config().files_dir) as keeper:
        sent = incoming.read(keeper)
        _keep([_under(named, sent.value)], sent.parts, keeper, single=True)
    return Response(status=204)


def _under(named: UUID, statement: object) -> object:
    """Give a statement the id of its request; one that has another is refused."""
    if not isinstance(statement, dict):
        return statement
    own = statement.setdefault("id", str(named))
    if isinstance(own, str) and own.lower() != str(named):
        raise Invalid("id", clauses.PUT, N_("The statement has another id than the request names."))
    return statement


@bp.post("/statements")
@needs(Scope.STATEMENTS_WRITE)
def post() -> ResponseReturnValue:
    """Keep one statement or a list of them, and answer their ids in order; an empty list is kept as nothing."""
    arguments.read(frozenset())
    with Keeper(_config().files_dir) as keeper:
        sent = incoming.read(keeper)
        several = isinstance(sent.value, list)
        statements = sent.value if several else [sent.value]
        ids = _keep(statements, sent.parts, keeper, single=not several)
    return Response(orjson.dumps(ids), content_type=answering.JSON)


def _keep(statements: Sequence[Any], parts: Mapping[str, Part], keeper: Keeper, *, single: bool) -> list[str]:
    """Keep what a request brought, with its files, or refuse all of it; return the ids."""
    rules.check(version(), statements, parts, single=single)
    entries = rules.fill_in(client(), version(), statements, parts, single=single)
    new = lacking(entries)
    if not _kept_at_once(entries, new):
        with db.transaction() as session:
            # Stamped as stored before the log is held, a statement could be claimed to be readable when it is not.
            hold(session)
            rules.store(session, client(), entries, single=single, named=not (new.agents or new.activities))
            keeper.keep()
    return [str(entry.id) for entry in entries]


def _kept_at_once(entries: Sequence[Entry], new: Pending) -> bool:
    """Keep what one exchange with the database is enough for."""
    if db.bound_engine().dialect.name == "sqlite" or not rules.is_short(client(), entries, new):
        return False
    with db.at_once() as connection:
        return at_once.append(connection, entries, new)


@bp.get("/statements")
@needs(Scope.STATEMENTS_READ, Scope.STATEMENTS_READ_MINE)
def get() -> ResponseReturnValue:
    """Answer one statement by its id, or a page of those that match, in the form asked for."""
    wanted = asked(client())
    with db.reading() as session:
        through = consistent_through(session)
        if references.met_unseen(session):
            references.settle()
        answer = _one(session, wanted) if wanted.one else _page(session, wanted)
    return answering.say_through(answer, through)


@bp.after_request
def say_through_when_refused(answer: Response) -> Response:
    """Name that instant on refusals of queries too (Communication 2.1.3.s2.b5: whatever the status)."""
    if (
        answering.THROUGH not in answer.headers
        and request.method in {"GET", "HEAD"}
        and 400 <= answer.status_code < 500
    ):
        with db.reading() as session:
            answering.say_through(answer, consistent_through(session))
    return answer


def _one(session: Session, wanted: Asked) -> Response:
    assert wanted.one is not None
    mine = client().id if only_own(client()) else None
    found = reading.by_id(session, wanted.one, voided=wanted.voided, client_id=mine)
    if found is None:
        raise Unknown
    pieces = answering.in_form(session, wanted, [found])
    answer = answering.answer(session, _config(), wanted, [found], pieces)
    answer.last_modified = found.stored
    return answer


def _page(session: Session, wanted: Asked) -> Response:
    page = reading.find(session, wanted.query)
    more = wanted.more(page.more) if page.more is not None else ""
    pieces = answering.listed(answering.in_form(session, wanted, page.found), more)
    return answering.answer(session, _config(), wanted, page.found, pieces)
