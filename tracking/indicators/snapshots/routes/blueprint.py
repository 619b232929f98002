"""The blueprint of publications, and what their pages have in common."""

from __future__ import annotations

from flask import Blueprint, Response

from tracking.indicators import asking
from tracking.indicators.snapshots import files

bp = Blueprint("publications", __name__)


def may_publish() -> bool:
    """Tell whether the signed-in lead leads everywhere: a publication tells of all regions."""
    return asking.allowed() is None


def as_kept(slug: str, fmt: str, language: str, content: bytes) -> Response:
    """Return a file exactly as it is kept."""
    name = files.name(slug, fmt, language)
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=files.kind(fmt), headers=told)
