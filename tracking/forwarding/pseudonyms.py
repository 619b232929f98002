"""Statements in disguise: every recipient sees people, statements and things under identifiers of its own. Pure.

HMAC-SHA256 under the recipient's key turns each UUID into another one, wherever it stands: actors, statement ids and
references to them, registrations, the tickets and meetings in IRIs. Within one recipient all of it still fits together;
two recipients share no identifier by which they could join what they got. Times stay: they are what is measured.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson

from tracking.xapi.index import ifi

_UUID: Final = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE
)
_DROPPED: Final = frozenset({"stored", "attachments"})
"""`stored` is the recipient's to set; attached files, signatures among them, cannot be disguised."""
_ACTORS: Final = frozenset({"actor", "instructor", "team", "agent", "group"})


@dataclass(frozen=True, slots=True)
class Disguise:
    """A recipient's own identifiers: `key` makes them, and people of ours are those under `iri_base`."""

    key: bytes = field(repr=False)
    iri_base: str

    def identity(self, real: UUID) -> UUID:
        """Return what a UUID is called for this recipient."""
        return self._name(f"uuid:{real}")

    def of(self, statement: Mapping[str, Any]) -> bytes:
        """Return a statement under this recipient's identifiers; who vouches for it stays as it is."""
        hidden = {
            name: self._hidden(name, value) for name, value in statement.items() if name not in _DROPPED
        }
        if "authority" in statement:
            hidden["authority"] = statement["authority"]
        return orjson.dumps(hidden)

    def is_ours(self, actor: Mapping[str, Any]) -> bool:
        """Tell whether somebody is a person of ours, who has a random name already."""
        return bool(actor.get("account", {}).get("homePage") == self.iri_base)

    def _hidden(self, name: str, value: Any) -> Any:
        """Disguise a value; `name` is that of the property it stands under."""
        if isinstance(value, str):
            return _UUID.sub(lambda found: str(self.identity(UUID(found[0]))), value)
        if isinstance(value, list):
            return [self._hidden(name, one) for one in value]
        if not isinstance(value, Mapping):
            return value
        if is_actor(name, value):
            return self._actor(value)
        return {self._hidden("", key): self._hidden(key, one) for key, one in value.items()}

    def _actor(self, actor: Mapping[str, Any]) -> dict[str, Any]:
        """Return an agent or group with an account under our IRI base, and without its name."""
        hidden: dict[str, Any] = {"objectType": actor.get("objectType", "Agent")}
        if ifi(actor) is not None:
            hidden["account"] = {"homePage": self.iri_base, "name": str(self._account(actor))}
        if "member" in actor:
            hidden["member"] = [self._actor(member) for member in actor["member"]]
        return hidden

    def _account(self, actor: Mapping[str, Any]) -> UUID:
        if self.is_ours(actor) and _UUID.fullmatch(actor["account"]["name"]):
            return self.identity(UUID(actor["account"]["name"]))
        return self._name(f"actor:{ifi(actor)}")

    def _name(self, text: str) -> UUID:
        digest = hmac.digest(self.key, text.encode(), hashlib.sha256)
        return UUID(bytes=digest[:16], version=5)


def is_actor(name: str, value: Mapping[str, Any]) -> bool:
    """Tell whether the value of a property is an agent or a group (Data 2.4.2, 2.4.4.2, 2.4.6.3)."""
    return name in _ACTORS or (name == "object" and value.get("objectType") in {"Agent", "Group"})


def strangers(disguise: Disguise, value: Any, name: str = "") -> bool:
    """Tell whether a statement speaks of anybody who has an identifier and is not a person of ours."""
    if isinstance(value, list):
        return any(strangers(disguise, one, name) for one in value)
    if not isinstance(value, Mapping):
        return False
    if is_actor(name, value) or name == "member":
        known = ifi(value) is None or disguise.is_ours(value)
        return not known or strangers(disguise, value.get("member", []), "member")
    return any(strangers(disguise, one, key) for key, one in value.items() if key != "authority")
