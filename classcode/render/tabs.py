"""Tabs: texts of which one is read at a time, written `=== "Title"` with their text indented by four spaces.

They come out one below the other, each under its title: so they are read without script, and printed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Final

from markdown.extensions.admonition import AdmonitionProcessor

TAB: Final = "tab"
TITLE: Final = "tab-title"
SET: Final = "tabs"


class Tabs(AdmonitionProcessor):
    """Reads each tab as a note is read: the same indentation, the same blocks inside."""

    CLASSNAME = f"{TAB} "  # with the space that notes have before their kind, or “table” would be one
    CLASSNAME_TITLE = TITLE
    RE = re.compile(r'(?:^|\n)=== +"([^"\n]{1,100})" *(?:\n|$)')

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """Return no kind, and the title as its author wrote it."""
        return "", match.group(1).strip()


def gathered(parent: etree.Element) -> None:
    """Put tabs that follow each other into one set; their class loses the space it was read by."""
    found: etree.Element | None = None
    for child in list(parent):
        if child.tag == "div" and child.get("class", "").startswith(Tabs.CLASSNAME):
            child.set("class", TAB)
            if found is None:
                found = etree.Element("div", {"class": SET})
                parent.insert(list(parent).index(child), found)
            parent.remove(child)
            found.append(child)
        else:
            found = None
