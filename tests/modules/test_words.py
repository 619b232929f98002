"""Every sentence of this area is said in French and Dutch, with the same places to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from classcode.i18n import catalogue
from modules.catalog import faults
from modules.catalog.problems import Fault

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "N_": None, "NotAnAnswer": (2,)}


def _sentences() -> Iterator[str]:
    for fault in vars(faults).values():
        if isinstance(fault, Fault):
            yield from fault
    yield from _in_code()


def _in_code() -> Iterator[str]:
    for name in ("catalog", "activities"):
        found = extract_from_dir(ROOT / "modules" / name, [("**.py", "python")], keywords=KEYWORDS)
        for _file, _line, message, _comments, _context in found:
            yield message if isinstance(message, str) else message[0]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_sentence_is_translated_with_the_same_places(language: str) -> None:
    said = {sentence: catalogue(language).gettext(sentence) for sentence in _sentences()}
    assert [sentence for sentence, words in said.items() if words == sentence] == []
    assert [sentence for sentence, words in said.items() if _places(words) != _places(sentence)] == []


def _places(sentence: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s", sentence))
