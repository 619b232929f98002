"""Communication 2.2: what holds of all three document resources. (9274.1.1 4.1.6.2, 4.1.6.5 and 4.1.6.6)"""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.tracking.lrs.conftest import Credentials
from tests.tracking.lrs.kept import ALL, NEW, Kept, as_json, path
from tracking.lrs.scopes import Scope

EACH = pytest.mark.parametrize("kept", ALL, ids=path)


def send(lrs: FlaskClient, kept: Kept, method: str, data: bytes, content_type: str | None) -> int:
    headers = NEW if method == "PUT" else {}
    return lrs.open(
        kept.path,
        method=method,
        query_string=kept.one(),
        data=data,
        content_type=content_type,
        headers=headers,
    ).status_code


@EACH
def test_s4_b2_a_document_needs_no_activity_or_agent_known_before(lrs: FlaskClient, kept: Kept) -> None:
    assert kept.put(lrs, {"page": 3}).status_code == 204
    assert kept.get(lrs).json == {"page": 3}


@EACH
def test_s2_contents_and_type_come_back_byte_by_byte(lrs: FlaskClient, kept: Kept) -> None:
    contents = bytes(range(256)) * 3
    assert send(lrs, kept, "PUT", contents, "image/x-odd; depth=8") == 204
    answer = kept.get(lrs)
    assert answer.data == contents and answer.content_type == "image/x-odd; depth=8"


@EACH
def test_json_is_not_rewritten_when_it_is_put(lrs: FlaskClient, kept: Kept) -> None:
    written = b'{ "x" : 1.10, "n": 123456789012345678901234567890 }'
    assert send(lrs, kept, "PUT", written, "application/json") == 204
    assert kept.get(lrs).data == written


@EACH
def test_a_document_without_a_type_is_bytes(lrs: FlaskClient, kept: Kept) -> None:
    assert send(lrs, kept, "PUT", b"abc", None) == 204
    assert kept.get(lrs).content_type == "application/octet-stream"


@EACH
def test_a_form_is_kept_as_it_was_sent(lrs: FlaskClient, kept: Kept) -> None:
    assert send(lrs, kept, "POST", b"a=1&b=2", "application/x-www-form-urlencoded") == 204
    assert kept.get(lrs).data == b"a=1&b=2"


@EACH
def test_an_empty_document_is_a_document(lrs: FlaskClient, kept: Kept) -> None:
    assert send(lrs, kept, "PUT", b"", "text/plain") == 204
    assert kept.get(lrs).status_code == 200


@EACH
def test_an_unknown_document_is_not_found(lrs: FlaskClient, kept: Kept) -> None:
    assert kept.get(lrs).status_code == 404


@EACH
def test_head_answers_as_get_without_the_contents(lrs: FlaskClient, kept: Kept) -> None:
    """Communication 1.1."""
    kept.put(lrs, {"page": 3})
    got, headed = kept.get(lrs), lrs.head(kept.path, query_string=kept.one())
    assert headed.status_code == 200 and headed.data == b""
    assert {
        name: headed.headers[name] for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length")
    } == {name: got.headers[name] for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length")}


@EACH
def test_s6_b1_a_document_tells_when_it_was_modified(lrs: FlaskClient, kept: Kept) -> None:
    """9274.1.1 makes it a MUST."""
    kept.put(lrs, {"page": 3})
    assert parsedate_to_datetime(kept.get(lrs).headers["Last-Modified"]).tzinfo is not None


@EACH
def test_s6_b2_a_list_tells_when_the_newest_was_modified(lrs: FlaskClient, kept: Kept) -> None:
    kept.put(lrs, 1, "one")
    kept.put(lrs, 2, "two")
    listed = lrs.get(kept.path, query_string=kept.context)
    assert listed.headers["Last-Modified"] == kept.get(lrs, "two").headers["Last-Modified"]


# s7: POST merges.


@EACH
def test_s7_post_makes_a_document_where_there_is_none(lrs: FlaskClient, kept: Kept) -> None:
    assert kept.post(lrs, {"x": "foo"}).status_code == 204
    assert kept.get(lrs).json == {"x": "foo"}


@EACH
def test_s7_b2_post_sets_each_property_and_leaves_the_others(lrs: FlaskClient, kept: Kept) -> None:
    kept.post(lrs, {"x": "foo", "y": "bar"})
    assert kept.post(lrs, {"x": "bash", "z": "faz"}).status_code == 204
    assert kept.get(lrs).json == {"x": "bash", "y": "bar", "z": "faz"}


@EACH
def test_s7_only_properties_at_the_top_are_merged(lrs: FlaskClient, kept: Kept) -> None:
    kept.post(lrs, {"car": {"make": "one", "model": "two"}})
    kept.post(lrs, {"car": {"make": "three"}})
    assert kept.get(lrs).json == {"car": {"make": "three"}}


@EACH
def test_s7_b3_merging_keeps_the_digits_of_the_numbers(lrs: FlaskClient, kept: Kept) -> None:
    kept.post(lrs, {})
    send(lrs, kept, "POST", b'{"n":123456789012345678901234567890,"x":1.10}', "application/json")
    kept.post(lrs, {"y": 1})
    assert kept.get(lrs).data == b'{"n":123456789012345678901234567890,"x":1.10,"y":1}'


@EACH
def test_s7_the_parameters_of_a_type_do_not_make_it_another(lrs: FlaskClient, kept: Kept) -> None:
    kept.post(lrs, {"x": 1})
    assert send(lrs, kept, "POST", b'{"y":2}', "Application/JSON; charset=utf-8") == 204
    assert kept.get(lrs).json == {"x": 1, "y": 2}


@EACH
@pytest.mark.parametrize(
    ("posted", "content_type"),
    [
        (b"abc", "text/plain"),
        (b'{"y":2}', "application/octet-stream"),
        (b'{"y":2', "application/json"),
        (b'{"y":2}{', "application/json"),
        (b'{"y":tru}', "application/json"),
        (b'{"y":"\xff"}', "application/json"),
        (b"[1]", "application/json"),
        (b"", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"y":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "application/json"),
    ],
)
def test_s8_b1_what_cannot_be_merged_is_refused_and_changes_nothing(
    lrs: FlaskClient, kept: Kept, posted: bytes, content_type: str
) -> None:
    kept.post(lrs, {"x": 1})
    assert send(lrs, kept, "POST", posted, content_type) == 400
    assert kept.get(lrs).json == {"x": 1}


@EACH
def test_s8_b1_json_is_not_merged_into_a_document_of_another_type(lrs: FlaskClient, kept: Kept) -> None:
    send(lrs, kept, "PUT", b'{"x":1}', "application/octet-stream")
    assert kept.post(lrs, {"y": 2}).status_code == 400
    assert kept.get(lrs).data == b'{"x":1}'


@EACH
def test_s8_b1_json_is_not_merged_into_a_list(lrs: FlaskClient, kept: Kept) -> None:
    kept.put(lrs, [1])
    assert kept.post(lrs, {"y": 2}).status_code == 400
    assert kept.get(lrs).json == [1]


@EACH
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_what_is_called_json_and_is_none_is_refused(lrs: FlaskClient, kept: Kept, method: str) -> None:
    assert send(lrs, kept, method, b'{"x":', "application/json") == 400
    assert kept.get(lrs).status_code == 404


# Parameters: Communication 3.2.


@EACH
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_an_unknown_parameter_is_refused(lrs: FlaskClient, kept: Kept, method: str) -> None:
    query = {**kept.one(), "StateId": "x"}
    assert lrs.open(kept.path, method=method, query_string=query, json={}, headers=NEW).status_code == 400


@EACH
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_writing_needs_an_id(lrs: FlaskClient, kept: Kept, method: str) -> None:
    for query in (kept.context, {**kept.context, kept.id: ""}):
        assert lrs.open(kept.path, method=method, query_string=query, json={}, headers=NEW).status_code == 400


@EACH
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"agent": "not JSON"},
        {"agent": "true"},
        {"agent": as_json({"name": "nobody"})},
        {"agent": as_json({"objectType": "Group", "mbox": "mailto:a@example.org"})},
        {"activityId": "true"},
        {"activityId": ""},
    ],
    ids=str,
)
def test_a_context_that_is_none_is_refused(
    lrs: FlaskClient, kept: Kept, method: str, wrong: dict[str, Any]
) -> None:
    query = kept.one() | wrong  # for a resource that does not know the parameter it is refused as unknown
    assert lrs.open(kept.path, method=method, query_string=query, json={}, headers=NEW).status_code == 400


@EACH
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_every_parameter_of_the_context_is_needed(lrs: FlaskClient, kept: Kept, method: str) -> None:
    for missing in kept.context:
        query = {name: value for name, value in kept.one().items() if name != missing}
        assert lrs.open(kept.path, method=method, query_string=query, json={}, headers=NEW).status_code == 400


@EACH
def test_an_id_may_be_any_text(lrs: FlaskClient, kept: Kept) -> None:
    name = "où ça ? /\\ 'x' \N{SNOWMAN} " + "long " * 300
    assert kept.put(lrs, 1, name).status_code == 204
    assert kept.names(lrs) == [name] and kept.get(lrs, name).json == 1


# since: 2.3.s4, 2.6.s4, 2.7.s4.


@EACH
def test_since_names_only_what_was_written_after_that_moment(lrs: FlaskClient, kept: Kept) -> None:
    kept.put(lrs, 1, "one")
    assert kept.names(lrs, since="2020-01-01T00:00:00Z") == ["one"]
    assert kept.names(lrs, since="2999-01-01T00:00:00Z") == []


@EACH
@pytest.mark.parametrize("since", ["not a timestamp", "true", ""])
def test_since_is_a_timestamp(lrs: FlaskClient, kept: Kept, since: str) -> None:
    assert lrs.get(kept.path, query_string={**kept.context, "since": since}).status_code == 400


@EACH
def test_since_is_not_for_one_document(lrs: FlaskClient, kept: Kept) -> None:
    """9274.1.1 4.1.6.2: "If the stateId parameter is included, Not Allowed"."""
    assert kept.get(lrs, since="2020-01-01T00:00:00Z").status_code == 400


@EACH
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_since_is_for_reading(lrs: FlaskClient, kept: Kept, method: str) -> None:
    query = kept.one(since="2020-01-01T00:00:00Z")
    assert lrs.open(kept.path, method=method, query_string=query, json={}, headers=NEW).status_code == 400


# Who may, and how much.


@EACH
def test_each_resource_has_its_scope(lrs_app: Any, credentials: Credentials, kept: Kept) -> None:
    """Communication 4.2: `state` and `profile`; `all/read` reads."""
    right, wrong = (Scope.STATE, Scope.PROFILE) if kept.id == "stateId" else (Scope.PROFILE, Scope.STATE)
    stranger = lrs_app.test_client()

    def status(method: str, *scopes: Scope) -> int:
        headers = {**credentials(*scopes), **NEW}
        return stranger.open(
            kept.path, method=method, query_string=kept.one(), json={}, headers=headers
        ).status_code

    assert status("PUT", wrong) == 403 and status("PUT", Scope.ALL_READ) == 403
    assert status("PUT", right) == 204
    assert (
        stranger.get(kept.path, query_string=kept.one(), headers=credentials(Scope.ALL_READ)).status_code
        == 200
    )


@EACH
def test_a_document_is_no_larger_than_its_client_may_send(
    lrs_app: Any, credentials: Credentials, kept: Kept
) -> None:
    headers = {**credentials(Scope.ALL, largest=100), **NEW}
    stranger = lrs_app.test_client()
    for size, status in ((101, 413), (100, 204)):
        answer = stranger.put(kept.path, query_string=kept.one(), data=b"x" * size, headers=headers)
        assert answer.status_code == status
