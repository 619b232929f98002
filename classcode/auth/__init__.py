"""Who is here and what is open to them: server-side web sessions behind Flask-Login, and `open_to` on every view."""

from classcode.auth.access import ANYONE, SIGNED_IN, open_to
from classcode.auth.here import me, visitor
from classcode.auth.sessions import end_all, end_this, set_up, start
from classcode.auth.visitors import Visitor

__all__ = [
    "ANYONE",
    "SIGNED_IN",
    "Visitor",
    "end_all",
    "end_this",
    "me",
    "open_to",
    "set_up",
    "start",
    "visitor",
]
