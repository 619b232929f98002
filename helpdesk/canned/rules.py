"""Keeping an answer, changing it, letting it go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import LANGUAGES, N_
from helpdesk.canned.filling import PLACES, unknown_places
from helpdesk.canned.models import CannedAnswer
from helpdesk.tickets.rules.asking import LONGEST

TITLE: Final = 80
"""Characters of a title: what fits in a list on a phone."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and a text in one language."""

    title: str
    text: str


def keep(
    session: Session,
    wordings: Mapping[str, Wording],
    *,
    by: UUID,
    owner_id: UUID | None,
    region_code: str | None,
) -> CannedAnswer:
    """Keep a new answer, for oneself (`owner_id`) or for a region (None: for all); raise `Invalid`."""
    kept = _checked(wordings)
    answer = CannedAnswer(id=uuid4(), owner_id=owner_id, region_code=None if owner_id else region_code)
    _write(answer, kept, by)
    session.add(answer)
    session.flush()
    return answer


def change(session: Session, answer: CannedAnswer, wordings: Mapping[str, Wording], *, by: UUID) -> None:
    """Change what an answer says; raise `Invalid` for the field at fault."""
    _write(answer, _checked(wordings), by)
    session.flush()


def let_go(session: Session, answer: CannedAnswer) -> None:
    """Delete an answer; what was written with it stays where it was sent."""
    session.delete(answer)
    session.flush()


def _write(answer: CannedAnswer, wordings: Mapping[str, Wording], by: UUID) -> None:
    answer.titles = {code: one.title for code, one in wordings.items()}
    answer.texts = {code: one.text for code, one in wordings.items()}
    answer.changed_at, answer.changed_by_id = clock.now(), by


def _checked(wordings: Mapping[str, Wording]) -> dict[str, Wording]:
    """Return the languages that were written, each whole; raise `Invalid` when none is."""
    kept = {
        code: Wording(" ".join(one.title.split()), one.text.replace("\r\n", "\n").strip())
        for code, one in wordings.items()
        if code in LANGUAGES and (one.title.strip() or one.text.strip())
    }
    if not kept:
        raise Invalid("text_fr", N_("Please write the answer in one language at least."))
    for code, one in kept.items():
        _check(code, one)
    return kept


def _check(code: str, one: Wording) -> None:
    if not one.text:
        raise Invalid(f"text_{code}", N_("Please write a few words."))
    if not 0 < len(one.title) <= TITLE:
        raise Invalid(f"title_{code}", N_("Please give a title of at most %(n)s characters."), n=TITLE)
    if len(one.text) > LONGEST:
        raise Invalid(f"text_{code}", N_("Please write at most %(n)s characters."), n=LONGEST)
    if wrong := unknown_places(one.text):
        known = " ".join(f"{{{name}}}" for name in PLACES)
        raise Invalid(
            f"text_{code}",
            N_("Nothing fills %(place)s. These can be filled: %(known)s"),
            place=wrong[0],
            known=known,
        )
