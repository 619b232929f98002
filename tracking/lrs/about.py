"""The about resource: which versions are spoken here, and what this record is (xAPI 1.0.3, Communication 2.8)."""

from __future__ import annotations

from typing import Final

import orjson
from flask import Blueprint
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.version import VERSION
from tracking.lrs import arguments
from tracking.lrs.answers import tagged
from tracking.lrs.here import open_to_all

VERSIONS: Final = ("1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0")
PRODUCT: Final = "Class'Code"
bp = Blueprint("about", __name__)


@bp.get("/about")
@open_to_all
def about() -> ResponseReturnValue:
    """Answer anybody what is spoken here, whatever version the request itself names (2.8.s5.b3 and b4)."""
    arguments.read(frozenset())
    with db.reading() as session:
        product = f"{session.info['iri_base']}/xapi/extensions/product"
    told = {"name": PRODUCT, "version": VERSION}
    return tagged(orjson.dumps({"version": VERSIONS, "extensions": {product: told}}))
