"""The page on which administrators and data protection make two accounts of one person one."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from classcode import db, journal
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from tracking.merging import queries, rules
from tracking.merging.forms import MergeForm
from tracking.merging.others import EXTENSION, Others

bp = Blueprint("merging", __name__)
ROLES = (Role.ADMINISTRATOR, Role.DATA_PROTECTION)


@bp.get("/<lang:lang>/accounts/merge")
@open_to(*ROLES)
def ask(lang: str) -> ResponseReturnValue:
    """Ask which two accounts are one person's, and why; show what was made one before."""
    return _page(MergeForm.blank())


@bp.post("/accounts/merge")
@open_to(*ROLES)
def merge() -> ResponseReturnValue:
    """Make two accounts one."""
    form, others = MergeForm.read(), current_app.extensions[EXTENSION]
    assert isinstance(others, Others)
    if not form.validate():
        return _page(form), 422
    try:
        with acting(me().id, form.act_id) as act:
            row = rules.merge_accounts(act.session, form.wish, by=me().id, others=others)
            where = act.answer(url_for("merging.ask", lang=language()))
    except Invalid as error:
        form.refuse(error)
        return _page(form), 422
    journal.note("accounts-merged", me().id, kept=str(row.kept_id), merged=str(row.merged_id))
    flash(_("The two accounts are one now. The person was told by mail."))
    return redirect(where)


def _page(form: MergeForm) -> str:
    with db.reading() as session:
        done = queries.merges(session)
    return render_template("tracking/merging.html", form=form, done=done)
