"""The overview: how it goes in one sentence, the main figures beside the year before, actions, what comes first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from classcode import clock, i18n
from classcode.people.models import Person
from classcode.territory import systems
from tests.make import Make
from tests.tracking.indicators.told import MARCH, NOW, Story
from tracking.declared_figures.rules import Told, enter
from tracking.indicators import beside, headlines, report, steps
from tracking.indicators.comparing import Trend
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Period, school_year

Login = Callable[[FlaskClient, Person], FlaskClient]
YEAR = {"period": "fr:2025-2026"}
BEFORE = -364
SPRING = MARCH.date()


@pytest.fixture
def lead(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.lead("dora"))


def join(story: Story, people: int, day: float = 0, region: str | None = None) -> None:
    for _ in range(people):
        story.joins(story.person(region), day)
    story.session.commit()


def both(story: Story) -> beside.Beside:
    year = school_year(systems.system("fr"), date(2026, 3, 1))
    with clock.at(NOW):
        return beside.read(story.session, Filter(period=year), 11, "en")


def overview(client: FlaskClient, lang: str = "en", **asked: str) -> str:
    with clock.at(NOW):
        answer = client.get(f"/{lang}/indicators/", query_string=YEAR | asked)
    assert answer.status_code == 200
    return answer.text


def sentence(story: Story) -> str:
    with i18n.reader("en"):
        return headlines.sentence(both(story))


def test_the_sentence_says_that_more_registered_than_the_year_before(story: Story) -> None:
    join(story, 20, BEFORE)
    join(story, 90)
    assert re.fullmatch(
        r"\d+ people registered; too few took part to be counted here: "
        r"more registered than over the same days of the year before\.",
        sentence(story),
    )


def test_the_sentence_calls_a_difference_within_the_noise_about_as_many(story: Story) -> None:
    join(story, 40, BEFORE)
    join(story, 40)  # each is shown with at most 12 more or less, so the two differ by at most the bound
    assert "about as many registered as over the same days of the year before" in sentence(story)


def test_the_sentence_says_fewer_where_there_are_fewer(story: Story) -> None:
    join(story, 90, BEFORE)
    join(story, 30)
    assert "fewer registered than over the same days of the year before" in sentence(story)


def test_in_the_first_year_the_sentence_says_that_nothing_lies_before(story: Story) -> None:
    join(story, 40)
    assert sentence(story).endswith("There is no year before to compare with yet.")
    assert both(story).before is None


def test_what_comes_after_the_same_day_of_the_year_before_is_not_compared(story: Story) -> None:
    join(story, 90)
    join(story, 90, BEFORE + 150)  # 31 July 2025: on 30 June 2026 it is not yet July
    assert both(story).compared("registered").trend is Trend.NONE


def test_a_number_says_whether_it_stands_beside_the_whole_period_before_or_its_same_days(
    story: Story, lead: FlaskClient
) -> None:
    join(story, 20, BEFORE)
    join(story, 90)
    for period, over in (("fr:2025-2026", False), ("2026-03", True)):
        page = overview(lead, period=period)
        told = re.search(r"More than (the year before|on the same days of the year before): ", page)
        assert told is not None and told[1].startswith("the year before") is over
        assert ("The same days of the year before: from" in page) is not over
        assert ("The year before: from" in page) is over


def test_each_main_figure_leads_to_its_page_with_the_same_filter(story: Story, lead: FlaskClient) -> None:
    join(story, 40, region="FR-BRE")
    page = overview(lead, region="FR-BRE")
    for id_ in headlines.MAIN:
        assert f'href="/en/indicators/figures/{id_}?period=fr:2025-2026&amp;region=FR-BRE"' in page, id_


def test_a_trend_is_said_in_words_beside_its_arrow(story: Story, lead: FlaskClient) -> None:
    join(story, 20, BEFORE)
    join(story, 90)
    found = re.search(
        r'<p class="trend">(<svg.*?</svg>) More than on the same days of the year before: \d+ people</p>',
        overview(lead),
    )
    assert found and 'aria-hidden="true"' in found[1]


def test_a_figure_that_is_hidden_says_so_and_has_no_arrow(story: Story) -> None:
    join(story, 40)
    with i18n.reader("en"):
        trained = next(one for one in headlines.headlines(both(story)) if one.id == "trained")
    assert (trained.value, trained.unit, trained.shape) == (None, None, "")


def test_a_figure_stands_beside_the_one_without_which_it_is_never_shown(story: Story) -> None:
    join(story, 40)
    with i18n.reader("en"):
        shown = {one.id: one.beside for one in headlines.headlines(both(story))}
    assert shown["trained"] == "People initiated: not shown"
    assert shown["pupils-reached"] == "Share of girls: -"
    assert shown["registered"] == ""


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_an_empty_programme_is_told_what_to_do_first(lang: str, lead: FlaskClient) -> None:
    page = overview(lead, lang)
    assert 'class="empty"' in page and page.count(f'href="/{lang}/modules/"') == 2
    assert page.count(f'href="/{lang}/declared/"') == 2
    assert 'class="headline"' not in page and 'class="chart' not in page


def test_a_choice_without_figures_in_a_programme_that_has_begun_leads_back_to_this_year(
    story: Story, lead: FlaskClient
) -> None:
    join(story, 40)
    page = overview(lead, period="2020-01")
    assert 'class="empty"' in page and "What to do first" not in page
    assert '<a class="button main" href="/en/indicators/">' in page


def test_the_overview_reads_two_reports_and_no_more(
    story: Story, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(story, 40)
    read: list[Filter] = []

    def counted(session: object, asked: Filter, by: object = (), only: object = ()) -> object:
        read.append(asked)
        return figures(session, asked, by, only=only)  # type: ignore[arg-type]

    figures = report.figures
    monkeypatch.setattr(report, "figures", counted)
    overview(lead)
    assert [asked.period.first for asked in read] == [date(2025, 9, 1), date(2024, 9, 1)]


def test_a_lead_of_one_region_is_told_of_that_region_alone(
    story: Story, make: Make, client: FlaskClient, login: Login
) -> None:
    join(story, 40, region="FR-BRE")
    login(client, make.lead("eva", "FR-OCC"))
    assert 'class="headline"' not in overview(client)


@pytest.mark.parametrize("query", ["period=never", "region=FR-XXX", "module=nothing"])
def test_a_filter_that_cannot_be_is_refused_beside_its_field(query: str, lead: FlaskClient) -> None:
    answer = lead.get(f"/en/indicators/?{query}")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text and "error-summary" in answer.text


def test_an_old_link_with_its_filter_shows_that_filter(story: Story, lead: FlaskClient) -> None:
    join(story, 40)
    page = overview(lead, commune_type="rural")
    assert "Type of commune: Rural commune." in page
    assert '<option value="rural" selected>' in page


def declare(story: Story, make: Make, value: float, *, region: str | None = None, day: date = SPRING) -> None:
    told = Told(
        kind="action-progress",
        about="A place in every county",
        value=value,
        dated_on=day,
        source="Steering committee",
        region_code=region,
        narrative="Four of five.",
    )
    with clock.at(NOW):
        enter(story.session, told, by=make.person().id)
    story.session.commit()


def test_an_action_stands_on_the_scale_with_step_date_source_and_note(
    story: Story, make: Make, lead: FlaskClient
) -> None:
    join(story, 40)
    declare(story, make, 3)
    for page in (overview(lead), lead.get("/en/indicators/figures/action-progress", query_string=YEAR).text):
        scale = page[page.index('<ol class="scale"') :]
        scale = scale[: scale.index("</ol>")]
        assert scale.count("<li") == 5 and scale.count("aria-current") == 1
        assert re.search(
            r'<li class="here" aria-current="step"><svg.*?</svg> a half to three quarters</li>', scale
        )
        for told in ("A place in every county", "Steering committee", "2 March 2026", "Four of five."):
            assert told in page, told


def test_actions_count_as_declared_last_up_to_the_end_of_the_period(story: Story, make: Make) -> None:
    declare(story, make, 1)
    declare(story, make, 4, day=date(2026, 6, 20))
    spring = Filter(period=Period("dates", date(2026, 3, 1), date(2026, 5, 31)))
    year = Filter(period=Period("dates", date(2026, 1, 1), date(2026, 12, 31)))
    assert [one.at for one in steps.actions(story.session, spring)] == [1]
    assert [one.at for one in steps.actions(story.session, year)] == [4]


def test_an_action_of_a_region_is_told_to_those_who_may_see_that_region(story: Story, make: Make) -> None:
    declare(story, make, 1, region="FR-BRE")
    declare(story, make, 2)
    period = Period("dates", date(2026, 3, 1), date(2026, 5, 31))

    def seen(allowed: frozenset[str] | None = None, **asked: str) -> list[str | None]:
        return [
            one.region
            for one in steps.actions(story.session, Filter(period=period, allowed=allowed, **asked))
        ]

    assert seen() == [None, "FR-BRE"]
    assert seen(frozenset({"FR-OCC"})) == [None]
    assert seen(region="FR-BRE") == ["FR-BRE"] and seen(region="none") == [None]
    assert seen(country="FR") == ["FR-BRE"] and seen(country="BE") == []
    assert seen(gender="f") == []
