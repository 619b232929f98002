"""Who is to be erased: from what was typed to every identifier under which the record may know her."""

from __future__ import annotations

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.queries import addresses_of, person_by_email
from tracking.erasure.queries import Subject
from tracking.log.identities import identifier_told, own_account, own_actor, same_person
from tracking.models import Pseudonym
from tracking.projections.reading import person_of
from tracking.xapi.pseudonyms import key_from


def subject_told(session: Session, text: str, secret: str) -> Subject | None:
    """Return the subject of an identifier as people type it; None when it is none."""
    iri_base: str = session.info["iri_base"]
    identifier = identifier_told(text, iri_base)
    return _subject(session, [identifier], secret) if identifier else None


def subject_by_email(session: Session, email: str, secret: str) -> Subject | None:
    """Return the subject that the person of a confirmed address is: her pseudonym and all her confirmed addresses."""
    person = person_by_email(session, email)
    if person is None:
        return None
    iri_base: str = session.info["iri_base"]
    actor = session.scalar(select(Pseudonym.actor).where(Pseudonym.person_id == person.id))
    confirmed = sorted(one.email for one in addresses_of(session, person.id) if one.confirmed_at)
    named = [own_account(actor, iri_base)] if actor else []
    return _subject(session, [*named, *(f"mbox:mailto:{one}" for one in confirmed)], secret)


def _subject(session: Session, named: list[str], secret: str) -> Subject:
    """Return the subject of these identifiers; two accounts that were merged are one person, and go together."""
    iri_base: str = session.info["iri_base"]
    key = key_from(secret)
    every = dict.fromkeys(one for name in named for one in same_person(name, key, iri_base))
    told = [actor for one in every if (actor := own_actor(one, iri_base))]
    actors = tuple(dict.fromkeys(one for actor in told for one in person_of(session, actor)[1]))
    every |= dict.fromkeys(own_account(actor, iri_base) for actor in actors)
    digest = hmac.new(key, b"erasure of " + named[0].encode(), "sha256").hexdigest()
    return Subject(tuple(every), digest, actors)
