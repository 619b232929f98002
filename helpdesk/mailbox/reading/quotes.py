"""How mail programs announce what they quote, in French, English, Dutch, German, Italian and Spanish.

Three forms: a sentence ("Le 22 nov. 2026 à 10:00, Ada a écrit :"), a block of labels ("De : … Envoyé : … Objet : …"),
and a line of dashes with a title. Each is looked for at one line and the few after it, so that reading stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

WRAPPED: Final = 4
"""Lines over which a sentence may be broken."""
LABELS: Final = 9
"""Lines among which the labels of one block stand."""

_SENTENCE: Final = re.compile(
    r"(?:le\s.{6,300}a\s[ée]crit"
    r"|.{3,200}a\s[ée]crit\sle\s.{6,100}"
    r"|on\s.{6,300}wrote"
    r"|op\s.{6,300}(?:schreef|heeft)(?:\s.{0,200})?"
    r"|.{3,200}schreef\sop\s.{6,100}"
    r"|am\s.{6,300}schrieb(?:\s.{0,200})?"
    r"|il\s.{6,300}ha\sscritto"
    r"|el\s.{6,300}escribi[óo]"
    r"|\d{4}-\d{2}-\d{2}\s.{4,200}<[^<>\s]{3,200}@[^<>\s]{3,200}>)\s?:",
    re.IGNORECASE,
)
_DATED: Final = re.compile(r"\d{1,2}\s?[:h.]\s?\d{2}|\d{4}|@")
"""A sentence of somebody's own that ends with "a écrit :" names no hour, no year and no address."""

_FROM: Final = r"de|from|van|von|da|expéditeur"
_SENT: Final = r"envoyé(?: le)?|date|sent|verzonden|datum|gesendet|inviato|enviado"
_TO: Final = r"à|a|to|aan|an|destinataires?|cc|copie à|kopie|para"
_ABOUT: Final = r"objet|subject|onderwerp|betreff|oggetto|asunto|sujet"
_LABEL: Final = re.compile(
    rf"[>\s*_|]*(?:(?P<f>{_FROM})|(?P<s>{_SENT})|(?P<t>{_TO})|(?P<o>{_ABOUT}))[\s*_]*:[\s*_]*", re.IGNORECASE
)
_TITLE: Final = re.compile(
    r"[>\s]*-{2,}\s*(?:message d[’']origine|message original|mail original|courriel original|original message"
    r"|original e-?mail|reply message|oorspronkelijk bericht|origineel bericht|urspr[üu]ngliche nachricht)\s*-{2,}\s*",
    re.IGNORECASE,
)
_POST: Final = re.compile(r"[>\s]*message du \d{1,2}[/ ].{2,30}", re.IGNORECASE)
"""How webmails of La Poste and Orange begin."""
_FORWARDED: Final = re.compile(
    r"[>\s]*(?:-{3,}\s*(?:forwarded message|message transf[ée]r[ée]|doorgestuurd bericht|weitergeleitete nachricht"
    r"|mail transf[ée]r[ée])\s*-{3,}|d[ée]but du message r[ée]exp[ée]di[ée]\s?:|begin forwarded message\s?:"
    r"|begin doorgestuurd bericht\s?:|anfang der weitergeleiteten nachricht\s?:)\s*",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"[>\s]*[-_=*]{5,}\s*")


def is_quoted(line: str) -> bool:
    """Tell whether a line is marked as somebody else's words."""
    return line.lstrip().startswith(">")


def is_forward(line: str) -> bool:
    """Tell whether a mail is passed on from here: its words are then part of what is said."""
    return _FORWARDED.fullmatch(line) is not None


def announced(lines: Sequence[str], at: int) -> int:
    """Return how many lines from here on announce a quotation; 0 when none do."""
    if _TITLE.fullmatch(lines[at]) or _POST.fullmatch(lines[at]):
        return 1 + _labels(lines, at + 1)
    return _sentence(lines, at) or _labels(lines, at)


def _sentence(lines: Sequence[str], at: int) -> int:
    said = ""
    for count, line in enumerate(lines[at : at + WRAPPED], 1):
        words = line.strip().lstrip("> ").strip()
        if not words or len(words) > 400:
            return 0
        said = f"{said} {words}".strip()
        if words.endswith(":") and _SENTENCE.fullmatch(said) and _DATED.search(said):
            return count
    return 0


def _labels(lines: Sequence[str], at: int) -> int:
    """Return the length of a block of labels that says who, and when or about what; an empty line may follow each."""
    found: set[str] = set()
    last = at - 1
    for place in range(at, min(at + LABELS, len(lines))):
        match = _LABEL.match(lines[place][:80])
        if match is None:
            if place == at and _blank(lines[place]):
                continue
            if not found or not (_blank(lines[place]) or place == last + 1):
                break
            continue
        found.add(match.lastgroup or "")
        last = place
    enough = "f" in found and bool(found & {"s", "t"}) and len(found) >= 3
    return last - at + 1 if enough else 0


def _blank(line: str) -> bool:
    return not line.strip("> \t")


def is_rule(line: str) -> bool:
    """Tell whether a line only separates."""
    return _RULE.fullmatch(line) is not None
