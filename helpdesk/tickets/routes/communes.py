"""The commune that somebody writes in a form: understood, asked back when several are meant, or refused."""

from __future__ import annotations

from sqlalchemy.orm import Session

from classcode.errors import Invalid
from classcode.i18n import N_, language
from classcode.territory.models import Commune
from helpdesk.tickets.queries.communes import communes_meant


def commune_told(session: Session, text: str | None, code: str | None) -> str | None:
    """Return the code of the commune told, None when she skipped it; raise `Invalid` where it is unknown or unclear."""
    if code:
        if session.get(Commune, code) is None:
            raise Invalid("commune", N_("Please choose a commune from the list."))
        return code
    written = (text or "").strip()
    if not written:
        return None
    meant = communes_meant(session, written)
    if not meant:
        raise Invalid(
            "commune", N_("We know no commune of this name. Check it, try the postcode, or leave it empty.")
        )
    if len(meant) > 1:
        raise Invalid("commune_code", N_("Several communes go by this. Which one is yours?"))
    return meant[0].code


def communes_offered(session: Session, text: str | None) -> list[tuple[str, str]]:
    """Return the communes to choose among when what was written means several."""
    meant = communes_meant(session, text or "")
    return [(one.code, _told_apart(one)) for one in meant] if len(meant) > 1 else []


def _told_apart(commune: Commune) -> str:
    postcode = f" ({commune.postcodes[0]})" if commune.postcodes else ""
    return f"{commune.called(language())}{postcode}, {commune.region.called(language())}"
