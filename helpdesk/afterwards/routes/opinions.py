"""The page of an opinion: behind a mailed link without signing in, or one's own. Opening it changes nothing."""

from __future__ import annotations

from uuid import UUID

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import db
from classcode.acts import acting
from classcode.auth import ANYONE, SIGNED_IN, me, open_to
from classcode.errors import Invalid
from classcode.forms import said
from classcode.i18n import language
from helpdesk.afterwards import access, words
from helpdesk.afterwards.forms import OpinionForm
from helpdesk.afterwards.routes.blueprint import bp
from helpdesk.afterwards.rules import asking, saying
from helpdesk.meetings.models import Meeting

NOBODY = UUID(int=0)
"""In whose name somebody acts who is not signed in: the link says who she is and of what she speaks."""


@bp.get("/<lang:lang>/feedback/<token>")
@open_to(ANYONE)
def by_link(lang: str, token: str) -> ResponseReturnValue:
    """Show the page of a mailed link; only its button uses the link up."""
    with db.reading() as session:
        answer = make_response(_by_link(session, token, OpinionForm.blank(token=token)))
    answer.headers["Cache-Control"] = "no-store"  # the address of this page opens it
    return answer


@bp.post("/feedback")
@open_to(ANYONE)
def send() -> ResponseReturnValue:
    """Take the opinion that a link's page posts."""
    form = OpinionForm.read()
    try:
        with acting(NOBODY, form.act_id) as act:
            where = act.answer(_thanks())
            saying.say_by_link(act.session, said(form.token), form.opinion, act_id=act.id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _by_link(session, said(form.token), form), 422
    return redirect(where)


def _by_link(session: Session, token: str, form: OpinionForm) -> str:
    meeting = session.get_one(Meeting, saying.asked_by(session, token).meeting_id)
    return _page(meeting, form, url_for("afterwards.send"))


@bp.get("/<lang:lang>/feedback")
@open_to(ANYONE)
def thanks(lang: str) -> ResponseReturnValue:
    """Say thank you, and what becomes of an opinion."""
    return render_template("afterwards/thanks.html")


@bp.get("/<lang:lang>/meetings/<uuid:meeting_id>/feedback")
@open_to(SIGNED_IN)
def own(lang: str, meeting_id: UUID) -> ResponseReturnValue:
    """Show the same page to who is signed in, with what she said before."""
    with db.reading() as session:
        return _own_page(session, meeting_id, _filled(session, meeting_id))


def _filled(session: Session, meeting_id: UUID) -> OpinionForm:
    before = saying.opinion_of(session, meeting_id, me().id)
    if before is None:
        return OpinionForm.blank()
    return OpinionForm.blank(
        useful=str(before.useful), will_try=before.will_try, pace=before.pace, comment=before.comment
    )


@bp.post("/meetings/<uuid:meeting_id>/feedback")
@open_to(SIGNED_IN)
def send_own(meeting_id: UUID) -> ResponseReturnValue:
    """Take or change the opinion of who is signed in."""
    form = OpinionForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            where = act.answer(_thanks())
            saying.say(act.session, meeting_id, form.opinion, by=me().id, act_id=act.id)
    except Invalid as error:
        form.refuse(error)
        with db.reading() as session:
            return _own_page(session, meeting_id, form), 422
    return redirect(where)


def _own_page(session: Session, meeting_id: UUID, form: OpinionForm) -> str:
    meeting = access.opinion(session, me(), meeting_id)
    return _page(meeting, form, url_for("afterwards.send_own", meeting_id=meeting_id))


def _thanks() -> str:
    return url_for("afterwards.thanks", lang=language())


def _page(meeting: Meeting, form: OpinionForm, action: str) -> str:
    return render_template(
        "afterwards/opinion.html",
        title=words.titled(meeting),
        until=asking.closes_at(meeting),
        form=form,
        action=action,
        choices=words.choices(),
        longest=saying.LONGEST,
    )
