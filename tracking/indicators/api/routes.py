"""The figures for programs, in JSON: for the signed-in lead, or for a program with a lead's access token."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session

from classcode import db, i18n
from classcode.auth import ANYONE, open_to, visitor
from classcode.errors import Invalid, NotAllowed, Refused
from classcode.i18n import N_
from classcode.people.models import Role
from tracking.indicators import asking, choices
from tracking.indicators.api import openapi
from tracking.indicators.api.answer import Problem
from tracking.indicators.api.building import answer
from tracking.indicators.api.paths import paths_answer
from tracking.indicators.choices import Known
from tracking.indicators.exports import noting
from tracking.indicators.exports.rules import count
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.filters import GROUPS, Filter
from tracking.indicators.paths.shapes import CURVES
from tracking.indicators.paths.view import paths
from tracking.indicators.report import report
from tracking.indicators.tokens import queries, rules

bp = Blueprint("indicators_api", __name__)
JSON: Final = "application/json"


class NoAccess(Refused):
    """Nobody is signed in, and no token that holds was sent."""

    status = 401
    message = N_("Sign in as a project lead, or send an access token that holds.")


class Unknown(Invalid):
    """A parameter that the interface does not have."""

    status = 400


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom is answered: the person, her language, and the regions that she may see."""

    person_id: UUID
    language: str
    regions: frozenset[str] | None
    token_id: UUID | None = None


Make = Callable[[Session, Reader], tuple[Filter, msgspec.Struct]]
"""Reads what an address asks for, and makes the answer."""


@bp.get(openapi.ADDRESS)
@open_to(ANYONE)
def read() -> Response:
    """Answer the figures of a filter; logged as the files are, and for a program counted and limited with them.

    A signed-in lead reads here what her page shows: like a page, it writes nothing.
    """
    return _answered(_figures, "json")


@bp.get(openapi.PATHS_ADDRESS)
@open_to(ANYONE)
def read_paths() -> Response:
    """Answer the drawings of paths and waits of a filter; logged, counted and limited as the figures are."""
    return _answered(_paths, "paths as json")


def _answered(make: Make, noted: str) -> Response:
    with db.reading() as session:
        reader = _reader(session)
    if reader.token_id is not None:
        with db.transaction() as session:
            count(session, reader.person_id)
            rules.note_use(session, reader.token_id)
    with i18n.reader(_language(reader)), db.reading(still=True) as session:
        asked, told = make(session, reader)
        content = msgspec.json.encode(told)
    noting.note(asked, noted, reader.person_id)
    return _json(content)


@bp.get("/api/openapi.json")
@open_to(ANYONE)
def described() -> Response:
    """Describe the interface; it tells nothing about anybody."""
    cookie: str = current_app.config["SESSION_COOKIE_NAME"]
    return Response(msgspec.json.encode(openapi.document(cookie)), content_type=JSON)


def _reader(session: Session) -> Reader:
    """Return for whom is answered; raise `NoAccess` or `NotAllowed`. A token that was sent counts alone."""
    sent = request.authorization
    if sent is not None:
        found = queries.bearer(session, sent.token or "", rules.Scope.READ_INDICATORS)
        if sent.type != "bearer" or found is None:
            raise NoAccess
        return Reader(found.person_id, found.language, asking.seen(found.regions), found.token_id)
    who = visitor()
    if who is None:
        raise NoAccess
    if Role.LEAD not in who.roles:
        raise NotAllowed
    return Reader(who.id, who.language, asking.allowed())


def _language(reader: Reader) -> str:
    return request.args.get(openapi.LANG) or reader.language


def _figures(session: Session, reader: Reader) -> tuple[Filter, msgspec.Struct]:
    known, asked = _asked(session, reader, openapi.PARAMETERS)
    by = request.args.getlist(openapi.BY)
    if not set(by) <= set(GROUPS):
        raise Invalid(openapi.BY, N_("This answer is not in the list. Choose one from it."))
    made = report(session, asked, asking.small_count(), i18n.language(), by=tuple(dict.fromkeys(by)))
    return asked, answer(Naming(made, {**known.offered, "module": known.modules}))


def _paths(session: Session, reader: Reader) -> tuple[Filter, msgspec.Struct]:
    _known, asked = _asked(session, reader, openapi.PATHS_PARAMETERS)
    reach = request.args.get(openapi.REACH) or CURVES[0]
    if reach not in CURVES:
        raise Invalid(openapi.REACH, N_("This answer is not in the list. Choose one from it."))
    return asked, paths_answer(paths(session, asked, asking.small_count(), i18n.language(), reach=reach))


def _asked(session: Session, reader: Reader, parameters: Collection[str]) -> tuple[Known, Filter]:
    """Read the filter of an address; a parameter that is not one of these is refused."""
    for name in request.args:
        if name not in parameters:
            raise Unknown(name[:40], N_("There is no parameter of this name."))
    if request.args.get(openapi.LANG, i18n.DEFAULT) not in i18n.LANGUAGES:
        raise Invalid(openapi.LANG, N_("This answer is not in the list. Choose one from it."))
    known = asking.known_within(session, i18n.language(), reader.regions)
    return known, choices.read(request.args, known)


@bp.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """Say why nothing is answered, in the shape of the interface."""
    parameter = error.field if isinstance(error, Invalid) else None
    with i18n.reader(request.args.get(openapi.LANG) or i18n.language()):
        problem = Problem(error.status, i18n.gettext(error.message, **error.params), parameter)
    told = _json(msgspec.json.encode(problem), error.status)
    if error.status == NoAccess.status:
        told.headers["WWW-Authenticate"] = 'Bearer realm="indicators"'
    return told


def _json(content: bytes, status: int = 200) -> Response:
    """Return an answer that nobody keeps: it is for one reader."""
    return Response(content, status, content_type=JSON, headers={"Cache-Control": "no-store"})
