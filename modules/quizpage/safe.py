"""The one place where texts of the catalogue are taken as safe HTML: `classcode.render` made them."""

from __future__ import annotations

from markupsafe import Markup

from modules.catalog import Texts, words


def html(texts: Texts, lang: str) -> Markup:
    """Return a text in this language, or the first that it has, as HTML; empty where there is none."""
    return piece(words(texts, lang))


def piece(text: str) -> Markup:
    """Return a piece of such a text, which may hold half an element."""
    return Markup(text)  # noqa: S704 (made by render, never by a reader)
