"""The published vocabulary: open to anyone, kept by who has it, and reached from each of its identifiers."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from tracking import profile

BUILT = profile.build("http://classcode.test")


@pytest.fixture
def anyone(lrs_app: Flask) -> FlaskClient:
    """Somebody without key or version."""
    return lrs_app.test_client()


@pytest.fixture
def web(lrs_app: Flask) -> Client:
    """The same application where the site mounts it."""
    return Client(DispatcherMiddleware(lambda _environ, _start: [], {"/xapi": lrs_app.wsgi_app}))


def test_anyone_reads_the_whole_profile(anyone: FlaskClient) -> None:
    answer = anyone.get("/profile")
    assert (answer.status_code, answer.content_type) == (200, "application/ld+json")
    assert answer.get_json(force=True) == BUILT


def test_who_has_the_profile_is_told_so(anyone: FlaskClient) -> None:
    tag = anyone.get("/profile").headers["ETag"]
    answer = anyone.get("/profile", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("part", ["concepts", "templates", "patterns"])
def test_every_identifier_leads_to_the_document_that_defines_it(web: Client, part: str) -> None:
    for one in BUILT[part]:
        answer = web.get(one["id"].removeprefix("http://classcode.test"))
        assert (answer.status_code, answer.headers["Location"]) == (303, "/xapi/profile")


@pytest.mark.parametrize("path", ["/verbs/registered", "/verbs/danced", "/templates/place", "/things/place"])
def test_what_the_profile_does_not_define_is_not_there(anyone: FlaskClient, path: str) -> None:
    assert anyone.get(path).status_code == 404
