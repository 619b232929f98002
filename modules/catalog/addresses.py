"""The addresses that compiled pages point to. Routes answer to them; a change here needs a new `compiled.FORMAT`."""

from __future__ import annotations


def unit_page(lang: str, slug: str, unit_id: str) -> str:
    """Return the path of a unit's page."""
    return f"/{lang}/modules/{slug}/{unit_id}"


def help_desk(lang: str, slug: str, unit_id: str) -> str:
    """Return the path where a question about this unit is asked."""
    return f"/{lang}/help/ask?unit={slug}/{unit_id}"


def picture(slug: str, revision: str, name: str) -> str:
    """Return the path of a drawing; it never changes its bytes, for the revision is part of it."""
    return f"/media/{slug}/{revision}/{name}"
