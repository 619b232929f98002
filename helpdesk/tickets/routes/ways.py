"""The addresses that the desk's acts answer with, in the language of the moment."""

from __future__ import annotations

from uuid import UUID

from flask import url_for

from classcode.i18n import language


def back_to(ticket_id: UUID) -> str:
    """Return the address of a thread."""
    return url_for("helpdesk.ticket", lang=language(), ticket_id=ticket_id)


def to_desk() -> str:
    """Return the address of the desk."""
    return url_for("helpdesk.desk", lang=language())
