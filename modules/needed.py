"""Which styles and scripts a unit's page needs beside those of every page; text alone needs none. No database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from modules.catalog import Unit, UnitText

RICH: Final = "css/rich.css"
MARKS: Final = {'class="tabs"': "js/tabs.js", 'class="formula"': "", 'class="player"': "", "<math>": ""}
"""What shows in a page's HTML that it holds something of `RICH`, and the script that goes with it."""


@dataclass(frozen=True, slots=True)
class Needed:
    """Files below `static/`, in the order in which they are read."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...]


def needed(unit: Unit, text: UnitText) -> Needed:
    """Return what tabs, formulas, recordings and widgets of this page need."""
    return _needed(text.html, tuple(widget.kind.value for widget in unit.widgets))


@lru_cache(1024)
def _needed(html: str, widgets: tuple[str, ...]) -> Needed:
    found = [script for mark, script in MARKS.items() if mark in html]
    scripts = [*found, *(f"js/widgets/{kind}.js" for kind in widgets)]
    styles = (RICH,) if found or widgets else ()
    return Needed(styles, tuple(dict.fromkeys(script for script in scripts if script)))
