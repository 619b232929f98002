"""The places of an answer that is kept, and what fills them: a closed list, checked when it is saved. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from classcode.i18n import N_

PLACES: Final[Mapping[str, str]] = {
    "name": N_("how the person who asked is called"),
    "unit": N_("the page that the question is about"),
    "module": N_("its module"),
    "promise": N_("the day by which an answer is promised"),
    "me": N_("your own name"),
}
"""Each place and what comes there, for the page that explains them."""
_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_WITH_SPACE: Final = re.compile(r"[ \N{NO-BREAK SPACE}]?\{([a-z_]+)\}")


def unknown_places(text: str) -> list[str]:
    """Return the places of a text that nothing fills, as written; other braces are left alone, as in code."""
    return [f"{{{name}}}" for name in dict.fromkeys(_PLACE.findall(text)) if name not in PLACES]


def filled(text: str, values: Mapping[str, str | None]) -> str:
    """Return a text with its places filled; one whose value is not known goes, with the space before it."""

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name not in PLACES:
            return found[0]
        value = values.get(name)
        return found[0].replace(f"{{{name}}}", value) if value else ""

    return _WITH_SPACE.sub(fill, text)
