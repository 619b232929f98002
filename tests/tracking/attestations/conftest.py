"""Something that took place near Rennes, and what Ada deserves for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode.people.models import Person
from tracking import vocabulary
from tracking.attestations import rules
from tracking.attestations.deserving import Deserved, Occasion
from tracking.attestations.models import Attestation, AttestationKind

Attest = Callable[..., Attestation]


def occasion(led_by: Person | None = None) -> Occasion:
    return Occasion(
        of=vocabulary.meeting(uuid4()),
        kind=AttestationKind.ATTENDANCE,
        held_on=date(2026, 11, 10),
        module="creative-programming",
        commune_code="FR-35238",
        led_by_id=led_by.id if led_by else None,
        language="fr",
    )


def due(what: Occasion, person: Person, minutes: int = 90, role: str = "participant") -> Deserved:
    return Deserved(occasion=what, person_id=person.id, role=role, minutes=minutes)


@dataclass
class Attested:
    """An occasion with the session in which papers about it are written."""

    session: Session
    what: Occasion
    by: Person

    def settle(
        self, person: Person, minutes: int | None = 90, role: str = "participant"
    ) -> Attestation | None:
        """Make what stands for somebody be so many minutes, or nothing."""
        deserved = due(self.what, person, minutes, role) if minutes else None
        return rules.settle(self.session, self.what, person.id, deserved, by=self.by.id)


@pytest.fixture
def attested(session: Session, bruno: Person) -> Attested:
    """An evening that Bruno led."""
    return Attested(session, occasion(bruno), bruno)
