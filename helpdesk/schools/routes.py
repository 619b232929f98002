"""The page that brings lists of schools in, for administrators and for leads of all regions.

A file is read and let go: what is kept are the schools, and of the import how many lines did what.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import db, journal
from classcode.acts import acting, report_of
from classcode.auth import me, open_to
from classcode.auth.visitors import EVERYWHERE
from classcode.errors import Invalid, NotAllowed, Refused
from classcode.forms import said
from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from classcode.people.models import Role
from classcode.territory import systems
from classcode.territory.schools.importing import Imported, LinesRefused, import_schools
from classcode.territory.schools.models import School
from classcode.territory.schools.reading import COLUMNS, MOST_BYTES, REQUIRED
from helpdesk.attachments.uploads import takes_files
from helpdesk.schools.forms import ImportForm

bp = Blueprint("schools", __name__)
MOST_TOLD: Final = 200
"""Bad lines that a page lists; the command lists them all."""


def _check_reader() -> None:
    """Let nobody in but administrators and leads of all regions: a list reaches beyond one region."""
    leads = EVERYWHERE in me().regions.get(Role.LEAD, frozenset())
    if not leads and Role.ADMINISTRATOR not in me().roles:
        raise NotAllowed


@bp.get("/<lang:lang>/desk/directory")
@open_to(Role.ADMINISTRATOR, Role.LEAD)
def directory(lang: str) -> ResponseReturnValue:
    """Show how many schools are known, the form of a new list, and what the last one did."""
    _check_reader()
    with db.reading() as session:
        return _page(session, ImportForm.blank().offer(), _told(session, request.args.get("act", "")))


def _told(session: Session, act: str) -> dict[str, Any] | None:
    try:
        return report_of(session, me().id, UUID(act))
    except ValueError:
        return None


def _page(session: Session, form: ImportForm, outcome: dict[str, Any] | None = None) -> str:
    counted = session.execute(select(School.system, func.count()).group_by(School.system))
    counts = dict(counted.all())
    return render_template(
        "schools/directory.html",
        form=form,
        outcome=outcome,
        counts=[(one.names.called(language()), counts.get(one.id, 0)) for one in systems.systems()],
        columns=[(name, name in REQUIRED, ", ".join(others)) for name, others in COLUMNS.items()],
        most=MOST_BYTES // 1_000_000,
    )


@bp.post("/schools/import")
@takes_files
@open_to(Role.ADMINISTRATOR, Role.LEAD)
def bring() -> ResponseReturnValue:
    """Bring a list in: all of it, or with a tick the good lines alone; otherwise nothing is written."""
    _check_reader()
    form = ImportForm.read().offer()
    outcome: dict[str, Any] | None = None
    if form.validate():
        try:
            return _bring(form)
        except LinesRefused as refused:
            form.form_errors.append(_(refused.message))
            outcome = _as_report(refused.outcome, written=False)
        except Refused as error:
            form.refuse(Invalid("file", error.message, **error.params))
    with db.reading() as session:
        return _page(session, form, outcome), 422


def _bring(form: ImportForm) -> ResponseReturnValue:
    content = _content(form)
    with acting(me().id, form.act_id) as act:
        where = act.answer(url_for("schools.directory", lang=language(), act=form.act_id))
        done = import_schools(act.session, said(form.system), content, good_lines=bool(form.good_lines.data))
        act.report(**_as_report(done, written=True))
    journal.note("schools-imported", me().id, added=done.added, changed=done.changed, bad=len(done.bad))
    return redirect(where)


def _content(form: ImportForm) -> bytes:
    """Return what was sent, at most one byte more than is read; raise `Invalid` where nothing was."""
    sent = request.files.get("file")
    content = said(form.pasted).encode()
    if sent is not None and sent.filename:
        with sent.stream as stream:
            content = stream.read(MOST_BYTES + 1)
    if not content.strip():
        raise Invalid("file", N_("Please choose a file, or paste its lines."))
    return content


def _as_report(done: Imported, *, written: bool) -> dict[str, Any]:
    told = [[one.line, one.value, one.reason] for one in done.bad[:MOST_TOLD]]
    return {
        "written": written,
        "added": done.added,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "refused": len(done.bad),
        "bad": told,
    }
