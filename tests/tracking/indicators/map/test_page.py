"""The page of the map: who may, what it shows and draws, what it refuses, how it is sorted."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from classcode import clock
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.indicators.told import NOW, Story
from tracking.indicators.map.rows import FIGURES

Login = Callable[[FlaskClient, Person], FlaskClient]
YEAR = {"period": "fr:2025-2026", "figure": "registered"}


@pytest.fixture
def lead(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.lead("dora"))


def tell(story: Story) -> None:
    for number in range(40):
        story.joins(story.person("FR-BRE"), number)
    for number in range(25):
        story.joins(story.person("FR-974"), number)
    for _ in range(4):
        story.joins(story.person("FR-OCC"), 5)
    story.session.commit()


def read(client: FlaskClient, **more: str) -> str:
    with clock.at(NOW):
        answer = client.get("/en/indicators/map", query_string=YEAR | more)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def table(page: str) -> list[tuple[str, str]]:
    """Return the regions of the table with what stands beside them, in their order."""
    found = re.findall(
        r'<th scope="row"><a [^>]*>(.*?)</a></th><td class="number(?: muted)?">(.*?)</td>', page
    )
    return [(name, re.sub("<.*?>", "", told)) for name, told in found]


def test_a_learner_and_a_facilitator_may_not_see_it(
    client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    for person in (ada, bruno):
        assert login(client, person).get("/en/indicators/map").status_code == 403


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_an_empty_programme_has_its_map(lang: str, lead: FlaskClient) -> None:
    answer = lead.get(f"/{lang}/indicators/map")
    assert answer.status_code == 200 and 'role="img"' in answer.text


def test_map_and_table_tell_the_same(story: Story, lead: FlaskClient) -> None:
    tell(story)
    page = read(lead)
    rows = dict(table(page))
    assert rows["Corsica"] == rows["Not declared"] == "not shown"
    for name in ("Brittany", "Réunion"):
        assert int(rows[name]) >= 11 and f"{name}: {rows[name]}" in page
    assert "<title>Corsica: not shown</title>" in page
    assert page.count('class="unshown"') > 20


def test_no_count_of_a_small_region_is_anywhere_on_the_page(story: Story, lead: FlaskClient) -> None:
    tell(story)
    told = {int(one) for _name, one in table(read(lead)) if one.isdigit()}
    assert told and not told & set(range(1, 11))


def test_every_figure_has_its_map_and_links_keep_the_filter(story: Story, lead: FlaskClient) -> None:
    tell(story)
    for figure in ("places-active", "attendance-rate", "informed", "first-answer"):
        assert f'<option value="{figure}" selected>' in read(lead, figure=figure)
    page = read(lead, gender="f")
    assert "figures/registered?gender=f&period=fr:2025-2026&region=FR-BRE" in page
    assert set(re.findall(r'<option value="([a-z0-9-]+)"(?: selected)?>', page)) >= set(FIGURES)


@pytest.mark.parametrize(
    "finer",
    [{"department": "35"}, {"academy": "14"}, {"department": "35", "figure": "places-active"}],
    ids=str,
)
def test_a_department_or_an_academy_leaves_its_region_alone_in_sight(
    finer: dict[str, str], lead: FlaskClient, make: Make
) -> None:
    make.session.commit()
    assert [name for name, _told in table(read(lead, **finer))] == ["Brittany"]


def test_a_figure_that_cannot_be_told_for_a_choice_says_so_instead_of_a_map(
    story: Story, lead: FlaskClient
) -> None:
    tell(story)
    page = read(lead, figure="meetings-held", gender="f")
    assert "not told for this choice" in page and 'role="img"' not in page


def test_the_table_is_sorted_by_links(story: Story, lead: FlaskClient) -> None:
    tell(story)
    page = read(lead, sort="value")
    assert [name for name, _told in table(page)][:2] == ["Brittany", "Réunion"]
    assert 'aria-sort="descending"' in page and "sort=name" in page
    assert next(name for name, _told in table(read(lead))) == "Antwerp"


def test_a_lead_of_one_region_sees_that_region_alone(
    story: Story, make: Make, client: FlaskClient, login: Login
) -> None:
    tell(story)
    page = read(login(client, make.lead("eva", "FR-BRE")))
    assert [name for name, _told in table(page)] == ["Brittany"]
    assert "Occitania" not in page and "Réunion" not in page and page.count('class="outside"') > 20


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"figure": "age-class-upper"}, "not told by region"),
        ({"figure": "nothing"}, "not told by region"),
        ({"region": "FR-XXX"}, "This region is not known"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    asked: dict[str, str], told: str, lead: FlaskClient
) -> None:
    answer = lead.get("/en/indicators/map", query_string=asked)
    assert answer.status_code == 422
    assert answer.text.count(told) == 2 and 'aria-invalid="true"' in answer.text


def test_the_page_is_light_with_every_region_on_it(story: Story, lead: FlaskClient) -> None:
    tell(story)
    with clock.at(NOW):
        answer = lead.get("/fr/indicators/map", query_string=YEAR)
    assert len(answer.data) < 60_000
