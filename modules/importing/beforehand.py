"""What is looked for in a whole body before its lines are walked: comments, and the addresses that references name."""

from __future__ import annotations

import re
from typing import Final

from modules.importing.links import REFERENCE, Reference

FENCE: Final = re.compile(r"(\s*)(`{3,}|~{3,})\s*\{?\.?([\w+#-]*)")
"""The line that opens a block of code: its margin, its signs and its language."""


def without_comments(body: str) -> str:
    """Take HTML comments out, leaving their line ends so that numbers stay; not inside code."""
    parts = re.split(r"(?ms)(^[ ]*(?:```|~~~).*?^[ ]*(?:```|~~~)[ ]*$)", body)
    return "".join(
        part if at % 2 else re.sub(r"(?s)<!--.*?-->", lambda found: "\n" * found[0].count("\n"), part)
        for at, part in enumerate(parts)
    )


def references_of(lines: list[str]) -> tuple[dict[str, Reference], list[str]]:
    """Return the addresses that are named somewhere, and the lines without them."""
    found: dict[str, Reference] = {}
    kept: list[str] = []
    fence = ""
    for line in lines:
        opening = FENCE.match(line)
        if opening and (not fence or line.strip() == fence):
            fence = "" if fence else opening[2]
        named = None if fence else REFERENCE.fullmatch(line)
        if named:
            found[" ".join(named[1].lower().split())] = (named[2], (named[3] or "").replace('"', ""))
        kept.append("" if named else line)
    return found, kept
