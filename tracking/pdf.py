"""The one door to PDF files: weasyprint, which an installation may lack. Its import waits until somebody asks.

Files are PDF/UA-1 (ISO 14289-1): tagged, with a title and a language, so that a screen reader reads them.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any


@cache
def _printer() -> Any:
    """Return weasyprint's `HTML`, or None where it, or the Pango that it draws text with, is not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        return None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it tells of each step of each file
    return HTML


def available() -> bool:
    """Tell whether this installation can make PDF files."""
    return _printer() is not None


def made(html: str) -> bytes:
    """Return a whole document as a PDF/UA-1 file; nothing that it names is fetched."""
    data: bytes = _printer()(string=html, url_fetcher=_fetch_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return data


def _fetch_nothing(url: str, *_args: object, **_named: object) -> Any:
    raise ValueError(f"a paper names nothing from elsewhere: {url[:80]}")
