"""Ordering a file of a study, and fetching it."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import NotAllowed, NotFound
from classcode.forms import ActForm
from classcode.i18n import language
from classcode.people.models import Role
from tracking.research import access, keeping
from tracking.research.routes.blueprint import bp
from tracking.research.rules import files


@bp.post("/research/<uuid:study_id>/export")
@open_to(Role.LEAD)
def order(study_id: UUID) -> ResponseReturnValue:
    """Order a file of my study: a job makes it, and the page of the study says when it is there."""
    if not access.may_ask(me()):
        raise NotAllowed
    form = ActForm.read()
    with acting(me().id, form.act_id) as act:
        row = files.order(act.session, me().id, study_id)
        where = act.answer(url_for("research.show", lang=language(), study_id=study_id) + "#files")
    journal.note("research-ordered", me().id, study=str(study_id), file=str(row.id))
    return redirect(where)


@bp.get("/<lang:lang>/research/files/<uuid:file_id>")
@open_to(Role.LEAD)
def file(lang: str, file_id: UUID) -> ResponseReturnValue:
    """Give a file to who ordered it, and to nobody else."""
    with db.reading() as session:
        found = files.access_file(session, me().id, file_id)
    assert found.sha2 is not None
    journal.note("research-fetched", me().id, study=str(found.study_id), file=str(file_id))
    path = keeping.path_of(found.sha2)
    try:
        answer = send_file(path, mimetype="application/zip", as_attachment=True, download_name=found.name)
    except FileNotFoundError:  # somebody whose answers it held has left meanwhile
        raise NotFound from None
    answer.headers["Cache-Control"] = "no-store"
    return answer
