"""Data 2.6: a signature that is malformed, or says something else than its statement, is refused."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from tests.tracking.lrs.mixed import attached, sha256
from tests.tracking.lrs.test_data_2_4_11_attachments import Came
from tracking.xapi import signatures
from tracking.xapi.errors import Invalid
from tracking.xapi.signatures import SIGNATURE, check_signatures

STATEMENT: dict[str, Any] = {
    "id": "12345678-1234-4321-8123-123456789abc",
    "actor": {"mbox": "mailto:ada@example.org", "name": "Ada"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"fr": "a terminé"}},
    "object": {"id": "http://example.org/courses/1"},
    "result": {"success": True},
}
Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(key: Private) -> str:
    """Return a self-signed certificate as an x5c header holds it."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ada")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    built = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(days=1))
    made = built.sign(key, hashes.SHA256())
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def sign(key: rsa.RSAPrivateKey, payload: object = STATEMENT, **header: Any) -> bytes:
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    whole = {"alg": "RS256"} | header
    return jws.serialize_compact(whole, data, RSAKey(key, key), registry=signatures._REGISTRY).encode()


def encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def assembled(header: object, payload: bytes = b"{}", signature: bytes = b"xx") -> bytes:
    told = header if isinstance(header, bytes) else json.dumps(header).encode()
    return b".".join([encode(told), encode(payload), encode(signature)])


def signed(data: bytes, statement: dict[str, Any] = STATEMENT, **changed: Any) -> dict[str, Any]:
    named = attached(data, usageType=SIGNATURE, contentType="application/octet-stream")
    return statement | {"attachments": [*statement.get("attachments", []), named | changed]}


def check(data: bytes, statement: dict[str, Any] | None = None) -> None:
    check_signatures(statement or signed(data), {sha256(data): Came(data)}, "[2]")


def refusal(data: bytes, statement: dict[str, Any] | None = None, place: int = 0) -> Invalid:
    with pytest.raises(Invalid) as caught:
        check(data, statement)
    assert caught.value.clause == "Data 2.6"
    assert caught.value.where.startswith(f"[2].attachments[{place}]")
    return caught.value


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_data_2_6_rsa_with_sha_2_is_accepted(key: rsa.RSAPrivateKey, algorithm: str) -> None:
    check(sign(key, alg=algorithm))


def test_data_2_6_another_serialisation_of_the_same_statement_is_accepted(key: rsa.RSAPrivateKey) -> None:
    check(sign(key, json.dumps(STATEMENT, indent=4, sort_keys=True).encode()))


def test_a_statement_that_nobody_signed_has_nothing_to_check() -> None:
    check_signatures(STATEMENT, {})
    check_signatures(STATEMENT | {"attachments": [attached()]}, {sha256(b"x"): Came(b"x")})


def test_data_2_6_other_attachments_are_part_of_what_was_signed(key: rsa.RSAPrivateKey) -> None:
    whole = STATEMENT | {"attachments": [attached()]}
    data = sign(key, whole)
    check(data, signed(data, whole))
    refusal(data, signed(data, STATEMENT | {"attachments": [attached(b"other")]}), place=1)
    alone = sign(key)
    caught = refusal(alone, signed(alone, whole), place=1)
    assert "another statement" in caught.message


def test_two_people_may_sign_one_statement(key: rsa.RSAPrivateKey) -> None:
    first = sign(key)
    once = signed(first)
    second = sign(key, once, alg="RS512")
    check_signatures(signed(second, once), {sha256(first): Came(first), sha256(second): Came(second)})


def test_a_signature_that_only_a_file_url_names_is_taken_as_it_is() -> None:
    """Communication 1.5.1: a request of type application/json whose attachments have fileUrls MUST be accepted."""
    check_signatures(signed(b"x", fileUrl="http://example.org/signature"), {})


def test_data_2_6_a_signature_is_of_type_octet_stream(key: rsa.RSAPrivateKey) -> None:
    data = sign(key)
    caught = refusal(data, signed(data, contentType="text/plain; charset=ascii"))
    assert caught.where == "[2].attachments[0].contentType"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a.b",
        b"a.b.c.d",
        b"not base64.not base64.not base64",
        b"\xff.\xff.\xff",
        assembled(b"[" * 20_000),
        assembled(b"[]"),
        assembled(b"7"),
        assembled(b'"alg"'),
        assembled(b"null"),
        assembled({}),
        assembled({"alg": "RS256"}, signature=b""),
        assembled({"alg": "RS256", "x5c": "no list"}),
        assembled({"alg": "RS256", "crit": ["exp"], "exp": 1}),
        assembled({"alg": "RS256", "b64": False}),
        assembled(b'{"alg": "RS256", "n": ' + b"7" * 5000 + b"}"),
        assembled({"alg": "RS256"}, signature=bytes(10_000)),
        assembled({"alg": "RS256", "kid": "x" * 70_000}),
    ],
)
def test_data_2_6_what_is_no_compact_web_signature_is_refused(data: bytes) -> None:
    refusal(data)


@pytest.mark.parametrize(
    "algorithm", ["none", "HS256", "ES256", "PS256", "rs256", "", None, 1, ["RS256"], {}]
)
def test_data_2_6_no_other_algorithm_is_accepted(algorithm: object) -> None:
    refusal(assembled({"alg": algorithm}, json.dumps(STATEMENT).encode()))


def test_a_shared_secret_signs_nothing() -> None:
    secret = OctKey.import_key("a secret of thirty-two characters")
    refusal(jws.serialize_compact({"alg": "HS256"}, json.dumps(STATEMENT), secret).encode())


@pytest.mark.parametrize(
    "payload", [b"", b"{'id': 1}", b"[]", b'"text"', b"null", b"{", b"\xff", b"[" * 100_000]
)
def test_data_2_6_what_was_signed_is_a_statement_in_json(key: rsa.RSAPrivateKey, payload: bytes) -> None:
    refusal(sign(key, payload))


@pytest.mark.parametrize(
    "changed",
    [
        {"actor": {"mbox": "mailto:bruno@example.org"}},
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/passed"}},
        {"result": {"success": False}},
        {"context": {"platform": "elsewhere"}},
    ],
)
def test_data_2_6_what_was_signed_is_this_statement(key: rsa.RSAPrivateKey, changed: dict[str, Any]) -> None:
    data = sign(key)
    assert "another statement" in refusal(data, signed(data, STATEMENT | changed)).message


def test_data_2_6_a_certificate_that_comes_along_fits_its_signature(key: rsa.RSAPrivateKey) -> None:
    other = rsa.generate_private_key(65537, 2048)
    check(sign(key, x5c=[certificate(key), certificate(other)]))
    assert "certificate" in refusal(sign(key, x5c=[certificate(other), certificate(key)])).message


def test_data_2_6_a_changed_statement_does_not_fit_the_certificate(key: rsa.RSAPrivateKey) -> None:
    header, _payload, signature = sign(key, x5c=[certificate(key)]).split(b".")
    changed = STATEMENT | {"result": {"success": False}}
    data = b".".join([header, encode(json.dumps(changed).encode()), signature])
    assert "certificate" in refusal(data, signed(data, changed)).message


@pytest.mark.parametrize("chain", [[], [""], ["no base64"], [base64.b64encode(b"no certificate").decode()]])
def test_what_is_no_certificate_is_refused(key: rsa.RSAPrivateKey, chain: list[str]) -> None:
    refusal(sign(key, x5c=chain))


def test_a_certificate_of_another_kind_of_key_is_refused(key: rsa.RSAPrivateKey) -> None:
    refusal(sign(key, x5c=[certificate(ec.generate_private_key(ec.SECP256R1()))]))


def test_a_signature_of_any_size_is_not_read(key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch) -> None:
    data = sign(key)
    monkeypatch.setattr(signatures, "LARGEST", len(data) - 1)
    assert refusal(data).params == {"largest": len(data) - 1}


HEADERS = st.dictionaries(st.sampled_from(["alg", "x5c", "crit", "b64", "kid"]), st.none() | st.just("RS256"))


@settings(deadline=None)
@given(
    data=st.binary(max_size=200)
    | st.builds(assembled, HEADERS | st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=20))
)
def test_whatever_is_attached_as_a_signature_is_refused_and_nothing_else_goes_wrong(data: bytes) -> None:
    refusal(data)
