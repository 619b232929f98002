"""The published vocabulary: the xAPI profile as one document, and the way to it from each identifier of ours.

Open to anyone: a profile is there to be read by whoever meets a statement. What is in it is `tracking.profile`.
"""

from __future__ import annotations

from functools import lru_cache

import orjson
from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from tracking.lrs.errors import Unknown
from tracking.lrs.here import open_to_all
from tracking.profile import build

bp = Blueprint("vocabulary", __name__)


@lru_cache(maxsize=1)
def _document(iri_base: str) -> bytes:
    return orjson.dumps(build(iri_base), option=orjson.OPT_INDENT_2)


@lru_cache(maxsize=1)
def _identifiers(iri_base: str) -> frozenset[str]:
    """Return the identifiers of everything that the profile defines."""
    built = build(iri_base)
    return frozenset(one["id"] for part in ("concepts", "templates", "patterns") for one in built[part])


def _iri_base() -> str:
    with db.reading() as session:
        return str(session.info["iri_base"])


@bp.get("/profile")
@open_to_all
def profile() -> ResponseReturnValue:
    """Publish the vocabulary as JSON-LD; who has this version already is told so (RFC 9110, 13.1.2)."""
    response = Response(_document(_iri_base()), content_type="application/ld+json")
    response.add_etag()
    response.headers["Cache-Control"] = "public, no-cache"
    return response.make_conditional(request)


@bp.get("/<any(verbs, types, extensions, templates, patterns):part>/<name>")
@open_to_all
def defined(part: str, name: str) -> ResponseReturnValue:
    """Lead from the identifier of a concept, a template or a pattern to the document that defines it (303)."""
    base = _iri_base()
    if f"{base}/xapi/{part}/{name}" not in _identifiers(base):
        raise Unknown
    return Response(status=303, headers={"Location": url_for("vocabulary.profile")})
