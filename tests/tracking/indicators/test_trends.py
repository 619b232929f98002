"""Figures along the months: the year before beside them, gaps that are no zeros, breaks where the meaning changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask, render_template_string

from classcode import clock, i18n
from tests.tracking.indicators.told import NOW, Story
from tracking.indicators import beside, trends
from tracking.indicators.beside import Beside
from tracking.indicators.disclosure import HIDDEN, Disclosed, Shown
from tracking.indicators.filters import Filter
from tracking.indicators.periods import DATES, Period

SPRING = Period(DATES, date(2026, 3, 1), date(2026, 5, 31))
MONTHS = ("2026-03", "2026-04", "2026-05")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with i18n.reader("en"):
        yield


def read(story: Story, period: Period = SPRING) -> Beside:
    story.session.commit()
    with clock.at(NOW):
        return beside.read(story.session, Filter(period=period), 11, "en")


def with_months(both: Beside, id_: str, shown: list[Shown], breaks: tuple[date, ...] = ()) -> Beside:
    """Return the same pair of reports, of which one figure has these months."""
    figures = tuple(
        (definition, replace(figure, rows={**figure.rows, "month": tuple(zip(MONTHS, shown, strict=True))}))
        if definition.id == id_
        else (definition, figure)
        for definition, figure in both.now.figures
    )
    return replace(both, now=replace(both.now, figures=figures, breaks={id_: breaks} if breaks else {}))


def join(story: Story, people: int, day: float) -> None:
    for _ in range(people):
        story.joins(story.person(), day)


def drawn(app: Flask, chart: trends.Chart) -> str:
    template = """{% from "parts/charts.html" import line_chart %}
    {{ line_chart(one.title, one.labels, one.lines, one.unit, breaks=one.breaks) }}"""
    with app.test_request_context("/en/"):
        i18n.set_reader("en")
        return render_template_string(template, one=chart)


def test_the_months_of_the_year_before_stand_under_those_of_the_period(story: Story) -> None:
    join(story, 40, 0)
    join(story, 60, -364 + 31)
    chart = trends.chart(read(story), "registered")
    assert chart is not None
    now, before = chart.lines
    assert chart.labels == ("Mar 2026", "Apr 2026", "May 2026")
    assert now.values[0] and before.values[1] and not now.earlier and before.earlier
    assert (now.values[1], before.values[0]) == (None, None)


def test_without_a_year_before_there_is_one_line(story: Story) -> None:
    join(story, 40, 0)
    chart = trends.chart(read(story), "registered")
    assert chart is not None and [line.earlier for line in chart.lines] == [False]


def test_one_month_makes_no_line(story: Story) -> None:
    join(story, 40, 0)
    march = Period(DATES, date(2026, 3, 1), date(2026, 3, 31))
    assert trends.chart(read(story, march), "registered") is None


def test_a_figure_without_any_month_to_show_has_no_chart(story: Story) -> None:
    join(story, 1, -200)
    both = read(story)
    assert trends.chart(both, "registered") is None
    assert trends.charts(both) == []


def test_a_hidden_month_is_a_gap_with_the_word_and_a_month_of_nothing_is_told_apart(
    story: Story, app: Flask
) -> None:
    join(story, 40, 0)
    both = with_months(read(story), "answered-in-time", [Shown(0.5), HIDDEN, Shown(None)])
    chart = trends.chart(both, "answered-in-time")
    assert chart is not None and chart.unit == "%"
    assert chart.lines[0].values == (50, None, None)
    assert chart.lines[0].words == ("50\u00a0%", None, "-")
    page = drawn(app, chart)
    assert re.findall(r'<text class="gap"[^>]*>([^<]*)</text>', page) == ["not shown", "-"]
    assert (
        page.count('<circle class="dot n1"') == 1 and '<line class="line n1"' not in page.split("</svg>")[-2]
    )
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert cells == ["50\u00a0%", '<span class="muted">not shown</span>', "-"]


def test_a_break_is_marked_at_its_month_with_words(story: Story, app: Flask) -> None:
    join(story, 40, 0)
    months = [Shown(40), Shown(50), Shown(60)]
    both = with_months(read(story), "trained", months, breaks=(date(2026, 4, 22),))
    chart = trends.chart(both, "trained")
    assert chart is not None and [at for at, _words in chart.breaks] == [1]
    page = drawn(app, chart)
    assert re.search(r'<line class="break" x1="50\.0%" x2="50\.0%"', page)
    assert "On Wednesday, 22 April 2026 this figure came to mean something else" in page


def test_the_breaks_of_a_report_are_those_of_its_period(story: Story) -> None:
    join(story, 40, 0)
    autumn = Period(DATES, date(2026, 9, 1), date(2026, 12, 31))
    with clock.at(NOW.replace(month=12)):
        both = beside.read(story.session, Filter(period=autumn), 11, "en")
    chart = trends.chart(
        replace(both, now=replace(both.now, figures=tuple(_shown(*pair) for pair in both.now.figures))),
        "registered",
    )
    assert chart is not None
    assert [(chart.labels[at], "22 November 2026" in words) for at, words in chart.breaks] == [
        ("Nov 2026", True)
    ]


def _shown(definition: object, figure: Disclosed) -> tuple[object, Disclosed]:
    rows = tuple((key, Shown(40)) for key, _shown in figure.by_month)
    return definition, replace(figure, rows={**figure.rows, "month": rows})


def test_lines_of_numbers_alone_have_their_words_from_them(app: Flask) -> None:
    template = """{% from "parts/charts.html" import line_chart %}
    {{ line_chart("Asked", ["a", "b", "c"], [{"label": "One", "values": [1, none, 3]}], "questions") }}"""
    with app.test_request_context("/en/"):
        i18n.set_reader("en")
        page = render_template_string(template)
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert cells == ["1", '<span class="muted">not shown</span>', "3"]
    assert page.count('class="dot n1"') == 2 and 'class="line n1"' not in page


def test_the_line_of_the_year_before_is_told_apart_by_its_dashes_not_only_its_colour(
    story: Story, app: Flask
) -> None:
    join(story, 40, 0)
    join(story, 60, -364)
    chart = trends.chart(read(story), "registered")
    assert chart is not None
    legend = drawn(app, chart).split("</ul>")[0]
    assert 'class="line n1"' in legend and 'class="line earlier"' in legend
    assert "This period" in legend and "The year before" in legend
