"""Every file of a publication, made once from its document: what is frozen with it, and what may take longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from classcode import i18n
from tracking.indicators.exports import formats
from tracking.indicators.exports.sheets import Naming
from tracking.indicators.snapshots import reading
from tracking.indicators.snapshots.document import Document
from tracking.indicators.snapshots.naming import naming

JSON: Final = "json"
PLAIN_CSV: Final = ("csv", "en")
FRENCH_CSV: Final = ("csv-fr", "fr")
WORKBOOKS: Final = ("xlsx", "ods")
PAPER: Final = "pdf"
JSON_KIND: Final = "application/json; charset=utf-8"
ZONE: Final = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Made:
    """One file: its format, its language (empty for the document itself), its bytes."""

    fmt: str
    language: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return sha256(self.content).hexdigest()


def frozen(document: bytes) -> Iterator[Made]:
    """Yield what is frozen byte for byte: the document, the CSV for programs, the CSV for French spreadsheets."""
    yield Made(JSON, "", document)
    found = reading.read(document)
    for fmt, language in (PLAIN_CSV, FRENCH_CSV):
        yield _made(found, fmt, language)


def others(document: bytes) -> Iterator[Made]:
    """Yield the workbooks and, where this installation draws them, the papers, in the three languages."""
    found, offered = reading.read(document), formats.offered()
    for fmt in (*WORKBOOKS, PAPER):
        for language in i18n.LANGUAGES:
            if fmt in offered:
                yield _made(found, fmt, language)


def _made(document: Document, fmt: str, language: str) -> Made:
    with i18n.reader(language, ZONE):
        # Hundreds of rows by region and month would make a paper that nobody prints.
        named: Naming = naming(document, months_of_regions=fmt != PAPER)
        return Made(fmt, language, formats.made(fmt, named))


def name(slug: str, fmt: str, language: str) -> str:
    """Return the name under which a file is saved."""
    if fmt == JSON:
        return f"{slug}.json"
    return f"{slug}-{language}.{formats.FORMATS[fmt].extension}"


def kind(fmt: str) -> str:
    """Return the media type of a format; raises KeyError for an unknown one."""
    return JSON_KIND if fmt == JSON else formats.FORMATS[fmt].kind
