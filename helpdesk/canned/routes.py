"""The pages of kept answers: the list, writing one, changing it. Inserting one is the thread's business."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotFound
from classcode.forms import ActForm, said
from classcode.i18n import LANGUAGES, language
from classcode.i18n import gettext as _
from classcode.people.models import Role
from helpdesk.canned import queries, rules
from helpdesk.canned.filling import PLACES
from helpdesk.canned.forms import ALL, MINE, KeptForm

bp = Blueprint("canned", __name__)
TEAM = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)


@bp.get("/<lang:lang>/desk/canned")
@open_to(*TEAM)
def answers(lang: str) -> ResponseReturnValue:
    """Show the answers that I may use: mine, and those of my regions."""
    with db.reading() as session:
        kept = queries.answers_for(session, me(), lang)
    return render_template("helpdesk/kept_answers.html", kept=kept, languages=LANGUAGES)


@bp.get("/<lang:lang>/desk/canned/new")
@open_to(*TEAM)
def new(lang: str) -> ResponseReturnValue:
    """Show the form that keeps a new answer."""
    with db.reading() as session:
        return _page(session, KeptForm.blank(whose=MINE))


@bp.get("/<lang:lang>/desk/canned/<uuid:answer_id>")
@open_to(*TEAM)
def one(lang: str, answer_id: UUID) -> ResponseReturnValue:
    """Show an answer that I may change."""
    with db.reading() as session:
        answer = _changeable(session, answer_id).answer
        return _page(session, KeptForm.of(answer), answer_id)


@bp.post("/desk/canned")
@open_to(*TEAM)
def keep() -> ResponseReturnValue:
    """Keep a new answer."""
    form = KeptForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            owner, region = _for_whom(act.session, said(form.whose))
            rules.keep(act.session, form.wordings(), by=me().id, owner_id=owner, region_code=region)
            where = act.answer(_list())
    except Invalid as error:
        return _refused(form, error)
    flash(_("The answer is kept. You find it above the box in which you answer."), "ok")
    return redirect(where)


@bp.post("/desk/canned/<uuid:answer_id>")
@open_to(*TEAM)
def change(answer_id: UUID) -> ResponseReturnValue:
    """Change an answer that is kept."""
    form = KeptForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            answer = _changeable(act.session, answer_id).answer
            rules.change(act.session, answer, form.wordings(), by=me().id)
            where = act.answer(_list())
    except Invalid as error:
        return _refused(form, error, answer_id)
    flash(_("The answer has been changed."), "ok")
    return redirect(where)


@bp.post("/desk/canned/<uuid:answer_id>/remove")
@open_to(*TEAM)
def remove(answer_id: UUID) -> ResponseReturnValue:
    """Let an answer go."""
    with acting(me().id, ActForm.read().act_id) as act:
        rules.let_go(act.session, _changeable(act.session, answer_id).answer)
        where = act.answer(_list())
    flash(_("The answer is no longer kept."), "ok")
    return redirect(where)


def _changeable(session: Session, answer_id: UUID) -> queries.Kept:
    kept = queries.answer_for(session, me(), answer_id, language())
    if not kept.may_change:
        raise NotFound
    return kept


def _for_whom(session: Session, whose: str) -> tuple[UUID | None, str | None]:
    """Return owner and region of a new answer; raise `NotFound` for anything but a region that she leads."""
    if whose in {"", MINE}:
        return me().id, None
    if whose == ALL and queries.may_share(me(), None):
        return None, None
    if whose not in {one.code for one in queries.regions_led(session, me())}:
        raise NotFound
    return None, whose


def _refused(form: KeptForm, error: Invalid, answer_id: UUID | None = None) -> ResponseReturnValue:
    form.refuse(error)
    with db.reading() as session:
        return _page(session, form, answer_id), 422


def _page(session: Session, form: KeptForm, answer_id: UUID | None = None) -> str:
    regions = [(one.code, one.called(language())) for one in queries.regions_led(session, me())]
    everywhere = [(ALL, _("Everybody at the desk"))] if queries.may_share(me(), None) else []
    return render_template(
        "helpdesk/kept_answer.html",
        form=form,
        answer_id=answer_id,
        languages=LANGUAGES,
        places=[(name, _(words)) for name, words in PLACES.items()],
        whose=[(MINE, _("Only me")), *everywhere, *regions] if everywhere or regions else [],
        title_length=rules.TITLE,
    )


def _list() -> str:
    return url_for("canned.answers", lang=language())
