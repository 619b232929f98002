"""The blueprint of meetings, and where a meeting's page is; each post is one act and answers with a page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for

from classcode import i18n

bp = Blueprint("meetings", __name__)


def address(meeting_id: UUID) -> str:
    """Return the address of a meeting's page in the reader's language."""
    return url_for("meetings.show", lang=i18n.language(), meeting_id=meeting_id)
