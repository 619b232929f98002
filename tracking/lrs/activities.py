"""The activities resource: an activity with all that is known of it (xAPI 1.0.3, Communication 2.5)."""

from __future__ import annotations

import orjson
from flask import Blueprint
from flask.typing import ResponseReturnValue

from classcode import db
from tracking.log.keys import key_of
from tracking.log.models import XapiActivity
from tracking.lrs import arguments
from tracking.lrs.answers import tagged
from tracking.lrs.here import Scope, needs

bp = Blueprint("activities", __name__)


@bp.get("/activities")
@needs(Scope.STATEMENTS_READ, Scope.STATEMENTS_READ_MINE, Scope.PROFILE, Scope.DEFINE)
def activity() -> ResponseReturnValue:
    """Answer an activity with its definition; one that nobody spoke of is an activity all the same (2.5.s2.b1)."""
    iri = arguments.iri(arguments.read(frozenset({"activityId"})), "activityId")
    with db.reading() as session:
        known = session.get(XapiActivity, key_of(iri))
    definition = known.definition if known and known.iri == iri else None
    whole: dict[str, object] = {"objectType": "Activity", "id": iri}
    if definition:
        whole["definition"] = orjson.Fragment(definition)
    return tagged(orjson.dumps(whole))
