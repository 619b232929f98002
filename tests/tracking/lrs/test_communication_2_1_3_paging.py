"""Communication 2.1.3 and Data 2.5: `more`, to the end of a long answer, without gap or repeat while others write."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.exchange import found, get, pages, post
from tests.tracking.lrs.logged import log, referring, statement, voiding
from tests.tracking.lrs.statement import BRUNO
from tracking.log.reading import MOST

ASKED = "https://example.org/verbs/asked"
BOTH_WAYS = pytest.mark.parametrize("ascending", ["false", "true"])


def ids(page: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in page]


def all_of(lrs: FlaskClient, **query: Any) -> list[str]:
    return [identity for page in pages(lrs, **query) for identity in ids(page)]


def more(lrs: FlaskClient, **query: Any) -> str:
    answer = get(lrs, **query).json
    assert answer is not None
    address: str = answer["more"]
    return address


@BOTH_WAYS
@pytest.mark.parametrize("limit", ["1", "3", "4", "12"])
def test_data_2_5_more_leads_to_the_end_without_gap_or_repeat(
    lrs: FlaskClient, ascending: str, limit: str
) -> None:
    sent = post(lrs, *(statement() for _ in range(12)))
    whole = list(pages(lrs, limit=limit, ascending=ascending))
    assert [identity for page in whole for identity in ids(page)] == (
        sent if ascending == "true" else sent[::-1]
    )
    assert [len(page) for page in whole[:-1]] == [int(limit)] * (12 // int(limit) - 1) and whole[-1]


def test_data_2_5_more_is_empty_on_the_last_page_and_relative_before(lrs: FlaskClient) -> None:
    post(lrs, *(statement() for _ in range(2)))
    assert more(lrs, limit="2") == "" == more(lrs)
    address = urlsplit(more(lrs, limit="1"))
    assert (address.scheme, address.netloc, address.path) == ("", "", "/statements")


def test_data_2_5_more_keeps_every_parameter_of_the_query(lrs: FlaskClient) -> None:
    post(lrs, *(statement(actor=BRUNO | {"name": "é & Ç ?"}) for _ in range(2)))
    query = {
        "agent": '{"account":{"homePage":"https://example.org","name":"bruno"},"name":"é&?=#%"}',
        "verb": "http://adlnet.gov/expapi/verbs/experienced",
        "activity": "https://example.org/page",
        "related_agents": "true",
        "related_activities": "true",
        "since": "2001-01-01T00:00:00+01:00",
        "until": "2101-01-01T00:00:00Z",
        "limit": "1",
        "format": "ids",
        "attachments": "false",
        "ascending": "true",
    }
    told = parse_qs(urlsplit(more(lrs, **query)).query)
    assert {name: values for name, values in told.items() if name != "cursor"} == {
        name: [value] for name, value in query.items()
    }
    assert len(all_of(lrs, **query)) == 2


def test_data_2_5_more_works_again_and_again(lrs: FlaskClient) -> None:
    post(lrs, *(statement() for _ in range(3)))
    address = more(lrs, limit="1")
    assert lrs.get(address).json == lrs.get(address).json


def test_data_2_5_more_leads_back_to_where_the_record_is_mounted(
    app: Flask, credentials: Credentials
) -> None:
    log(*(statement() for _ in range(3)))
    client, headers = app.test_client(), credentials()
    answer = client.get("/xapi/statements?limit=2", headers=headers).json
    assert answer is not None and answer["more"].startswith("/xapi/statements?")
    rest = client.get(answer["more"], headers=headers).json
    assert rest is not None and len(rest["statements"]) == 1 and rest["more"] == ""


def test_data_2_5_more_opens_nothing_to_others(lrs: FlaskClient, lrs_app: Flask) -> None:
    post(lrs, *(statement() for _ in range(2)))
    answer = lrs_app.test_client().get(more(lrs, limit="1"), headers={"X-Experience-API-Version": "1.0.3"})
    assert answer.status_code == 401


def test_a_page_holds_a_hundred_at_most(lrs: FlaskClient) -> None:
    sent = post(lrs, *(statement() for _ in range(MOST + 1)))
    for limit in ({}, {"limit": "0"}, {"limit": str(MOST)}, {"limit": "5000"}):
        assert [len(page) for page in pages(lrs, **limit)] == [MOST, 1]
    assert all_of(lrs) == sent[::-1]


def test_downwards_what_others_write_meanwhile_is_not_met(lrs: FlaskClient) -> None:
    sent = post(lrs, *(statement() for _ in range(5)))
    met: list[str] = []
    for page in pages(lrs, limit="2"):
        met += ids(page)
        log(statement(), statement())
    assert met == sent[::-1]


def test_upwards_what_others_write_meanwhile_is_met_once(lrs: FlaskClient) -> None:
    sent = post(lrs, *(statement() for _ in range(5)))
    met: list[str] = []
    for page in pages(lrs, limit="2", ascending="true"):
        met += ids(page)
        if len(sent) < 8:
            sent += post(lrs, statement())
    assert met == sent


@BOTH_WAYS
def test_what_is_voided_meanwhile_leaves_no_gap(lrs: FlaskClient, ascending: str) -> None:
    sent = post(lrs, *(statement(verb={"id": ASKED}, actor=BRUNO) for _ in range(6)))
    order = sent if ascending == "true" else sent[::-1]
    met: list[str] = []
    for page in pages(lrs, limit="2", ascending=ascending, until="2101-01-01T00:00:00Z"):
        if not met:
            post(lrs, voiding(order[2]))
        met += ids(page)
    assert [one for one in met if one in sent] == [one for one in order if one != order[2]]


@BOTH_WAYS
@pytest.mark.parametrize("query", [{}, {"related_agents": "true", "related_activities": "true"}], ids=str)
def test_a_filtered_answer_is_paged_whole_references_among_it(
    lrs: FlaskClient, ascending: str, query: dict[str, str]
) -> None:
    targets = [statement(verb={"id": ASKED}) for _ in range(3)]
    mixed = [one for target in targets for one in (referring(target["id"]), target, statement())]
    sent = post(lrs, *mixed, *(referring(target["id"]) for target in targets))
    matching = [
        one for one, given in zip(sent, [*mixed, *[None] * 3], strict=True) if given is None or relates(given)
    ]
    filters = {
        "verb": ASKED,
        "activity": "https://example.org/page",
        "agent": {"mbox": "mailto:ada@example.org"},
    }
    for limit in ("1", "2", "5"):
        met = all_of(lrs, **filters, **query, limit=limit, ascending=ascending)
        assert met == (matching if ascending == "true" else matching[::-1])


def relates(one: dict[str, Any]) -> bool:
    return bool(one["verb"]["id"] == ASKED or one["object"].get("objectType") == "StatementRef")


def test_beyond_the_end_there_is_nothing_and_no_error(lrs: FlaskClient) -> None:
    post(lrs, statement())
    assert found(lrs, cursor="0") == [] == found(lrs, cursor="999999999", ascending="true")


def test_numbers_beyond_a_thousand_million_are_numbers_too(lrs: FlaskClient) -> None:
    post(lrs, statement())
    assert len(found(lrs, cursor=str(10**12))) == 1
