"""The addresses that the desk's acts answer with, in the language of the moment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for

from classcode.i18n import language


def back_to(ticket_id: UUID, **query: Any) -> str:
    """Return the address of a thread; `query` goes behind its question mark."""
    return url_for("helpdesk.ticket", lang=language(), ticket_id=ticket_id, **query)


def to_desk(**query: Any) -> str:
    """Return the address of the desk; `query` goes behind its question mark."""
    return url_for("helpdesk.desk", lang=language(), **query)
