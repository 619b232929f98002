"""What leads do with publications: see them all, prepare one, look at the draft, publish, discard, withdraw, compare.

A publication tells of all regions, so that whoever leads some of them reads what is published and no more.
"""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound, Refused
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.indicators import periods
from tracking.indicators import words as indicator_words
from tracking.indicators.snapshots import comparing, page, queries, words
from tracking.indicators.snapshots.forms import PrepareForm, WithdrawForm
from tracking.indicators.snapshots.models import Publication, PublicationState
from tracking.indicators.snapshots.routes.blueprint import as_kept, bp, may_publish
from tracking.indicators.snapshots.rules import preparing, settling


@bp.get("/<lang:lang>/indicators/publications/")
@open_to(Role.LEAD)
def index(lang: str) -> ResponseReturnValue:
    """Show what was published, and to leads of all regions what is under way and the form of a new one."""
    with db.reading() as session:
        return _index(session, PrepareForm.blank(by_month=True))


def _index(session: Session, form: PrepareForm) -> str:
    mine = may_publish()
    return render_template(
        "tracking/publications/index.html",
        publications=queries.published(session),
        underway=queries.underway(session) if mine else None,
        refused=queries.refused_last(session) if mine else None,
        form=form.offer(clock.now().astimezone(periods.ZONE).date()) if mine else None,
        words=words,
    )


@bp.post("/indicators/publications")
@open_to(Role.LEAD)
def prepare() -> ResponseReturnValue:
    """Order a publication; a job reads and freezes it."""
    _check_may_publish()
    form = PrepareForm.read()
    status = 422
    try:
        with acting(me().id, form.act_id) as act:
            row = preparing.order(act.session, form.told(), by=me().id)
            where = act.answer(url_for("publications.draft", lang=language(), publication_id=row.id))
        return redirect(where)
    except Invalid as error:
        form.refuse(error)
    except (preparing.Overlaps, preparing.OneUnderway) as refusal:
        form.form_errors.append(_(refusal.message, **refusal.params))
        status = refusal.status
    with db.reading() as session:
        return _index(session, form), status


def _check_may_publish() -> None:
    if not may_publish():
        raise NotFound


def _row(session: Session, publication_id: UUID, *, acting: bool = False) -> Publication:
    """Return a publication to who may publish; with `acting` its row is held until the transaction ends."""
    _check_may_publish()
    row = session.get(Publication, publication_id, with_for_update=True if acting else None)
    if row is None:
        raise NotFound
    return row


@bp.get("/<lang:lang>/indicators/publications/<uuid:publication_id>")
@open_to(Role.LEAD)
def draft(lang: str, publication_id: UUID) -> ResponseReturnValue:
    """Show how far a publication is, the draft as it would be published, or what became of it."""
    with db.reading() as session:
        row = _row(session, publication_id)
        drafted = row.state in {PublicationState.DRAFT, PublicationState.PUBLISHED}
        document = queries.document(session, row.id) if drafted else None
        kept = queries.files(session, row.id)
    return render_template(
        "tracking/publications/draft.html",
        row=row,
        document=document,
        sections=page.sections(document) if document else [],
        rule=indicator_words.rule(document.rule.shows, document.rule.k) if document else "",
        files=kept,
        form=WithdrawForm.blank(),
        words=words,
    )


@bp.get("/<lang:lang>/indicators/publications/<uuid:publication_id>/files/<fmt>")
@open_to(Role.LEAD)
def draft_file(lang: str, publication_id: UUID, fmt: str) -> Response:
    """Give a file of a draft, or of what was withdrawn, to who may publish."""
    with db.reading() as session:
        row = _row(session, publication_id)
        kept = [one for one in queries.files(session, row.id) if one.fmt == fmt]
        found = next((one for one in kept if one.language == lang), kept[0] if kept else None)
        if found is None:
            raise NotFound
        content = queries.content(session, row.id, fmt, found.language)
    answer = as_kept(row.slug or str(row.id), fmt, found.language, content or b"")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/indicators/publications/<uuid:publication_id>/publish")
@open_to(Role.LEAD)
def publish(publication_id: UUID) -> ResponseReturnValue:
    """Publish a draft, for good."""
    form = ActForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            row = _row(act.session, publication_id)
            where = act.answer(url_for("publications.show", lang=language(), slug=row.slug))
            settling.publish(act.session, row, by=me().id)
    except (settling.Stale, preparing.Overlaps) as refusal:
        return _told(publication_id, refusal)
    flash(_("The figures are published. Everybody can read them at this address."), "ok")
    return redirect(where)


def _told(publication_id: UUID, refusal: Refused) -> ResponseReturnValue:
    """Say on the draft's own page why it was not published."""
    flash(_(refusal.message, **refusal.params), "bad")
    return redirect(url_for("publications.draft", lang=language(), publication_id=publication_id))


@bp.post("/indicators/publications/<uuid:publication_id>/again")
@open_to(Role.LEAD)
def again(publication_id: UUID) -> ResponseReturnValue:
    """Prepare a draft anew, with the data of now."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(url_for("publications.draft", lang=language(), publication_id=publication_id))
        settling.prepare_again(act.session, _row(act.session, publication_id, acting=True), by=me().id)
    return redirect(where)


@bp.post("/indicators/publications/<uuid:publication_id>/discard")
@open_to(Role.LEAD)
def discard(publication_id: UUID) -> ResponseReturnValue:
    """Give up a draft, or what is being prepared."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        where = act.answer(url_for("publications.index", lang=language()))
        settling.discard(act.session, _row(act.session, publication_id, acting=True))
    flash(_("The draft is discarded. Nothing was published."), "ok")
    return redirect(where)


@bp.post("/indicators/publications/<uuid:publication_id>/withdraw")
@open_to(Role.LEAD)
def withdraw(publication_id: UUID) -> ResponseReturnValue:
    """Withdraw what is published; readers find the reason in place of the figures."""
    form = WithdrawForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            row = _row(act.session, publication_id, acting=True)
            where = act.answer(url_for("publications.show", lang=language(), slug=row.slug))
            settling.withdraw(act.session, row, said(form.reason), by=me().id)
    except Invalid as error:
        return _told(publication_id, error)
    flash(_("The publication is withdrawn. Its page says why."), "ok")
    return redirect(where)


@bp.get("/<lang:lang>/indicators/publications/compare")
@open_to(Role.LEAD)
def compare(lang: str) -> ResponseReturnValue:
    """Compare two publications: what differs, by how much, and why."""
    slugs = [request.args.get(name, "") for name in ("one", "other")]
    with db.reading() as session:
        found = [queries.by_slug(session, slug) for slug in slugs]
        documents = [queries.document(session, row.id) for row in found if row is not None]
    known = [one for one in documents if one is not None]
    if len(known) != len(slugs):
        raise NotFound
    comparison = comparing.compare(*known)
    return render_template(
        "tracking/publications/compare.html",
        comparison=comparison,
        differing=list(page.differing(comparison)),
        words=words,
    )
