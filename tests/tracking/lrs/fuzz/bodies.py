"""Bodies of requests: statements as JSON or with files, signatures, documents; most of them good, some spoiled."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import Any, Final

from hypothesis import strategies as st

from tests.tracking.lrs.fuzz import good, odd

BOUNDARY: Final = "a-boundary"
MIXED: Final = f"multipart/mixed; boundary={BOUNDARY}"


@st.composite
def signed(draw: st.DrawFn, statement: dict[str, Any]) -> bytes:
    """Write a signature of a statement as far as one can without a key: header, payload and signature, odd or not."""
    header = {"alg": draw(st.sampled_from(["RS256", "RS512", "none", "HS256", ""]))}
    if odd.seldom(draw, 3):
        header |= {draw(st.sampled_from(["x5c", "alg", "crit", "jwk", "b64"])): draw(odd.values)}
    parts = [odd.as_json(header), odd.as_json(statement), draw(st.binary(max_size=9))]
    if odd.seldom(draw, 3):
        parts[draw(st.integers(0, 2))] = draw(st.binary(max_size=9) | odd.values.map(odd.as_json))
    return b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)


@st.composite
def multiparts(draw: st.DrawFn) -> bytes:
    """Write a statement with files: named and sent, or one of the two, or with something else than was announced."""
    statement = draw(good.STATEMENTS)
    data = draw(st.lists(st.binary(max_size=60), max_size=2))
    signatures = [draw(signed(statement))] if odd.seldom(draw, 3) else []
    data += signatures
    named = [
        {
            "usageType": good.SIGNATURE if one in signatures else "http://example.org/usage",
            "display": {"en": "A file"},
            "contentType": "application/octet-stream",
            "length": len(one),
            "sha2": hashlib.sha256(one).hexdigest(),
        }
        for one in data
    ]
    if named:
        statement = statement | {"attachments": named}
    parts = [b"Content-Type: application/json\r\n\r\n" + odd.as_json(statement)]
    parts += [
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: "
        + hashlib.sha256(one).hexdigest().encode() + b"\r\n\r\n" + one
        for one in data
    ]  # fmt: skip
    if odd.seldom(draw, 5):
        place = draw(st.integers(0, len(parts) - 1))
        parts[place] = draw(odd.spoiled_bytes(parts[place]))
    line = f"--{BOUNDARY}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


@st.composite
def json_bodies(draw: st.DrawFn, value: st.SearchStrategy[Any]) -> bytes:
    """Write a value as JSON: mostly as it is, else spoiled as a value or as bytes."""
    drawn = draw(value)
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 2]))):
        drawn = draw(odd.spoiled(drawn))
    body = odd.as_json(drawn, escaped=draw(st.booleans()))
    return body if not odd.seldom(draw, 10) else draw(odd.spoiled_bytes(body))


def _each_id_once(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({one.get("id", place): one for place, one in enumerate(statements)}.values())


_NAMED: Final = good.ANY.map(lambda one: {name: value for name, value in one.items() if name != "id"})
"""The id stands in the address."""
_SENT: Final = good.ANY | st.lists(good.ANY, max_size=4).map(_each_id_once)
_KEPT: Final = st.dictionaries(good.WORDS, odd.values, max_size=3)


@st.composite
def statements(draw: st.DrawFn, *, single: bool) -> tuple[bytes, str]:
    """Write statements, or the one whose id stands in the address, and the type that they are sent as."""
    if odd.seldom(draw, 4):
        return draw(multiparts()), MIXED
    return draw(json_bodies(_NAMED if single else _SENT)), "application/json"


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, str]:
    """Write a document and its type."""
    if odd.seldom(draw, 4):
        return draw(st.binary(max_size=200)), draw(st.sampled_from(["text/plain", "image/png", "text/html"]))
    return draw(json_bodies(_KEPT)), "application/json"
