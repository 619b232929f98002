"""The three document resources (xAPI 1.0.3, Communication 2.3, 2.6, 2.7): reading, writing and deleting by HTTP."""

from __future__ import annotations

from typing import Final

import orjson
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ETags

from classcode import db
from tracking.lrs.answers import tagged
from tracking.lrs.documents import asked, queries, rules
from tracking.lrs.documents.asked import Resource
from tracking.lrs.documents.conditions import ANY, Conditions, care
from tracking.lrs.documents.contents import OPAQUE, Content
from tracking.lrs.documents.places import Context, Kind, Place
from tracking.lrs.errors import Unknown
from tracking.lrs.here import Scope, needs, version

METHODS: Final = ("GET", "PUT", "POST", "DELETE")
"""HEAD comes with GET."""
STATE: Final = Resource(Kind.STATE, "stateId", "Communication 2.3")
AGENT: Final = Resource(Kind.AGENT, "profileId", "Communication 2.6")
ACTIVITY: Final = Resource(Kind.ACTIVITY, "profileId", "Communication 2.7")
bp = Blueprint("documents", __name__)


@bp.route("/activities/state", methods=METHODS)
@needs(Scope.STATE)
def state() -> ResponseReturnValue:
    """Keep what an activity remembers of one agent, in one registration or in none."""
    return _answer(STATE)


@bp.route("/agents/profile", methods=METHODS)
@needs(Scope.PROFILE)
def agent_profile() -> ResponseReturnValue:
    """Keep what is remembered of one agent, whatever the activity."""
    return _answer(AGENT)


@bp.route("/activities/profile", methods=METHODS)
@needs(Scope.PROFILE)
def activity_profile() -> ResponseReturnValue:
    """Keep what is remembered of one activity, whoever does it."""
    return _answer(ACTIVITY)


def _answer(resource: Resource) -> Response:
    if request.method == "DELETE":
        return _remove(asked.to_delete(resource))
    if request.method in ("PUT", "POST"):
        return _write(asked.to_write(resource))
    return _read(*asked.to_read(resource))


def _read(at: Context | Place, since: asked.Since) -> Response:
    with db.reading() as session:
        if isinstance(at, Context):
            names = queries.documents_in(session, at, since)
            newest = max((name.updated_at for name in names), default=None)
            return tagged(orjson.dumps([name.id for name in names]), modified=newest)
        held = queries.document(session, at)
    if held is None:
        raise Unknown
    return tagged(held.contents, held.content_type, etag=held.etag, modified=held.updated_at)


def _write(place: Place) -> Response:
    content = Content(request.content_type or OPAQUE, request.get_data(cache=False))
    with db.transaction() as session:
        if request.method == "PUT":
            rules.put(session, place, content, _conditions(), care=care(place.context.kind, version()))
        else:
            rules.merge(session, place, content, _conditions())
    return Response(status=204)


def _remove(at: Context | Place) -> Response:
    with db.transaction() as session:
        if isinstance(at, Context):
            rules.remove_all(session, at, _conditions())
        else:
            rules.remove(session, at, _conditions())
    return Response(status=204)


def _conditions() -> Conditions:
    return Conditions(_tags(request.if_match), _tags(request.if_none_match))


def _tags(header: ETags) -> frozenset[str] | None:
    if not header:
        return None
    # A proxy that compresses makes our tag weak, and clients send it back so: it still names these very bytes.
    return frozenset({ANY}) if header.star_tag else frozenset(header.as_set(include_weak=True))
