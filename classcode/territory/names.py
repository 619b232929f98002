"""One way to write names for looking them up; pure text, no table."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"})
_SHORT: Final = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ARTICLES: Final = ("le", "la", "les", "l")


def normalised(text: str) -> str:
    """Return text as terms are stored: "Saint-Étienne", "ST ETIENNE" and "st. étienne" are the same."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return " ".join(_SHORT.get(word, word) for word in words)


def without_article(term: str) -> str:
    """Return a normalised name without its leading French article, so that "mans" finds Le Mans."""
    first, _, rest = term.partition(" ")
    return rest if rest and first in _ARTICLES else term
