"""The codebook and the report of protection as people read them, in French and in English. Pure.

These are documents that leave with the data, not pages: both languages stand in each, whoever ordered it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tracking.research.codebook import Field, Table
from tracking.research.document import Block, Grid, Heading, Paragraph

LANGUAGES: Final = ("fr", "en")
Texts = list[tuple[str, Sequence[Block]]]


@dataclass(frozen=True, slots=True)
class About:
    """What the documents say of the study."""

    title: str
    responsible: str
    agreement: str
    starts: str
    ends: str
    closes: str


@cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    words: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
        (Path(__file__).parent / "paper.toml").read_text()
    )
    return words


def _in(language: str, words: Sequence[str]) -> str:
    return words[LANGUAGES.index(language)]


def _word(language: str, name: str) -> str:
    return _in(language, _words()["words"][name])


def codebook(about: About, tables: Sequence[Table], rows: Mapping[str, int]) -> Texts:
    """Return the codebook in both languages; `rows` says how many rows each file has."""
    return [(language, list(_codebook(language, about, tables, rows))) for language in LANGUAGES]


def _codebook(
    language: str, about: About, tables: Sequence[Table], rows: Mapping[str, int]
) -> Iterator[Block]:
    yield Heading(1, _word(language, "codebook"))
    yield Paragraph(_word(language, "study") % about.title)
    for line in _head(language, about):
        yield Paragraph(line)
    for table in tables:
        yield Heading(2, table.path)
        many = _word(language, "rows") % rows[table.name]
        yield Paragraph(f"{_in(language, (table.fr, table.en))} ({many})")
        heads = [_word(language, one) for one in ("column", "type", "meaning", "values")]
        yield Grid(heads, [_line(language, one) for one in table.fields])
    if "statements" in rows:
        yield Heading(2, "statements.jsonl")
        many = _word(language, "rows") % rows["statements"]
        yield Paragraph(f"{_word(language, 'statements')} ({many})")


def _head(language: str, about: About) -> Iterator[str]:
    for name in ("responsible", "agreement", "closes"):
        yield _word(language, name) % getattr(about, name)
    yield _word(language, "days") % (about.starts, about.ends)


def _line(language: str, field: Field) -> list[str]:
    bound = [f"{rule}: {_told(value)}" for rule, value in field.constraints.items()]
    missing = [] if field.required else [_word(language, "missing")]
    return [field.name, field.type, _in(language, (field.fr, field.en)), "; ".join(bound + missing)]


def _told(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def protection(about: About, told: Mapping[str, Any]) -> Texts:
    """Return the report of protection in both languages."""
    return [(language, list(_protection(language, about, told))) for language in LANGUAGES]


def _protection(language: str, about: About, told: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(1, _word(language, "protection"))
    yield Paragraph(_word(language, "study") % about.title)
    for line in _head(language, about):
        yield Paragraph(line)
    columns = [[one["name"], _in(language, _words()["steps"][one["step"]])] for one in told["columns"]]
    if columns:
        yield Grid([_word(language, "column"), _word(language, "written")], columns)
    figures = [[_in(language, words), told[name]] for name, words in _words()["figures"].items()]
    yield Grid([_word(language, "figure"), _word(language, "value")], figures)
    for limit in _words()["limits"].values():
        yield Paragraph(_in(language, limit))
