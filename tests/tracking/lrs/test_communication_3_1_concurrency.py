"""Communication 3.1, concurrency: who writes from an old reading is told so. (9274.1.1 4.1.4)"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha1
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from classcode import db
from classcode.errors import Refused
from tests.tracking.lrs.conftest import VERSION
from tests.tracking.lrs.kept import ACTIVITY, AGENT, ALL, NEW, PROFILES, STATE, Kept, as_json, path
from tracking.lrs.documents import queries, rules
from tracking.lrs.documents.conditions import Care, Conditions
from tracking.lrs.documents.contents import Content
from tracking.lrs.documents.places import Context, Kind, Place
from tracking.lrs.errors import PreconditionFailed

EACH = pytest.mark.parametrize("kept", ALL, ids=path)
EACH_PROFILE = pytest.mark.parametrize("kept", PROFILES, ids=path)
WRITING = pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
WRONG = '"1111111111111111111111111111111111111111"'
SPEAKING = pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])


def send(lrs: FlaskClient, kept: Kept, method: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lrs.open(kept.path, method=method, query_string=kept.one(), json={"new": 1}, headers=named)


# What readers get: 3.1.s4.b1 to b4.


@EACH
def test_s4_b1_to_b4_the_etag_is_the_sha1_of_the_contents_in_quotes(lrs: FlaskClient, kept: Kept) -> None:
    contents = b'{"page":  3}'
    lrs.put(kept.path, query_string=kept.one(), data=contents, content_type="application/json", headers=NEW)
    digest = sha1(contents, usedforsecurity=False).hexdigest()
    assert kept.get(lrs).headers["ETag"] == f'"{digest}"'


@EACH
def test_s4_b1_lists_carry_one_too(lrs: FlaskClient, kept: Kept) -> None:
    before = lrs.get(kept.path, query_string=kept.context).headers["ETag"]
    kept.put(lrs, 1)
    assert lrs.get(kept.path, query_string=kept.context).headers["ETag"] != before


@EACH
def test_the_etag_changes_with_the_contents_only(lrs: FlaskClient, kept: Kept) -> None:
    lrs.put(kept.path, query_string=kept.one(), data=b"{}", content_type="application/json", headers=NEW)
    first = kept.get(lrs).headers["ETag"]
    kept.post(lrs, {})
    assert kept.get(lrs).headers["ETag"] == first
    kept.post(lrs, {"more": 2})
    assert kept.get(lrs).headers["ETag"] != first


@EACH
def test_who_has_the_newest_already_is_told_so(lrs: FlaskClient, kept: Kept) -> None:
    """RFC 9110 13.1.2."""
    kept.put(lrs, 1)
    again = lrs.get(
        kept.path, query_string=kept.one(), headers={"If-None-Match": kept.get(lrs).headers["ETag"]}
    )
    assert again.status_code == 304 and again.data == b""


# If-Match: 3.1.s4.b5, b7, b9 to b12; MUST for PUT in 1.0.3, for all three in 2.0.


@EACH
@WRITING
@SPEAKING
def test_s4_b5_and_b7_the_right_etag_lets_through(
    lrs: FlaskClient, kept: Kept, method: str, version: str
) -> None:
    kept.put(lrs, {"old": 1})
    headers = {"If-Match": kept.get(lrs).headers["ETag"], VERSION: version}
    assert send(lrs, kept, method, **headers).status_code == 204
    expected = {"PUT": {"new": 1}, "POST": {"old": 1, "new": 1}}.get(method)
    assert kept.get(lrs).json == expected if expected else kept.get(lrs).status_code == 404


@EACH
@WRITING
@SPEAKING
def test_s4_b9_to_b12_a_wrong_etag_is_412_and_changes_nothing(
    lrs: FlaskClient, kept: Kept, method: str, version: str
) -> None:
    kept.put(lrs, {"old": 1})
    assert send(lrs, kept, method, If_Match=WRONG, **{VERSION: version}).status_code == 412
    assert kept.get(lrs).json == {"old": 1}


@EACH
@WRITING
@pytest.mark.parametrize("tag", [WRONG, "*"])
def test_if_match_where_there_is_nothing_is_412(lrs: FlaskClient, kept: Kept, method: str, tag: str) -> None:
    assert send(lrs, kept, method, If_Match=tag).status_code == 412
    assert kept.get(lrs).status_code == 404


@EACH
def test_any_etag_of_a_list_will_do_and_any_at_all_for_a_star(lrs: FlaskClient, kept: Kept) -> None:
    """RFC 2616 14.24."""
    kept.put(lrs, {"old": 1})
    several = f"{WRONG}, {kept.get(lrs).headers['ETag']}"
    assert send(lrs, kept, "PUT", If_Match=several).status_code == 204
    assert send(lrs, kept, "PUT", If_Match="*").status_code == 204


@EACH
def test_an_etag_that_a_proxy_made_weak_still_names_its_document(lrs: FlaskClient, kept: Kept) -> None:
    kept.put(lrs, {"old": 1})
    assert send(lrs, kept, "PUT", If_Match="W/" + kept.get(lrs).headers["ETag"]).status_code == 204


# If-None-Match: 3.1.s4.b6, b8.


@EACH
@pytest.mark.parametrize("method", ["PUT", "POST"])
@SPEAKING
def test_s4_b6_and_b8_if_none_match_star_makes_and_never_replaces(
    lrs: FlaskClient, kept: Kept, method: str, version: str
) -> None:
    headers = {**NEW, VERSION: version}
    assert send(lrs, kept, method, **headers).status_code == 204
    assert send(lrs, kept, method, **headers).status_code == 412
    assert kept.get(lrs).json == {"new": 1}


@EACH
def test_if_none_match_refuses_the_document_that_it_names(lrs: FlaskClient, kept: Kept) -> None:
    """RFC 2616 14.26."""
    kept.put(lrs, {"old": 1})
    assert send(lrs, kept, "PUT", If_None_Match=kept.get(lrs).headers["ETag"]).status_code == 412
    assert send(lrs, kept, "PUT", If_None_Match=WRONG).status_code == 204


# PUT with neither header: 3.1.s3, 3.1.s4.b13 to b15.


@EACH_PROFILE
@SPEAKING
def test_s4_b13_to_b15_a_put_that_says_nothing_replaces_no_profile_and_learns_why(
    lrs: FlaskClient, kept: Kept, version: str
) -> None:
    kept.put(lrs, {"old": 1})
    refused = send(lrs, kept, "PUT", **{VERSION: version})
    assert refused.status_code == 409 and refused.json is not None
    assert "If-Match" in refused.json["error"]["message"] and "ETag" in refused.json["error"]["message"]
    assert kept.get(lrs).json == {"old": 1}


def test_9274_1_1_4_1_4_nor_a_state_in_2_0(lrs2: FlaskClient) -> None:
    STATE.put(lrs2, {"old": 1})
    assert send(lrs2, STATE, "PUT").status_code == 409
    assert STATE.get(lrs2).json == {"old": 1}


@EACH_PROFILE
def test_s3_b1_a_put_to_a_profile_says_which_one_it_means(lrs: FlaskClient, kept: Kept) -> None:
    assert send(lrs, kept, "PUT").status_code == 400
    assert kept.get(lrs).status_code == 404


@EACH
def test_9274_1_1_a_put_that_says_nothing_makes_a_document_in_2_0(lrs2: FlaskClient, kept: Kept) -> None:
    assert send(lrs2, kept, "PUT").status_code == 204


@EACH
@pytest.mark.parametrize("method", ["POST", "DELETE"])
@SPEAKING
def test_s3_post_and_delete_may_say_nothing(lrs: FlaskClient, kept: Kept, method: str, version: str) -> None:
    kept.put(lrs, {"old": 1})
    assert send(lrs, kept, method, **{VERSION: version}).status_code == 204


# At the same moment.

BOTH = pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    ids=["sqlite", "postgresql"],
)
WRITERS = 8
PLACE = Place(Context(Kind.STATE, ACTIVITY, "account:http://example.org|ada"), "bookmark")
FREELY = Care(makes=True, replaces=True)


def at_once(writers: int, act: Callable[[int], None]) -> list[Refused | None]:
    """Run an act in as many threads, all starting together; return what refused each."""
    start = Barrier(writers)

    def one(number: int) -> Refused | None:
        start.wait()
        try:
            act(number)
        except Refused as refused:
            return refused
        return None

    with ThreadPoolExecutor(writers) as threads:
        return list(threads.map(one, range(writers)))


def json_of(value: object) -> Content:
    return Content("application/json", as_json(value).encode())


def put(value: object, conditions: Conditions) -> None:
    with db.transaction() as session:
        rules.put(session, PLACE, json_of(value), conditions, care=FREELY)


def stored() -> bytes:
    with db.reading() as session:
        held = queries.document(session, PLACE)
        assert held is not None
        return held.contents


@BOTH
def test_of_many_writers_with_one_etag_exactly_one_wins(engine: Engine, database: str) -> None:
    put("first", Conditions())
    tag = Conditions(match=frozenset({json_of("first").etag()}))
    refusals = at_once(WRITERS, lambda number: put(number, tag))
    winners = [number for number, refused in enumerate(refusals) if refused is None]
    assert len(winners) == 1 and stored() == as_json(winners[0]).encode()
    assert all(isinstance(refused, PreconditionFailed) for refused in refusals if refused)


@BOTH
def test_of_many_makers_of_one_document_exactly_one_wins(engine: Engine, database: str) -> None:
    new = Conditions(none_match=frozenset({"*"}))
    refusals = at_once(WRITERS, lambda number: put(number, new))
    winners = [number for number, refused in enumerate(refusals) if refused is None]
    assert len(winners) == 1 and stored() == as_json(winners[0]).encode()


@BOTH
def test_what_many_merge_at_once_is_all_kept(engine: Engine, database: str) -> None:
    def merge(number: int) -> None:
        with db.transaction() as session:
            rules.merge(session, PLACE, json_of({f"n{number}": number}), Conditions())

    assert at_once(WRITERS, merge) == [None] * WRITERS
    assert sorted(stored()) == sorted(as_json({f"n{n}": n for n in range(WRITERS)}).encode())


@BOTH
def test_writers_and_deleters_of_a_context_never_wait_in_a_circle(engine: Engine, database: str) -> None:
    def act(number: int) -> None:
        for name in "abcde":
            with db.transaction() as session:
                if number % 2:
                    rules.remove_all(session, PLACE.context, Conditions())
                else:
                    place = Place(PLACE.context, name)
                    rules.put(session, place, json_of(str(uuid4())), Conditions(), care=FREELY)

    assert at_once(WRITERS, act) == [None] * WRITERS


def test_a_refused_write_leaves_no_row(lrs_app: Flask, lrs: FlaskClient) -> None:
    """Communication 2.2: a refused request changes nothing."""
    assert send(lrs, STATE, "PUT", If_Match=WRONG).status_code == 412
    assert STATE.names(lrs) == []


def test_all_that_is_kept_about_an_actor_goes_with_her(lrs: FlaskClient) -> None:
    for kept in ALL:
        kept.put(lrs, 1)
    STATE.put(lrs, 2, agent=as_json({"mbox": "mailto:bruno@example.org"}))
    with db.transaction() as session:
        gone = rules.erase(session, f"account:{AGENT['account']['homePage']}|{AGENT['account']['name']}")
    assert gone == 2
    assert [kept.names(lrs) for kept in ALL] == [[], [], ["bookmark"]]
    assert STATE.names(lrs, agent=as_json({"mbox": "mailto:bruno@example.org"})) == ["bookmark"]
