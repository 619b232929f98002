"""Everybody's own record: the list of what was recorded, one statement in words and raw, and who looked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.auth import SIGNED_IN, me, open_to
from tracking.merging.queries import merges_of
from tracking.record import queries, rules
from tracking.record.queries import Look, Page
from tracking.record.routes import shown
from tracking.record.routes.cursor import before

bp = Blueprint("record", __name__)


@bp.get("/<lang:lang>/me/record")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Show what was recorded of me, the newest first, and who looked at it."""
    start = before()
    with db.reading() as session:
        iri_base: str = session.info["iri_base"]
        names = queries.identifiers_of(session, me().id)
        page = queries.own_page(session, names, start) if names else Page([], None)
        looks, merged = _looks(session, names), merges_of(session, me().id)
    return render_template(
        "record/mine.html",
        lines=shown.lines(page.lines, iri_base, names),
        before=page.before,
        first=start is None,
        looks=looks,
        merged=merged,
    )


@bp.get("/<lang:lang>/me/record/<uuid:statement_id>")
@open_to(SIGNED_IN)
def statement(lang: str, statement_id: UUID) -> ResponseReturnValue:
    """Show one statement of mine in words and as it is stored."""
    with db.reading() as session:
        found = rules.access_own_statement(session, me().id, statement_id)
        names = queries.identifiers_of(session, me().id)
        looks = _looks(session, names)
        told = shown.whole(found, session.info["iri_base"], names)
    looked = [look for look in looks if look.statement_id == statement_id]
    return render_template("record/statement.html", told=told, looks=looked)


def _looks(session: Session, names: Sequence[str]) -> list[Look]:
    """Return who looked at what was recorded under any of her names, the latest first."""
    looks = [look for name in names for look in queries.looks_at(session, name)]
    return sorted(looks, key=lambda look: look.at, reverse=True)
