"""The record's own application on this test's database, and clients of it with the scopes that a test asks for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine

from classcode import clock, db
from classcode.config import Config
from tracking.lrs.app import create
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.here import client, needs, version
from tracking.lrs.scopes import Scope

SECRET = "a secret of the tests"
VERSION = "X-Experience-API-Version"
# A hash carries its own cost: this one is checked in microseconds, so that hundreds of tests do not wait.
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(SECRET)

Credentials = Callable[..., dict[str, str]]


def basic(key: str, secret: str = SECRET) -> str:
    """Return the Authorization header of a key and a secret."""
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()


def new_client(*scopes: Scope, **values: Any) -> LrsClient:
    """Commit a client with these scopes (all, where none is named); `values` are columns of its row."""
    row = {
        "id": uuid4(),
        "key": f"key-{uuid4().hex[:12]}",
        "secret_hash": QUICK_HASH,
        "name": "A client of the tests",
        "scopes": [str(scope) for scope in scopes or (Scope.ALL,)],
        "largest": 25_000_000,
        "trusted": [],
        "created_at": clock.now(),
    }
    client = LrsClient(**(row | values))
    with db.transaction() as session:
        session.add(client)
    return client


@pytest.fixture
def lrs_app(config: Config, engine: Engine) -> Flask:
    """The record's application; `testing` stays off, so that a failure is answered as it would be for others."""
    return create(config)


@pytest.fixture
def credentials(engine: Engine) -> Credentials:
    """Headers of a new client: `credentials(Scope.STATE)`; `version="2.0.0"` for the newer specification."""

    def headers(*scopes: Scope, version: str = "1.0.3", **values: Any) -> dict[str, str]:
        return {"Authorization": basic(new_client(*scopes, **values).key), VERSION: version}

    return headers


@pytest.fixture
def lrs(lrs_app: Flask, credentials: Credentials) -> FlaskClient:
    """A client that may do all and speaks 1.0.3; headers given to a request come before its own."""
    client = lrs_app.test_client()
    given = credentials(Scope.ALL)
    client.environ_base["HTTP_AUTHORIZATION"] = given["Authorization"]
    client.environ_base["HTTP_X_EXPERIENCE_API_VERSION"] = given[VERSION]
    return client


@pytest.fixture
def lrs2(lrs: FlaskClient) -> FlaskClient:
    """The same client, speaking 2.0.0."""
    lrs.environ_base["HTTP_X_EXPERIENCE_API_VERSION"] = "2.0.0"
    return lrs


@pytest.fixture
def probe(lrs_app: Flask, lrs: FlaskClient) -> FlaskClient:
    """The client of `lrs` with resources of the tests' own: `/echo` tells what came, `/silent` forgot `needs`."""
    bp = Blueprint("probe", __name__)

    @bp.route("/echo", methods=["GET", "PUT", "POST", "DELETE"])
    @needs(Scope.STATE)
    def echo() -> dict[str, Any]:
        headers = ("Content-Type", "Content-Length", "If-Match", "If-None-Match")
        return {
            "method": request.method,
            "arguments": request.args.to_dict(flat=False),
            "body": request.get_data(as_text=True),
            "headers": {name: request.headers[name] for name in headers if name in request.headers},
            "client": client().key,
            "authority": client().authority,
            "version": version(),
        }

    @bp.get("/silent")
    def silent() -> str:
        return "nobody may read this"

    @bp.get("/broken")
    @needs(Scope.STATE)
    def broken() -> str:
        raise RuntimeError("a secret of the inside")

    lrs_app.register_blueprint(bp)
    return lrs
