"""The demonstration's own files: names, places, facilitators and threads, read from data/."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A conversation with the desk: its unit and language, what is asked and answered (again), and the thanks."""

    id: str
    unit: str
    lang: str
    asks: str
    answers: str
    thanks: str
    again: str | None = None
    answers_again: str | None = None
    kind: str = "help"


@cache
def scripts() -> tuple[Script, ...]:
    """Return all conversations in the order of their file."""
    return tuple(Script(**one) for one in toml("threads")["thread"])


def script(script_id: str) -> Script:
    """Return the conversation of this id."""
    return next(one for one in scripts() if one.id == script_id)


_CONTRACTED: Final = (
    (r"\bde Le ", "du "),
    (r"\bde Les ", "des "),
    (r"\bà Le ", "au "),
    (r"\bà Les ", "aux "),
    (r"\bde (?=[AEÉÈÊIÎOÔUY])", "d'"),
)


def near(text: str, commune: str) -> str:
    """Return a script's text with the commune in its place, contracted as French has it: "du Mans", "d'Arles"."""
    filled = text.replace("{commune}", commune)
    for before, after in _CONTRACTED if commune in filled else ():
        filled = re.sub(before, after, filled)
    return filled


@cache
def names(group: str) -> tuple[str, ...]:
    """Return the invented first names of a group."""
    return tuple(toml("names")[group].split())


@cache
def schools() -> tuple[str, ...]:
    """Return the invented schools and structures."""
    return tuple(
        name.strip() for name in toml("names")["schools"].replace("\n", "|").split("|") if name.strip()
    )


@cache
def toml(name: str) -> dict[str, Any]:
    """Return a file of data/ as it was written."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
