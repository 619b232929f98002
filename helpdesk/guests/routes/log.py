"""Writing down a question that was asked in person; it opens once the person confirms it by mail."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from classcode import i18n
from classcode.acts import acting
from classcode.auth import me, open_to
from classcode.errors import Invalid, TooMany
from classcode.forms import said
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.people.models import Role
from classcode.people.rules import limits
from classcode.people.rules.limits import Limit
from helpdesk.guests.forms import LogForm
from helpdesk.guests.routes.blueprint import bp
from helpdesk.guests.routes.places import chosen, places
from helpdesk.guests.rules import receive
from helpdesk.models import Source

LOGGED: Final = Limit("logged-question", 40, 60)
"""Questions that one person writes down in an hour: a whole evening's meeting, and no mailing list."""


@bp.get("/<lang:lang>/desk/log")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def log(lang: str) -> ResponseReturnValue:
    """Show the form for a question asked in person."""
    return _page(LogForm.blank(asks_in=lang, keep=True))


def _page(form: LogForm) -> str:
    return render_template(
        "helpdesk/guests/log.html", form=form, places=places(), spoken=list(i18n.LANGUAGES.items())
    )


@bp.post("/desk/log")
@open_to(Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
def keep() -> ResponseReturnValue:
    """Keep the question and write to the address; nothing tells whether anybody is known by it."""
    form = LogForm.read()
    try:
        with acting(me().id, form.act_id) as act:
            where = act.answer(url_for("guests.log", lang=language()))
            _receive(act.session, form)
    except (Invalid, TooMany) as error:
        form.refuse(error if isinstance(error, Invalid) else Invalid("form", error.message, **error.params))
        return _page(form), error.status
    flash(_("Written down. It opens as soon as the person confirms it by the mail that is on its way."), "ok")
    return redirect(where)


def _receive(session: Session, form: LogForm) -> None:
    limits.check(session, LOGGED, str(me().id))
    limits.count(session, LOGGED, str(me().id))
    module, unit = chosen(form.about.data)
    receive(
        session,
        email=said(form.email),
        name=said(form.name),
        subject=None,
        text=said(form.text),
        via=Source.IN_PERSON,
        language=said(form.asks_in) or language(),
        logged_by=me().id,
        module=module,
        unit=unit,
        answered=said(form.answered),
        keep=form.keep.data,
    )
