"""The pages that belong to no feature: the way in, what this is, your data, accessibility, health, the demo's mails."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select, text

from classcode import db, i18n
from classcode.auth import ANYONE, open_to, visitor
from classcode.errors import NotFound
from classcode.mail import OutgoingMail
from classcode.site.register import lines
from tracking.indicators.snapshots import queries as publications

bp = Blueprint("pages", __name__)


@bp.get("/")
@open_to(ANYONE)
def root() -> ResponseReturnValue:
    """Lead to the first page in the account's language, or the browser's."""
    who = visitor()
    code = who.language if who else i18n.negotiate(request.headers.get("Accept-Language"))
    return redirect(url_for("modules.home", lang=code))


@bp.get("/<lang:lang>/about")
@open_to(ANYONE)
def about(lang: str) -> ResponseReturnValue:
    """Say what this is and who made it."""
    with db.reading() as session:
        published = publications.anything_published(session)
    return render_template("site/about.html", published=published)


@bp.get("/<lang:lang>/privacy")
@open_to(ANYONE)
def privacy(lang: str) -> ResponseReturnValue:
    """Say what is kept, what for and how it goes; the table is read from the database's own declarations."""
    return render_template("site/privacy.html", register=lines())


@bp.get("/<lang:lang>/accessibility")
@open_to(ANYONE)
def accessibility(lang: str) -> ResponseReturnValue:
    """Say how accessible the site is, and whom to tell when it is not."""
    return render_template("site/accessibility.html")


@bp.get("/health")
@open_to(ANYONE)
def health() -> ResponseReturnValue:
    """Answer 200 while the database answers, for a proxy or a supervisor."""
    with db.reading() as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok"}


@bp.get("/favicon.ico")
@open_to(ANYONE)
def favicon() -> ResponseReturnValue:
    """Lead browsers that ask for it to the drawn one."""
    return redirect("/static/img/favicon.svg", code=301)


@bp.get("/<lang:lang>/demo/mails")
@open_to(ANYONE)
def mails(lang: str) -> ResponseReturnValue:
    """Show the newest mails of the demonstration, which leave to nobody; anywhere else there is no such page."""
    if not current_app.extensions["classcode"].demo:
        raise NotFound
    with db.reading() as session:
        newest = session.scalars(
            select(OutgoingMail)
            .where(OutgoingMail.text != "")
            .order_by(OutgoingMail.written_at.desc())
            .limit(30)
        ).all()
    return render_template("site/mails.html", mails=newest)
