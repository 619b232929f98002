"""The charter of the desk: its text in each language, as HTML, and the version that somebody accepts. No database."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from classcode import render

VERSION: Final = "2026-11"
"""Changes whenever the charter asks for something else; corrections of a translation leave it."""
FOLDER: Final = Path(__file__).parent / "charters"


@cache
def text(language: str) -> str:
    """Return the charter as safe HTML; raises when a language of the interface has none."""
    return render.message((FOLDER / f"{language}.md").read_text(encoding="utf-8"))
