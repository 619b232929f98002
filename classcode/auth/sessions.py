"""Web sessions: a random token in a signed cookie, its hash in a row. Logging in always makes a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import Flask
from flask import session as cookie
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.auth.models import WebSession
from classcode.auth.visitors import Visitor, find, hash_token, open_session

LASTS: Final = timedelta(days=30)
LASTS_SHARED: Final = timedelta(hours=2)
"""On a shared computer the session is short and the cookie goes with the browser's window."""
NOTED_EVERY: Final = timedelta(minutes=15)
"""The last use is written at most this often: reading a page is not a write."""


def set_up(app: Flask) -> None:
    """Give Flask-Login our sessions: who is here is asked of the rows at each request."""
    manager = LoginManager(app)
    manager.session_protection = None  # rows end sessions; a changing network address on a phone must not

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Visitor | None:
        with db.reading() as session:
            found = find(session, token)
        if found and clock.now() - found.last_used_at > NOTED_EVERY:
            _note_use(token)
        return found


def _note_use(token: str) -> None:
    now = clock.now()
    with db.transaction() as session:
        session.execute(
            update(WebSession).where(WebSession.token_hash == hash_token(token)).values(last_used_at=now)
        )


def start(session: Session, person_id: UUID, *, shared: bool = False) -> None:
    """Sign a person in: a new row, a new token, and nothing kept of the cookie that was there before."""
    token = open_session(session, person_id, LASTS_SHARED if shared else LASTS)
    cookie.clear()
    cookie.permanent = not shared
    found = find(session, token)
    assert found is not None
    login_user(found)


def end_this(session: Session, token: str) -> None:
    """Log out here: the row goes, and the cookie with it."""
    session.execute(delete(WebSession).where(WebSession.token_hash == hash_token(token)))
    logout_user()
    cookie.clear()


def end_all(session: Session, person_id: UUID) -> None:
    """Log out everywhere, as after a new password."""
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))
