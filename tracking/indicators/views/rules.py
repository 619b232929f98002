"""Keeping, naming and letting go of views, and asking for their figures by mail or no longer. Who may: their owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from tracking.indicators.views.models import MonthlyMail, SavedView
from tracking.indicators.views.pages import PLACES

MOST: Final = 30
"""Views of one person: more is no list to find something in."""
LONGEST_NAME: Final = 60
LINK_LASTS: Final = timedelta(days=365)
"""How long the link of a mail stops those that follow; a younger mail has one that does."""


class LinkGone(Refused):
    """No view has this link: it is unknown, or the view was let go of."""

    status = 410
    message = N_("This link leads to no saved view any more. No mail will come of it.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is kept: a name, a page, and the query of its address."""

    name: str
    page: str
    asked: str


def save(session: Session, person_id: UUID, wish: Wish) -> UUID:
    """Keep a view and return its id; raise `Invalid` for a name that will not do, or where she keeps the most."""
    if wish.page not in PLACES:
        raise Invalid("page", N_("This page cannot be saved as a view."))
    held = session.scalar(select(func.count()).where(SavedView.person_id == person_id)) or 0
    if held >= MOST:
        raise Invalid("called", N_("You keep %(most)s views. Delete one of them first."), most=MOST)
    values = {
        "id": uuid4(),
        "person_id": person_id,
        "name": _named(wish.name),
        "page": wish.page,
        "asked": wish.asked,
        "saved_at": clock.now(),
    }
    if not db.insert_once(session, SavedView, values):
        raise _taken()
    return UUID(str(values["id"]))


def view(session: Session, person_id: UUID, view_id: UUID) -> SavedView:
    """Return a view of hers; raise `NotFound` for another's and for one that does not exist."""
    found = session.get(SavedView, view_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def rename(session: Session, person_id: UUID, view_id: UUID, name: str) -> None:
    """Give a view of hers another name; raise `Invalid` or `NotFound`."""
    found, wanted = view(session, person_id, view_id), _named(name)
    same = (SavedView.person_id == person_id, SavedView.name == wanted, SavedView.id != view_id)
    if session.scalar(select(SavedView.id).where(*same)) is not None:
        raise _taken()
    found.name = wanted


def let_go(session: Session, person_id: UUID, view_id: UUID) -> None:
    """Let go of a view of hers, and of its mails; raise `NotFound`."""
    session.delete(view(session, person_id, view_id))


def mail_monthly(session: Session, person_id: UUID, view_id: UUID, *, wanted: bool) -> None:
    """Send the figures of a view of hers each month from the next on, or no longer; raise `NotFound`."""
    found = view(session, person_id, view_id)
    if not wanted:
        found.mailed_since = None
    elif found.mailed_since is None:
        found.mailed_since = clock.now()


def hash_of(token: str) -> str:
    """Return what is kept of a link that stops the mails; a plain hash will do, since the token is long and random."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def stopped_by(session: Session, token: str) -> SavedView:
    """Return the view whose mails a link stops; raise `LinkGone`. Reading it changes nothing."""
    found = session.scalar(
        select(SavedView)
        .join(MonthlyMail, MonthlyMail.view_id == SavedView.id)
        .where(MonthlyMail.stop_hash == hash_of(token))
    )
    if found is None:
        raise LinkGone
    return found


def stop(session: Session, token: str) -> None:
    """End the mails of the view that a link stops; doing it twice is the same. Raise `LinkGone`."""
    stopped_by(session, token).mailed_since = None


def order(session: Session, view_id: UUID, month: str) -> UUID | None:
    """Write that a month of a view is to be told; return the row's id, None where it was written before."""
    values = {"id": uuid4(), "view_id": view_id, "month": month, "due_at": clock.now()}
    return UUID(str(values["id"])) if db.insert_once(session, MonthlyMail, values) else None


def forget(session: Session) -> int:
    """Delete the months that were closed longer ago than their link works; return how many."""
    old = MonthlyMail.done_at < clock.now() - LINK_LASTS
    return db.changed(session.execute(delete(MonthlyMail).where(old)))


def close(session: Session, mail_id: UUID, token: str | None) -> bool:
    """Close a month of a view, with the token of its mail's link where there is a mail; tell whether it was open."""
    here = (MonthlyMail.id == mail_id, MonthlyMail.done_at.is_(None))
    values = {"done_at": clock.now(), "stop_hash": hash_of(token) if token else None}
    return db.changed(session.execute(update(MonthlyMail).where(*here).values(values))) == 1


def _named(name: str) -> str:
    told = " ".join(name.split())
    if not 0 < len(told) <= LONGEST_NAME:
        raise Invalid("called", N_("Please give a name of at most %(n)s characters."), n=LONGEST_NAME)
    return told


def _taken() -> Invalid:
    return Invalid("called", N_("You have a view of this name. Please choose another name."))
