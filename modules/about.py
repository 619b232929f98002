"""What a page says of itself below its text: for which classes, about what, under which licence. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from classcode.i18n import N_, language
from classcode.i18n import gettext as _
from modules.catalog import Module, Unit

_CREATIVE_COMMONS: Final = re.compile(r"CC-(BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?)-(4\.0)")
_CC0: Final = "CC0-1.0"
_CYCLE: Final = re.compile(r"cycle([1-4])")
_PRIMARY: Final = re.compile(r"([ps])([1-6])")

TAGS: Final[dict[str, str]] = {
    "accessibility": N_("accessibility"),
    "algorithm": N_("algorithm"),
    "assessment": N_("assessment"),
    "binary": N_("binary"),
    "binary-search": N_("binary search"),
    "citizenship": N_("citizenship"),
    "comparison": N_("comparison"),
    "complexity": N_("number of steps"),
    "computational-thinking": N_("computational thinking"),
    "condition": N_("condition"),
    "copyright": N_("authors’ rights"),
    "creative-commons": N_("Creative Commons"),
    "creativity": N_("creativity"),
    "credit": N_("naming one’s sources"),
    "culture": N_("culture"),
    "curriculum": N_("school programmes"),
    "data": N_("data"),
    "debugging": N_("debugging"),
    "decomposition": N_("breaking down a problem"),
    "equity": N_("equity"),
    "event": N_("event"),
    "first-steps": N_("first steps"),
    "free-software": N_("free software"),
    "function": N_("function"),
    "game": N_("game"),
    "gender": N_("girls and boys"),
    "glossary": N_("glossary"),
    "history": N_("history"),
    "image": N_("images"),
    "inclusion": N_("inclusion"),
    "initialisation": N_("starting values"),
    "instruction": N_("instruction"),
    "introduction": N_("introduction"),
    "iteration": N_("small steps"),
    "kit": N_("kit"),
    "lesson-plan": N_("lesson plan"),
    "list": N_("list"),
    "logic": N_("logic"),
    "loop": N_("loop"),
    "meeting": N_("meeting"),
    "message": N_("message"),
    "method": N_("method"),
    "observation": N_("observation"),
    "organisation": N_("organisation"),
    "parameter": N_("parameter"),
    "planning": N_("planning"),
    "privacy": N_("privacy"),
    "progression": N_("progression"),
    "project": N_("project"),
    "random": N_("chance"),
    "reading": N_("reading programs"),
    "remix": N_("remix"),
    "rubric": N_("criteria"),
    "search": N_("search"),
    "sensing": N_("sensors"),
    "sequence": N_("sequence"),
    "sorting": N_("sorting"),
    "stereotypes": N_("stereotypes"),
    "storytelling": N_("stories"),
    "summary": N_("summary"),
    "testing": N_("testing"),
    "trace": N_("drawing with a turtle"),
    "unplugged": N_("without a computer"),
    "variable": N_("variable"),
}
"""Words for the tags of our own modules; another tag is shown as it is written."""


@dataclass(frozen=True, slots=True)
class About:
    """Lines of words; `licence_url` leads to the licence's own page, "" for one we do not know."""

    levels: tuple[str, ...]
    tags: tuple[str, ...]
    licence: str
    licence_url: str
    authors: tuple[str, ...]


def about(module: Module, unit: Unit) -> About:
    """Return what is said of a unit, in the reader's language."""
    name, url = licence(module.license)
    levels, tags = tuple(map(level, unit.level)), tuple(map(tag, unit.tags))
    return About(levels, tags, name, url, module.authors)


def level(written: str) -> str:
    """Say a level: cycles of French schools, years of Belgian ones (p3, s2); others as they are written."""
    if cycle := _CYCLE.fullmatch(written):
        return _("cycle %(number)s", number=cycle[1])
    if year := _PRIMARY.fullmatch(written.lower()):
        primary = year[1] == "p"
        said = _("primary year %(number)s") if primary else _("secondary year %(number)s")
        return said % {"number": year[2]}
    return written


def tag(written: str) -> str:
    """Say a tag in words."""
    return _(TAGS[written]) if written in TAGS else written.replace("-", " ")


def licence(written: str) -> tuple[str, str]:
    """Return a licence's name and the address of its text, in the reader's language where it has one."""
    if known := _CREATIVE_COMMONS.fullmatch(written):
        name = f"Creative Commons {known[1]} {known[2]}"
        return name, f"https://creativecommons.org/licenses/{known[1].lower()}/{known[2]}/deed.{language()}"
    if written == _CC0:
        return (
            "Creative Commons Zero 1.0",
            f"https://creativecommons.org/publicdomain/zero/1.0/deed.{language()}",
        )
    return written, ""
