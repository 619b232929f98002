"""A short text with headings and tables, written as Markdown and as HTML with nothing loaded from elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the title of a text."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain words."""

    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heads, then its rows."""

    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


Block = Heading | Paragraph | Grid


def markdown(texts: Iterable[tuple[str, Sequence[Block]]]) -> bytes:
    """Write texts, each with its language, below each other."""
    return "\n\n".join(_marked(block) for _, blocks in texts for block in blocks).encode() + b"\n"


def _marked(block: Block) -> str:
    if isinstance(block, Heading):
        return "#" * block.level + " " + block.words
    if isinstance(block, Paragraph):
        return block.words
    lines = [block.heads, ["---"] * len(block.heads), *block.rows]
    return "\n".join("| " + " | ".join(_in_a_cell(one) for one in line) + " |" for line in lines)


def _in_a_cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def html(title: str, texts: Sequence[tuple[str, Sequence[Block]]]) -> bytes:
    """Write texts as one page, each marked with its language."""
    inside = "".join(
        f'<section lang="{language}">{"".join(_tagged(block) for block in blocks)}</section>'
        for language, blocks in texts
    )
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f'<!doctype html><html lang="{texts[0][0]}"><head>{head}</head><body>{inside}</body></html>\n'.encode()


def _tagged(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.words)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p>{escape(block.words)}</p>"
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in block.heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(one))}</td>" for one in row) + "</tr>" for row in block.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
