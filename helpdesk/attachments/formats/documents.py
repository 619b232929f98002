"""Plain text and PDF: recognised, and kept as they are. A PDF keeps its properties, its author's name among them."""

from __future__ import annotations

import re
from typing import Final

from helpdesk.attachments.formats.reading import Clean, Damaged

_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
"""Signs that no text holds, in UTF-8 or in what spreadsheets write; a tab, line ends and a form feed are text."""
_PDF: Final = re.compile(rb"%PDF-[12]\.\d")
_TAIL: Final = 2048


def read_text(data: bytes) -> Clean:
    """Return a text as it is; raise `Damaged` for what holds other signs than a text."""
    if _NO_TEXT.search(data) or _PDF.match(data):
        raise Damaged
    return Clean(data)


def read_pdf(data: bytes) -> Clean:
    """Return a PDF as it is; raise `Damaged` for one without its first or last mark (ISO 32000-2, 7.5.2 and 7.5.5)."""
    if not _PDF.match(data) or b"%%EOF" not in data[-_TAIL:]:
        raise Damaged
    return Clean(data)
