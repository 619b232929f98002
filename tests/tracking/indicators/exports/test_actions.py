"""The actions of the programme in a paper: each on the scale, with where, when, by which source, and its note."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from classcode import i18n
from tests.tracking.indicators.exports.conftest import everything
from tracking.indicators.exports import document
from tracking.indicators.steps import Action

HERE = re.compile(r'<li class="here">([^<]*)</li>')


def action(name: str, at: int, region: str | None = None, note: str = "") -> Action:
    return Action(name, at, "", region, "Steering committee", date(2026, 3, 2), note)


def paper(*actions: Action) -> str:
    """Return the part of the paper that tells the progress of actions."""
    with i18n.reader("en"):
        page = document.html(replace(everything(), actions=actions))
    return page[page.index('<h3 id="action-progress">') :].split("</section>")[0]


def test_each_action_stands_on_the_scale_under_its_name() -> None:
    before = len(HERE.findall(paper()))
    page = paper(action("A place in every county", 3), action("A team", 4))
    assert [words.split(" (")[0] for words in HERE.findall(page)[before:]] == [
        "a half to three quarters",
        "finished",
    ]
    assert page.index("A place in every county") < page.index("A team")


def test_an_action_says_where_when_by_which_source_and_its_note() -> None:
    page = paper(action("A team", 1, "FR-BRE", "Four of five."), action("A place", 2))
    assert "Bretagne. Declared on Monday, 2 March 2026. Source: Steering committee. Four of five." in page
    assert "The whole programme. Declared on Monday, 2 March 2026. Source: Steering committee.</p>" in page
