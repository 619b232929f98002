"""The authors' guide names every file, widget and player that the check knows, and its examples of them are valid."""

from __future__ import annotations

import re

import pytest

from classcode.render.formulas import mathml
from modules.catalog.captions import check_captions
from modules.catalog.media import KINDS
from modules.catalog.players import read_video
from modules.catalog.problems import Findings
from modules.catalog.unplugged import read_widget
from modules.widgets.definitions import Task, WidgetKind
from tests.modules.test_content_guide import GUIDE


def shown(word: str) -> list[str]:
    """Return the guide's blocks of this word."""
    return re.findall(rf"^```{word}\n(.*?)^```$", GUIDE, re.S | re.M)


@pytest.mark.parametrize("word", [*KINDS, *WidgetKind, *Task, "audio", "video", "download"])
def test_the_guide_names_every_word(word: str) -> None:
    assert re.search(rf"\b{word}\b", GUIDE)


def test_it_shows_each_widget_and_each_is_valid() -> None:
    findings = Findings("guide")
    drafts = [read_widget(text, 1, findings) for text in shown("widget")]
    assert [draft.widget for draft in drafts if draft] == list(WidgetKind)
    assert [problem.what for problem in findings.problems] == []


def test_the_film_it_shows_is_valid() -> None:
    findings = Findings("guide")
    assert [read_video(text, 1, findings) for text in shown("video")] and not findings.problems


def test_the_captions_it_shows_are_valid() -> None:
    findings = Findings("guide")
    text = GUIDE.partition("~~~text\nWEBVTT")[2].partition("~~~")[0]
    check_captions(f"WEBVTT{text}", findings)
    assert findings.problems == []


def test_the_formula_it_shows_is_drawn() -> None:
    assert all("<mfrac>" in mathml(text.strip(), block=True) for text in shown("math"))
    assert shown("math")


@pytest.mark.parametrize(
    "latex",
    [
        r"\sqrt{x}", r"x_1", r"a \le b", r"2 \times 3", r"\log_2 n", r"\text{if } n", r"1{,}5",
        r"\begin{cases}1 & n\\2 & m\end{cases}", r"\begin{matrix}1 & 2\end{matrix}", r"\begin{align}a &= b\end{align}",
        r"\begin{aligned}a &= b\\&= c\end{aligned}",
    ],
)  # fmt: skip
def test_what_it_says_can_be_written_can(latex: str) -> None:
    assert mathml(latex, block=True)
