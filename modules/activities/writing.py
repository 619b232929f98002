"""What people type, as it is compared: words without case, accents and quirks of typing; numbers as French and English
write them.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

_APOSTROPHES: Final = dict.fromkeys(map(ord, "’‘ʼ´`′‛＇"), "'")
_HYPHENS: Final = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_LIGATURES: Final = {ord("œ"): "oe", ord("æ"): "ae", ord("ø"): "o"}
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SAME: Final = {**_APOSTROPHES, **_HYPHENS, **_LIGATURES, **_UNSEEN}
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_EDGES: Final = " .!?;:,\"'«»“”„"
_NUMBER: Final = re.compile(r"([+-]?)(\d{1,12})(?:\.(\d{1,12}))?|([+-]?)\.(\d{1,12})")
_GROUPS: Final = re.compile(r"(?<=\d)[  \u00a0\u202f\u2009'](?=\d{3}(?!\d))")


def normal(text: str) -> str:
    """Return a short answer as it is compared: case, accents, kinds of spaces, apostrophes and commas do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    one_line = " ".join(_DECIMAL_COMMA.sub(".", bare).split()).replace("' ", "'")
    return one_line.strip(_EDGES) or one_line


def as_number(text: str, unit: str = "") -> Decimal | None:
    """Read a number typed with a comma or a point, with spaces between thousands, perhaps with its unit behind.

    None for whatever is no number: it is asked for again, not held to be wrong.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_HYPHENS)).strip()
    shown = unicodedata.normalize("NFKC", unit).strip()
    if shown and plain.casefold().endswith(shown.casefold()):
        plain = plain[: -len(shown)].rstrip()
    plain = _GROUPS.sub("", plain)
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def shown_number(value: Decimal) -> str:
    """Write a number as the record keeps it: digits and a point, no exponent, no idle noughts."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", "", "+0"} else text
