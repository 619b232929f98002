"""How the learner of a question is called: by her name, or by a pseudonym when she asked without one. Pure.

A pseudonym belongs to one question: two questions of one person have two, so that nobody can put them together.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final
from uuid import UUID

BIRDS: Final = (
    "Alouette", "Bergeronnette", "Bouvreuil", "Chouette", "Cigogne", "Colibri", "Corneille", "Cygne", "Effraie",
    "Épervier", "Fauvette", "Geai", "Grive", "Héron", "Hirondelle", "Huppe", "Linotte", "Loriot", "Martinet",
    "Merle", "Mésange", "Mouette", "Pinson", "Pluvier", "Roitelet", "Rossignol", "Rouge-gorge", "Sarcelle",
    "Sittelle", "Tarin", "Tourterelle", "Verdier",
)  # fmt: skip


def pseudonym(ticket_id: UUID) -> str:
    """Return the name under which a question asked without one is talked about: "Colibri 27"."""
    number = int.from_bytes(blake2b(ticket_id.bytes, digest_size=8, person=b"desk-name").digest())
    bird, rest = number % len(BIRDS), number // len(BIRDS)
    return f"{BIRDS[bird]} {10 + rest % 90}"


def learner_called(ticket_id: UUID, name: str | None, *, unnamed: bool, named: bool = False) -> str | None:
    """Return what a reader calls the learner: a pseudonym where she asked without a name, unless it may be known."""
    return pseudonym(ticket_id) if unnamed and not named else name
