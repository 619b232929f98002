"""Every sentence of the desk is in its French and Dutch catalogues, with the same places to fill."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from classcode import i18n

ROOT = Path(__file__).parents[3]
KEYWORDS = dict(DEFAULT_KEYWORDS) | {"N_": None}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "nl"])


def first(message: object) -> str:
    """Return the message id: of a plural, its singular."""
    return str(message[0] if isinstance(message, tuple | list) else message)


@cache
def sentences() -> frozenset[str]:
    """Return every marked sentence of the desk's Python files and templates; meetings have their own."""
    python = [*(ROOT / "helpdesk").glob("*.py"), *(ROOT / "helpdesk" / "tickets").rglob("*.py")]
    found = {first(one[1]) for path in python for one in extract_from_file("python", path, keywords=KEYWORDS)}
    for path in (ROOT / "classcode" / "templates" / "helpdesk").glob("*.html"):
        with path.open("rb") as file:
            found |= {first(one[2]) for one in babel_extract(file, ["_", "ngettext"], [], {})}
    return frozenset(found)


def translated(language: str) -> dict[str, list[str]]:
    """Return the desk's catalogue of a language: a sentence's translations, several for a plural."""
    with (i18n.LOCALE_DIR / language / "helpdesk.po").open("rb") as file:
        rows = [one for one in read_po(file, locale=language) if one.id]
    return {first(one.id): [one.string] if isinstance(one.string, str) else list(one.string) for one in rows}


@LANGUAGES
def test_the_catalogue_holds_each_sentence_and_nothing_else(language: str) -> None:
    assert len(sentences()) > 100
    assert set(translated(language)) == sentences()
    assert all(all(words) for words in translated(language).values())


@LANGUAGES
def test_translations_fill_the_same_places(language: str) -> None:
    wrong = {
        source: words
        for source, all_words in translated(language).items()
        for words in all_words
        if "%(n)s" not in source + words
        and set(re.findall(r"%\(\w+\)s", source)) != set(re.findall(r"%\(\w+\)s", words))
    }
    assert wrong == {}
