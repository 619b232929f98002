"""Suggestions as a piece of a page, for the script of the form; the form itself shows them without script."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import HiddenField, TextAreaField

from classcode import db
from classcode.auth import ANYONE, open_to
from classcode.forms import ActForm, said
from classcode.i18n import language
from helpdesk.suggesting.passages import course
from helpdesk.suggesting.shelf import Suggestions, suggestions
from helpdesk.tickets.rules.asking import LONGEST

bp = Blueprint("suggesting", __name__)


class SuggestForm(ActForm):
    """The question as far as it is written; it travels in the body alone, so that no address and no log holds it."""

    text = TextAreaField()
    unit = HiddenField()


@bp.post("/help/suggest")
@open_to(ANYONE)
def suggest() -> ResponseReturnValue:
    """Answer with the suggestions for what is written so far, as a piece of HTML that may be empty."""
    form = SuggestForm.read()
    with db.reading() as session:
        return render_template(
            "helpdesk/suggesting/piece.html", found=found_for(session, said(form.text), form.unit.data)
        )


def found_for(session: Session, text: str, here: str | None = None) -> Suggestions:
    """Return what goes with a text, in the language of the page, but for the unit `here` from which it is asked."""
    return suggestions(session, course(language()), text[:LONGEST], language=language(), here=here)
