"""The list of studies, one study with its files and its protection, asking, deciding, ending."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, NotAllowed
from classcode.forms import ActForm, said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.people.queries import names
from tracking.indicators.asking import small_count
from tracking.research import access, queries, words
from tracking.research.forms import LEFT_OUT, AskForm, DecideForm
from tracking.research.models import ResearchFile
from tracking.research.routes.blueprint import bp
from tracking.research.rules import studies


@bp.get("/<lang:lang>/research/")
@open_to(Role.LEAD, Role.DATA_PROTECTION)
def index(lang: str) -> ResponseReturnValue:
    """Show all studies and how each stands."""
    with db.reading() as session:
        found = queries.studies(session)
    return render_template(
        "tracking/research/index.html", studies=found, may_ask=access.may_ask(me()), words=words
    )


@bp.get("/<lang:lang>/research/ask")
@open_to(Role.LEAD)
def ask(lang: str) -> ResponseReturnValue:
    """Show the form of a new study."""
    if not access.may_ask(me()):
        raise NotAllowed
    return _ask_page(AskForm.blank(k=small_count(), may_leave_out=LEFT_OUT).offer())


def _ask_page(form: AskForm) -> str:
    return render_template("tracking/research/ask.html", form=form, small_count=small_count())


@bp.post("/research/ask")
@open_to(Role.LEAD)
def ask_for() -> ResponseReturnValue:
    """Ask for a study; somebody of data protection decides on it."""
    if not access.may_ask(me()):
        raise NotAllowed
    form = AskForm.read().offer()
    if form.validate():
        try:
            with acting(me().id, form.act_id) as act:
                made = studies.ask(act.session, form.told(), by=me().id, small_count=small_count())
                where = act.answer(url_for("research.show", lang=language(), study_id=made.id))
        except Invalid as error:
            form.refuse(error)
        else:
            journal.note("research-asked", me().id, study=str(made.id))
            flash(_("Data protection decides on this study. Its page says how it stands."), "ok")
            return redirect(where)
    return _ask_page(form), 422


@bp.get("/<lang:lang>/research/<uuid:study_id>")
@open_to(Role.LEAD, Role.DATA_PROTECTION)
def show(lang: str, study_id: UUID) -> ResponseReturnValue:
    """Show a study: what it may see, who agreed to it, its files and how they are protected."""
    return _page(study_id, DecideForm.blank())


def _page(study_id: UUID, form: DecideForm) -> str:
    with db.reading() as session:
        study = access.access_study(session, study_id)
        made = queries.files_of(session, study_id)
        people = {one for one in (study.asked_by_id, study.decided_by_id) if one}
        return render_template(
            "tracking/research/study.html",
            study=study,
            files=made,
            report=_report(made) if access.may_read_report(me(), study) else {},
            form=form,
            named=names(session, people),
            words=words,
            may_decide=access.may_decide(me(), study),
            may_end=access.may_end(me(), study),
            may_order=queries.is_open(study) and access.may_ask(me()) and study.asked_by_id == me().id,
        )


def _report(files: list[ResearchFile]) -> dict[str, object]:
    """Return what the latest file that was made says of its protection."""
    return next((one.report for one in files if one.report), {})


@bp.post("/research/<uuid:study_id>/decide")
@open_to(Role.DATA_PROTECTION)
def decide(study_id: UUID) -> ResponseReturnValue:
    """Agree to a study or refuse it, with a reason."""
    form = DecideForm.read()
    if form.validate():
        try:
            agrees = form.agrees()
            with acting(me().id, form.act_id) as act:
                studies.decide(act.session, study_id, agrees=agrees, reason=said(form.reason), by=me().id)
                where = act.answer(url_for("research.show", lang=language(), study_id=study_id))
        except Invalid as error:
            form.refuse(error)
        else:
            journal.note("research-decided", me().id, study=str(study_id), agreed=agrees)
            flash(_("The study is agreed.") if agrees else _("The study is refused."), "ok")
            return redirect(where)
    return _page(study_id, form), 422


@bp.post("/research/<uuid:study_id>/end")
@open_to(Role.LEAD, Role.DATA_PROTECTION)
def end(study_id: UUID) -> ResponseReturnValue:
    """End a study for good: its key is destroyed and its files are removed."""
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        access.access_ending(act.session, me(), study_id)
        studies.end(act.session, study_id)
        where = act.answer(url_for("research.show", lang=language(), study_id=study_id))
    journal.note("research-ended", me().id, study=str(study_id))
    flash(_("The study has ended: its key is destroyed and its files are removed."), "ok")
    return redirect(where)
