"""What anybody may read without an account: the list of publications, one of them, one of its figures, its files."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.auth import ANYONE, open_to
from classcode.errors import NotFound
from tracking.indicators import words as indicator_words
from tracking.indicators.snapshots import files, page, queries, words
from tracking.indicators.snapshots.document import Document
from tracking.indicators.snapshots.models import Publication
from tracking.indicators.snapshots.routes.blueprint import as_kept, bp

KEPT_FOR: Final = 3600
"""Seconds; a publication may be withdrawn."""


@bp.get("/<lang:lang>/figures/")
@open_to(ANYONE)
def listed(lang: str) -> ResponseReturnValue:
    """List what was published, the newest first, the withdrawn with their reason."""
    with db.reading() as session:
        found = queries.published(session)
    return render_template("tracking/publications/list.html", publications=found, words=words)


@bp.get("/<lang:lang>/figures/<slug>")
@open_to(ANYONE)
def show(lang: str, slug: str) -> ResponseReturnValue:
    """Show a publication from its frozen document, or why it was withdrawn."""
    with db.reading() as session:
        row = _row(session, slug)
        if row.withdrawn_at is not None:
            return render_template("tracking/publications/withdrawn.html", row=row, words=words)
        document = _document(session, row)
        kept = queries.files(session, row.id)
    return render_template(
        "tracking/publications/show.html",
        row=row,
        document=document,
        sections=page.sections(document),
        files=kept,
        words=words,
        rule=indicator_words.rule(document.rule.shows, document.rule.k),
    )


@bp.get("/<lang:lang>/figures/<slug>/<indicator>")
@open_to(ANYONE)
def one(lang: str, slug: str, indicator: str) -> ResponseReturnValue:
    """Show one figure of a publication: its definition as it was then, its rows by region and by month."""
    with db.reading() as session:
        row = _still(_row(session, slug))
        document = _document(session, row)
    found = page.one(document, indicator)
    if found is None:
        raise NotFound
    return render_template(
        "tracking/publications/one.html", row=row, document=document, figure=found, words=words
    )


@bp.get("/<lang:lang>/figures/<slug>/files/<fmt>")
@open_to(ANYONE)
def file(lang: str, slug: str, fmt: str) -> Response:
    """Give a file as it was frozen: the document and the two CSV files in one language, others in the page's."""
    with db.reading() as session:
        row = _still(_row(session, slug))
        language = _language_of(fmt, lang)
        content = queries.content(session, row.id, fmt, language)
    if content is None:
        raise NotFound
    answer = as_kept(slug, fmt, language, content)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    return answer


def _language_of(fmt: str, lang: str) -> str:
    """Return the language in which a file is kept."""
    return {files.JSON: "", **dict((files.PLAIN_CSV, files.FRENCH_CSV))}.get(fmt, lang)


def _row(session: Session, slug: str) -> Publication:
    row = queries.by_slug(session, slug)
    if row is None:
        raise NotFound
    return row


def _still(row: Publication) -> Publication:
    """Return a publication that was not withdrawn; of a withdrawn one nothing is given out any more."""
    if row.withdrawn_at is not None:
        abort(410)
    return row


def _document(session: Session, row: Publication) -> Document:
    document = queries.document(session, row.id)
    assert document is not None, "what is published has its document"
    return document
