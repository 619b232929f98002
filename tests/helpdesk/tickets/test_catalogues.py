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


ROOMS = ("tickets", "canned", "presence")
PAGES = (
    "desk", "ticket", "lines", "mine", "queue", "earlier", "kept", "keys", "shortcuts", "join", "split", "why",
    "kept_answers", "kept_answer", "attempt",
)  # fmt: skip
"""The desk's rooms and pages whose words are in this catalogue; other rooms have their own."""


@cache
def sentences() -> frozenset[str]:
    """Return every marked sentence of the desk's Python files and templates."""
    python = [path for room in ROOMS for path in (ROOT / "helpdesk" / room).rglob("*.py")]
    found = {first(one[1]) for path in python for one in extract_from_file("python", path, keywords=KEYWORDS)}
    for name in PAGES:
        with (ROOT / "classcode" / "templates" / "helpdesk" / f"{name}.html").open("rb") as file:
            found |= {first(one[2]) for one in babel_extract(file, ["_", "ngettext"], [], {})}
    return frozenset(found)


def translated(language: str) -> dict[str, list[str]]:
    """Return what all catalogues of a language hold: a sentence's translations, several for a plural."""
    rows = []
    for path in (i18n.LOCALE_DIR / language).glob("*.po"):
        with path.open("rb") as file:
            rows += [one for one in read_po(file, locale=language) if one.id]
    return {first(one.id): [one.string] if isinstance(one.string, str) else list(one.string) for one in rows}


@LANGUAGES
def test_each_sentence_of_the_desk_is_translated(language: str) -> None:
    told = translated(language)
    assert len(sentences()) > 300
    assert sentences() - set(told) == set()
    assert all(all(told[one]) for one in sentences())


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
