"""The blueprint of declared figures, and the regions that a lead may declare for."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session

from classcode.auth import me
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.territory import queries as territory
from tracking.declared_figures import access

bp = Blueprint("declared", __name__)


def regions_offered(session: Session, *, whole: bool = True) -> list[tuple[str, str]]:
    """Return the regions of a form: those she leads, and the whole programme for a lead of all of them."""
    mine = access.regions_of(me())
    named = [
        (one.code, one.called(language())) for some in territory.regions(session).values() for one in some
    ]
    if mine is None:
        return [("", _("The whole programme")), *named] if whole else named
    return [(code, name) for code, name in named if code in mine]
