"""Data protection's pages: look for statements with a reason, read one, and count mailboxes from outside.

Reading here writes: whoever is concerned gets a line of access. Nothing else changes.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db, i18n, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.config import Config
from classcode.errors import Invalid
from classcode.forms import said
from classcode.i18n import N_, language
from classcode.people.models import Role
from classcode.people.queries import person_by_email
from tracking.log.identities import identifier_told, same_person
from tracking.record import queries, rules
from tracking.record.forms import SearchForm
from tracking.record.routes import shown
from tracking.record.routes.cursor import before
from tracking.record.rules import Wanted
from tracking.vocabulary import Verb, verb_iri
from tracking.xapi.pseudonyms import key_from

bp = Blueprint("looking", __name__)


def _config() -> Config:
    config = current_app.extensions["classcode"]
    assert isinstance(config, Config)
    return config


@bp.get("/<lang:lang>/record/")
@open_to(Role.DATA_PROTECTION)
def search(lang: str) -> ResponseReturnValue:
    """Show the form, the searches that are still open, and the mailboxes that came from outside."""
    return _page(SearchForm.blank().offer())


def _page(form: SearchForm, status: int = 200) -> ResponseReturnValue:
    with db.reading() as session:
        searches = queries.searches_by(session, me().id, clock.now() - rules.OPEN_FOR)
        outside = queries.mailboxes(session)
    page = render_template(
        "record/search.html",
        form=form,
        searches=searches,
        outside=outside,
        now=clock.now(),
        replacing=_config().lrs_pseudonymise,
    )
    return page, status


@bp.post("/record/search")
@open_to(Role.DATA_PROTECTION)
def begin() -> ResponseReturnValue:
    """Keep what is looked for and why, then show what it finds."""
    form = SearchForm.read().offer()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                wanted = _wanted(act.session, form)
                kept = rules.begin_search(act.session, me().id, wanted, i18n.zone())
                where = act.answer(url_for("looking.found", lang=language(), search_id=kept.id))
        except Invalid as error:
            form.refuse(error)
        else:
            journal.note("record-searched", me().id, search=str(kept.id), named=kept.named)
            return redirect(where)
    return _page(form, 422)


def _wanted(session: Session, form: SearchForm) -> Wanted:
    iri_base: str = session.info["iri_base"]
    verb, about = form.verb_told(), said(form.object).strip().lstrip("/")
    return Wanted(
        reason=said(form.reason),
        identifiers=_identifiers(session, said(form.whose)) if said(form.whose).strip() else None,
        verb=verb_iri(Verb(verb), iri_base) if verb in set(Verb) else verb or None,
        object=about if "://" in about else f"{iri_base}/{about}" if about else None,
        since=form.since.data,
        until=form.until.data,
    )


def _identifiers(session: Session, whose: str) -> list[str]:
    """Return every identifier of who was named: an address leads to the account of ours that has it as well."""
    iri_base: str = session.info["iri_base"]
    told = identifier_told(whose, iri_base)
    if told is None:
        message = N_(
            "Write an e-mail address, a pseudonym, or an identifier such as openid:https://example.org/ada."
        )
        raise Invalid("whose", message)
    found = same_person(told, key_from(_config().secret_key), iri_base)
    if told.startswith("mbox:mailto:"):
        person = person_by_email(session, told.removeprefix("mbox:mailto:"))
        ours = queries.identifier_of(session, person.id) if person else None
        found += [ours] if ours else []
    return found


@bp.get("/<lang:lang>/record/searches/<uuid:search_id>")
@open_to(Role.DATA_PROTECTION)
def found(lang: str, search_id: UUID) -> ResponseReturnValue:
    """Show what a search of mine finds; whoever is on the page gets a line of access."""
    with db.transaction() as session:
        kept = rules.access_search(session, me().id, search_id)
        page = rules.show_found(session, kept, before())
        lines = shown.lines(page.lines, session.info["iri_base"])
    journal.note("record-listed", me().id, search=str(search_id), statements=len(lines))
    return render_template("record/found.html", search=kept, lines=lines, before=page.before)


@bp.get("/<lang:lang>/record/searches/<uuid:search_id>/<uuid:statement_id>")
@open_to(Role.DATA_PROTECTION)
def one(lang: str, search_id: UUID, statement_id: UUID) -> ResponseReturnValue:
    """Show one statement that a search of mine found, in words and raw; whom it concerns gets a line of access."""
    with db.transaction() as session:
        kept = rules.access_search(session, me().id, search_id)
        read = rules.show_statement(session, kept, statement_id)
        told = shown.whole(read, session.info["iri_base"])
    journal.note("record-read", me().id, search=str(search_id), statement=str(statement_id))
    return render_template("record/read.html", search=kept, told=told)
