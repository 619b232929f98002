"""Which commune somebody means who writes "Quimper", "29000" or "29000 Quimper"."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from classcode.territory.models import Commune
from classcode.territory.names import normalised, without_article
from classcode.territory.queries import find_communes

CHOICES = 10
"""How many communes are offered at most when several are meant."""


def communes_meant(session: Session, text: str) -> list[Commune]:
    """Return the communes that a text may mean, likeliest first: one when it is clear, none when unknown."""
    digits, letters = " ".join(re.findall(r"\d+", text)), re.sub(r"[\d()]+", " ", text).strip()
    if digits and letters:
        named = {commune.code for commune in find_communes(session, letters, limit=50)}
        found = [commune for commune in find_communes(session, digits, limit=50) if commune.code in named]
    else:
        found = find_communes(session, digits or letters, limit=CHOICES)
    exact = [commune for commune in found if _is(commune, digits, letters)]
    return exact if len(exact) == 1 else found[:CHOICES]


def _is(commune: Commune, digits: str, letters: str) -> bool:
    if not letters:
        return digits in commune.postcodes
    told = without_article(normalised(letters))
    return told in {without_article(normalised(name)) for name in (commune.name, commune.name_nl)}
