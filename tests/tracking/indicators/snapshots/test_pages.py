"""The pages of publications: who sees what, what anybody reads without an account, files as they are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from classcode import clock
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.indicators.snapshots.publishing import Press
from tests.tracking.indicators.told import NOW
from tracking.indicators.definition import definitions
from tracking.indicators.snapshots.models import Publication, PublicationState
from tracking.indicators.snapshots.rules import settling

Login = Callable[[FlaskClient, Person], FlaskClient]
FORM = {
    "title_fr": "Bilan de mars",
    "title_en": "March report",
    "title_nl": "",
    "slug": "mars",
    "period": "2026-03",
}


@pytest.fixture
def lead(press: Press, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, press.lead)


def posted(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    with clock.at(NOW):
        return client.post(address, data={"act": str(uuid4()), "lang": "en", **fields})


def got(client: FlaskClient, address: str) -> TestResponse:
    with clock.at(NOW):
        return client.get(address)


def only(press: Press) -> Publication:
    """Return the one publication as it stands, and let go of the database."""
    found = press.session.scalars(select(Publication).execution_options(populate_existing=True)).one()
    press.session.commit()
    return found


def test_a_lead_of_all_regions_prepares_looks_at_the_draft_and_publishes(
    lead: FlaskClient, press: Press
) -> None:
    answer = posted(lead, "/indicators/publications", **FORM, by_month="yes")
    row = only(press)
    draft = f"/en/indicators/publications/{row.id}"
    assert (answer.status_code, answer.location) == (302, draft)
    assert "0 % prepared" in got(lead, draft).text.replace("\u00a0", " ").replace("0%", "0 %")
    press.work()
    page = got(lead, draft).text
    assert "Publish these figures" in page and "March report" in page
    answer = posted(lead, f"/indicators/publications/{row.id}/publish")
    assert answer.location == "/en/figures/mars"
    assert only(press).state == PublicationState.PUBLISHED


def test_anybody_reads_a_publication_without_an_account_in_three_languages(
    press: Press, client: FlaskClient
) -> None:
    press.published("mars-2026")
    for lang, title in (("fr", "Bilan mars-2026"), ("en", "Report mars-2026"), ("nl", "Verslag mars-2026")):
        page = got(client, f"/{lang}/figures/mars-2026")
        assert page.status_code == 200 and title in page.text
        assert all(one.label.called(lang).replace("'", "&#39;") in page.text for one in definitions()[:5])
    assert len(page.data) < 100_000


def test_each_figure_has_a_page_with_its_definition_and_its_rows(press: Press, client: FlaskClient) -> None:
    press.published("mars-2026")
    page = got(client, "/en/figures/mars-2026/registered").text
    assert all(told in page for told in ("Brittany", ">30<", ">20<", definitions()[0].digest))
    assert got(client, "/en/figures/mars-2026/nothing").status_code == 404


def test_files_are_served_as_they_are_kept(press: Press, client: FlaskClient) -> None:
    row = press.published("mars-2026")
    page = got(client, "/fr/figures/mars-2026").text
    for (fmt, language), kept in press.kept(row).items():
        answer = got(client, f"/{language or 'nl'}/figures/mars-2026/files/{fmt}")
        assert answer.data == kept
        if fmt in {"json", "csv", "csv-fr"}:
            assert hashlib.sha256(kept).hexdigest() in page
    assert got(client, "/fr/figures/mars-2026/files/exe").status_code == 404


def test_a_draft_is_for_leads_of_all_regions_alone(
    press: Press, make: Make, client: FlaskClient, login: Login
) -> None:
    publication_id = press.order("mars-2026")
    press.work()
    addresses = [f"/fr/indicators/publications/{publication_id}", "/fr/figures/mars-2026"]
    addresses.append(f"/fr/indicators/publications/{publication_id}/files/json")
    assert got(client, addresses[1]).status_code == 404
    eva = login(client, make.lead("eva", "FR-BRE"))
    assert [got(eva, one).status_code for one in addresses] == [404, 404, 404]
    assert posted(eva, "/indicators/publications", **FORM).status_code == 404
    for act in ("publish", "again", "discard", "withdraw"):
        assert posted(eva, f"/indicators/publications/{publication_id}/{act}").status_code == 404
    index = got(eva, "/fr/indicators/publications/")
    assert (
        index.status_code == 200 and "mars-2026" not in index.text and 'action="/indicators' not in index.text
    )


def test_a_lead_of_some_regions_reads_and_compares_what_is_published(
    press: Press, make: Make, client: FlaskClient, login: Login
) -> None:
    press.published("mars-2026")
    press.published("avril-2026", "2026-04")
    eva = login(client, make.lead("eva", "FR-BRE"))
    page = got(eva, "/en/indicators/publications/").text
    assert "Report mars-2026" in page and "Compare two" in page
    answer = got(eva, "/en/indicators/publications/compare?one=mars-2026&other=avril-2026")
    assert answer.status_code == 200 and "different periods" in answer.text
    assert got(eva, "/en/indicators/publications/compare?one=mars-2026&other=x").status_code == 404


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(lead: FlaskClient, press: Press) -> None:
    answer = posted(lead, "/indicators/publications", **{**FORM, "slug": "Bad Slug"})
    assert answer.status_code == 422
    assert (
        "small letters, digits and hyphens, such as report-2026" in answer.text
        and "Bilan de mars" in answer.text
    )
    posted(lead, "/indicators/publications", **FORM)
    answer = posted(lead, "/indicators/publications", **{**FORM, "slug": "autre"})
    assert answer.status_code == 409 and "waits as a draft" in answer.text


def test_a_withdrawn_publication_says_why_in_place_of_its_figures_and_gives_no_file(
    lead: FlaskClient, press: Press, app: object
) -> None:
    row = press.published("mars-2026")
    answer = posted(lead, f"/indicators/publications/{row.id}/withdraw", reason="Une région manquait.")
    assert answer.location == "/en/figures/mars-2026"
    page = got(lead, "/en/figures/mars-2026").text
    assert "Une région manquait." in page and str(row.sha256) in page and "Download" not in page
    assert got(lead, "/en/figures/mars-2026/files/json").status_code == 410
    assert got(lead, "/en/figures/mars-2026/registered").status_code == 410
    kept = got(lead, f"/en/indicators/publications/{row.id}/files/json")
    assert hashlib.sha256(kept.data).hexdigest() == row.sha256


def test_a_stale_draft_says_so_on_its_page(lead: FlaskClient, press: Press) -> None:
    press.published("mars-2026")
    publication_id = press.order("mars-bis")
    press.work()
    press.row(publication_id).before = []
    press.session.commit()
    answer = posted(lead, f"/indicators/publications/{publication_id}/publish")
    assert answer.location == f"/en/indicators/publications/{publication_id}"
    assert "Prepare it again" in got(lead, answer.location).text
    assert press.row(publication_id).state == PublicationState.DRAFT


def test_the_public_list_names_publications_and_the_page_about_leads_there_once_there_is_one(
    press: Press, client: FlaskClient
) -> None:
    assert "/en/figures/" not in got(client, "/en/about").text
    assert "Nothing is published yet" in got(client, "/en/figures/").text
    row = press.published("mars-2026")
    assert "Report mars-2026" in got(client, "/en/figures/").text
    assert 'href="/en/figures/"' in got(client, "/en/about").text
    settling.withdraw(press.session, row, "Erreur.", by=press.lead.id)
    press.session.commit()
    assert "Withdrawn" in got(client, "/en/figures/").text
