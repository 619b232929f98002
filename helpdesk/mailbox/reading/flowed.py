"""Text whose lines were broken for travelling only, put together again (RFC 3676, format=flowed)."""

from __future__ import annotations

from typing import Final

SIGNATURE: Final = "-- "


def unflowed(text: str, *, delete_space: bool) -> str:
    """Return the text with each soft line break undone; quotations keep their depth, the signature its line."""
    lines: list[str] = []
    open_depth: int | None = None
    for raw in text.split("\n"):
        depth, line = _split(raw)
        mark = ">" * depth + " " if depth else ""
        if open_depth == depth and line and line != SIGNATURE:
            lines[-1] += line
        else:
            lines.append(mark + line)
        soft = line.endswith(" ") and line != SIGNATURE
        open_depth = depth if soft else None
        if soft and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _split(raw: str) -> tuple[int, str]:
    """Return a line's depth of quotation and its words, without the space that was stuffed before them."""
    line = raw.lstrip(">")
    return len(raw) - len(line), line.removeprefix(" ")
