"""The three document resources as the tests ask for them: paths, parameters, and a few common requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import orjson
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

AGENT: Final = {"objectType": "Agent", "account": {"homePage": "http://example.org", "name": "ada"}}
OTHER_AGENT: Final = {"mbox": "mailto:bruno@example.org"}
ACTIVITY: Final = "http://example.org/activities/1"
REGISTRATION: Final = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
NEW: Final = {"If-None-Match": "*"}


def as_json(value: object) -> str:
    return orjson.dumps(value).decode()


@dataclass(frozen=True)
class Kept:
    """A resource: its path, its usual parameters without the document's id, and what it calls that id."""

    path: str
    context: dict[str, str]
    id: str

    def one(self, name: str = "bookmark", **changes: str) -> dict[str, str]:
        """Return the parameters of one document."""
        return {**self.context, self.id: name, **changes}

    def put(self, lrs: FlaskClient, value: Any, name: str = "bookmark", **changes: str) -> TestResponse:
        """PUT a value as JSON where there is nothing yet."""
        return lrs.put(self.path, query_string=self.one(name, **changes), json=value, headers=NEW)

    def post(self, lrs: FlaskClient, value: Any, name: str = "bookmark", **changes: str) -> TestResponse:
        """POST a value as JSON."""
        return lrs.post(self.path, query_string=self.one(name, **changes), json=value)

    def get(self, lrs: FlaskClient, name: str = "bookmark", **changes: str) -> TestResponse:
        """GET one document."""
        return lrs.get(self.path, query_string=self.one(name, **changes))

    def delete(self, lrs: FlaskClient, name: str = "bookmark", **changes: str) -> TestResponse:
        """DELETE one document."""
        return lrs.delete(self.path, query_string=self.one(name, **changes))

    def names(self, lrs: FlaskClient, **changes: str) -> list[str]:
        """Name the documents of the context."""
        listed = lrs.get(self.path, query_string={**self.context, **changes})
        assert listed.status_code == 200 and isinstance(listed.json, list)
        return listed.json


STATE: Final = Kept("/activities/state", {"activityId": ACTIVITY, "agent": as_json(AGENT)}, "stateId")
AGENT_PROFILE: Final = Kept("/agents/profile", {"agent": as_json(AGENT)}, "profileId")
ACTIVITY_PROFILE: Final = Kept("/activities/profile", {"activityId": ACTIVITY}, "profileId")
PROFILES: Final = (AGENT_PROFILE, ACTIVITY_PROFILE)
ALL: Final = (STATE, *PROFILES)


def path(kept: Kept) -> str:
    """Return a resource's name for the ids of parametrised tests."""
    return kept.path
