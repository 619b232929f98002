"""Who is here: the visitor of this request, as views ask for her."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from classcode.auth.visitors import Visitor


def visitor() -> Visitor | None:
    """Return the signed-in person of this request, or None."""
    user: Any = current_user
    return user._get_current_object() if user.is_authenticated else None


def me() -> Visitor:
    """Return the signed-in person of a view that `open_to` keeps closed to others."""
    found = visitor()
    assert found is not None, "this view is open to people who are not signed in"
    return found
