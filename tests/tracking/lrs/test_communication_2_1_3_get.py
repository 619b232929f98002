"""Communication 2.1.3, GET of statements: by id or by a query, its parameters, order, times and headers.

What the filters find is tested in test_communication_2_1_3_filters.py, pages in ..._paging.py, formats in ..._forms.py.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask.testing import FlaskClient

from classcode import clock
from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.exchange import NOBODY, error, found, get, kept, post, put
from tests.tracking.lrs.logged import referring, statement, voiding
from tests.tracking.lrs.statement import ADA, BRUNO, TEAM
from tracking.lrs.scopes import Scope

THROUGH = "X-Experience-API-Consistent-Through"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FILTERS = {
    "agent": '{"mbox":"mailto:ada@example.org"}',
    "verb": "https://example.org/verb",
    "activity": "https://example.org/page",
    "registration": NOBODY,
    "related_activities": "true",
    "related_agents": "true",
    "since": "2026-01-01T00:00:00Z",
    "until": "2026-01-01T00:00:00Z",
    "limit": "1",
    "ascending": "true",
    "cursor": "1",
}
"""Every parameter of a query that names no single statement, with a good value."""


def test_s1_a_statement_is_found_by_its_id(lrs: FlaskClient) -> None:
    one, _other = post(lrs, statement(), statement())
    answer = get(lrs, statementId=one)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert kept(lrs, one)["id"] == one


def test_s1_an_id_that_nobody_has_is_404(lrs: FlaskClient) -> None:
    for name in ("statementId", "voidedStatementId"):
        assert get(lrs, **{name: NOBODY}).status_code == 404


def test_s2_b1_the_last_modification_of_a_statement_is_when_it_was_stored(lrs: FlaskClient) -> None:
    with clock.at(NOON):
        (one,) = post(lrs, statement())
    answer = get(lrs, statementId=one)
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == NOON


@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize("other", FILTERS)
def test_s2_b3_an_id_goes_with_no_filter(lrs: FlaskClient, name: str, other: str) -> None:
    (one,) = post(lrs, statement())
    answer = get(lrs, **{name: one, other: FILTERS[other]})
    assert answer.status_code == 400 and error(answer)["where"] == f"?{name}"


def test_s2_b2_both_ids_together_are_refused(lrs: FlaskClient) -> None:
    assert get(lrs, statementId=NOBODY, voidedStatementId=NOBODY).status_code == 400


@pytest.mark.parametrize(
    "other", [{"format": "ids"}, {"attachments": "true"}, {"attachments": "false"}], ids=str
)
def test_s2_b3_an_id_goes_with_format_and_attachments(lrs: FlaskClient, other: dict[str, str]) -> None:
    (one,) = post(lrs, statement())
    assert get(lrs, statementId=one, **other).status_code == 200


def test_s1_a_query_that_finds_nothing_is_an_empty_list(lrs: FlaskClient) -> None:
    answer = get(lrs, verb="https://example.org/nothing")
    assert answer.status_code == 200 and answer.json == {"statements": [], "more": ""}


@pytest.mark.parametrize("name", FILTERS)
def test_s1_each_parameter_is_taken(lrs: FlaskClient, name: str) -> None:
    assert get(lrs, **{name: FILTERS[name]}).status_code == 200


@pytest.mark.parametrize("name", [*FILTERS, "statementId", "voidedStatementId", "format", "attachments"])
def test_communication_3_2_s3_b8_a_parameter_in_other_letters_is_refused(lrs: FlaskClient, name: str) -> None:
    changed = name.capitalize() if name.islower() else name.lower()
    answer = get(lrs, **{changed: FILTERS.get(name, NOBODY)})
    assert answer.status_code == 400 and error(answer)["where"] == f"?{changed}"


@pytest.mark.parametrize("name", ["foo", "id", "since ", "limit[]", "actor", "object", "statement_id"])
def test_communication_3_2_s2_b1_an_unknown_parameter_is_refused(lrs: FlaskClient, name: str) -> None:
    assert get(lrs, **{name: "1"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statementId", "1"),
        ("statementId", ""),
        ("voidedStatementId", "1"),
        ("agent", ""),
        ("agent", "ada@example.org"),
        ("agent", "{"),
        ("agent", "[]"),
        ("agent", '{"name":"Ada"}'),
        ("agent", '{"mbox":"ada@example.org"}'),
        ("agent", '{"mbox":"mailto:a@b.org","openid":"http://a.example/"}'),
        ("agent", '{"objectType":"Group","member":[{"mbox":"mailto:a@b.org"}]}'),
        ("agent", '{"objectType":"Activity","id":"http://a.example/"}'),
        ("verb", ""),
        ("verb", "experienced"),
        ("activity", "page"),
        ("registration", "1"),
        ("registration", ""),
        ("related_activities", "1"),
        ("related_agents", "TRUE"),
        ("since", "yesterday"),
        ("since", "2026-01-01"),
        ("since", "2026-02-30T00:00:00Z"),
        ("until", "2026-01-01T00:00:00-00:00"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("limit", "1.5"),
        ("limit", ""),
        ("format", "json"),
        ("format", ""),
        ("format", "IDS"),
        ("attachments", "yes"),
        ("ascending", "0"),
        ("cursor", "-1"),
        ("cursor", "x"),
    ],
)
def test_communication_3_2_s2_b2_a_value_of_another_type_is_refused_naming_the_parameter(
    lrs: FlaskClient, name: str, value: str
) -> None:
    answer = get(lrs, **{name: value})
    assert answer.status_code == 400 and error(answer)["where"].startswith(f"?{name}")


def test_s1_the_newest_come_first_and_ascending_the_oldest(lrs: FlaskClient) -> None:
    ids = post(lrs, *(statement() for _ in range(4))) + post(lrs, statement())
    assert found(lrs) == ids[::-1]
    assert found(lrs, ascending="false") == ids[::-1]
    assert found(lrs, ascending="true") == ids


def test_s1_a_limit_cuts_and_none_or_zero_is_the_records_own(lrs: FlaskClient) -> None:
    ids = post(lrs, *(statement() for _ in range(3)))[::-1]
    answer = get(lrs, limit="2").json
    assert answer is not None and [one["id"] for one in answer["statements"]] == ids[:2] and answer["more"]
    for limit in ("0", "3", "1000"):
        assert found(lrs, limit=limit) == ids


def test_s1_since_is_exclusive_and_until_inclusive_by_the_time_of_storing(lrs: FlaskClient) -> None:
    ids = []
    for seconds in range(3):
        with clock.at(NOON + timedelta(seconds=seconds)):
            ids += post(lrs, statement(timestamp="2001-01-01T00:00:00Z"))
    noon = "2026-03-02T12:00:00Z"
    one_after, later = "2026-03-02T12:00:01.000Z", "2026-03-02T14:00:01+02:00"
    assert found(lrs, since=noon) == ids[:0:-1]
    assert found(lrs, until=noon) == ids[:1]
    assert found(lrs, since=one_after) == ids[2:] and found(lrs, since=later) == ids[2:]
    assert found(lrs, until=one_after) == ids[1::-1]
    assert found(lrs, since=noon, until=one_after) == ids[1:2]
    assert found(lrs, since=one_after, until=noon) == []
    assert found(lrs, since="2026-03-02T11:59:59.9999Z", ascending="true") == ids


def test_9274_the_newer_version_wants_the_zone_of_a_time(lrs: FlaskClient) -> None:
    newer = {"X-Experience-API-Version": "2.0.0"}
    assert get(lrs, since="2026-01-01T00:00:00").status_code == 200
    assert get(lrs, newer, since="2026-01-01T00:00:00").status_code == 400
    assert get(lrs, newer, since="2026-01-01T00:00:00Z").status_code == 200


def test_s1_a_group_with_an_identifier_can_be_looked_for(lrs: FlaskClient) -> None:
    team = TEAM | {"mbox": "mailto:team@example.org"}
    one, _other = post(lrs, statement(actor=team), statement())
    assert found(lrs, agent={"objectType": "Group", "mbox": "mailto:team@example.org"}) == [one]


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?limit=1", 200), ("?foo=1", 400), (f"?statementId={NOBODY}", 404), ("?agent=%7B%7D", 400)],
)
def test_s2_b5_whatever_is_answered_says_through_when_it_is_consistent(
    lrs: FlaskClient, query: str, status: int
) -> None:
    before = clock.now() - timedelta(milliseconds=2)
    answer = lrs.get(f"/statements{query}")
    assert answer.status_code == status
    assert before <= datetime.fromisoformat(answer.headers[THROUGH]) <= clock.now()


def test_s2_b5_also_a_single_statement_and_who_may_not_read(
    lrs: FlaskClient, credentials: Credentials
) -> None:
    (one,) = post(lrs, statement())
    assert THROUGH in get(lrs, statementId=one).headers
    assert THROUGH in get(lrs, statementId=one, attachments="true").headers
    refused = get(lrs, credentials(Scope.STATEMENTS_WRITE))
    assert refused.status_code == 403 and THROUGH in refused.headers


def test_s2_b5_what_was_answered_as_stored_is_soon_within_it(lrs: FlaskClient) -> None:
    (one,) = post(lrs, statement())
    stored = datetime.fromisoformat(kept(lrs, one)["stored"])
    told = (datetime.fromisoformat(get(lrs).headers[THROUGH]) for _ in range(1_000))
    assert any(through >= stored for through in told)


@pytest.mark.parametrize(
    ("scope", "status"),
    [
        (Scope.STATEMENTS_READ, 200),
        (Scope.STATEMENTS_READ_MINE, 200),
        (Scope.ALL_READ, 200),
        (Scope.ALL, 200),
        (Scope.STATEMENTS_WRITE, 403),
        (Scope.STATE, 403),
        (Scope.PROFILE, 403),
        (Scope.DEFINE, 403),
    ],
)
def test_communication_4_2_reading_needs_a_scope_that_reads(
    lrs: FlaskClient, credentials: Credentials, scope: Scope, status: int
) -> None:
    assert get(lrs, credentials(scope)).status_code == status
    assert lrs.head("/statements", headers=credentials(scope)).status_code == status


def test_communication_4_2_who_reads_her_own_sees_no_others(
    lrs: FlaskClient, credentials: Credentials
) -> None:
    mine, theirs = statement(actor=ADA), statement(actor=ADA)
    undone, undone_there = statement(), statement()
    post(lrs, theirs, undone_there, voiding(undone_there["id"]))
    about_theirs = referring(theirs["id"], actor=BRUNO)
    headers = credentials(Scope.STATEMENTS_READ_MINE, Scope.STATEMENTS_WRITE)
    undoing = voiding(undone["id"])
    for one in (mine, undone, undoing, about_theirs):
        assert put(lrs, one, headers=headers).status_code == 204
    assert found(lrs, headers, ascending="true") == [one["id"] for one in (mine, undoing, about_theirs)]
    assert found(lrs, headers, agent={"mbox": "mailto:ada@example.org"}) == [
        one["id"] for one in (about_theirs, undoing, mine)
    ]
    for identity, status in ((mine["id"], 200), (theirs["id"], 404)):
        assert get(lrs, headers, statementId=identity).status_code == status
    for identity, status in ((undone["id"], 200), (undone_there["id"], 404)):
        assert get(lrs, headers, voidedStatementId=identity).status_code == status
