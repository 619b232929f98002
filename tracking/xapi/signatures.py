"""Signed statements: the attached JSON web signature is well formed and says what the statement says (Data 2.6).

This catches mistakes of who signs. Whether the signer may be trusted is for who reads the statement to decide.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

import orjson
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from classcode.i18n import N_
from tracking.xapi.compare import equivalent
from tracking.xapi.errors import Invalid
from tracking.xapi.parts import Part, media_type, named_by, sha2_of

SIGNATURE: Final = "http://adlnet.gov/expapi/attachments/signature"
CLAUSE: Final = "Data 2.6"
ALGORITHMS: Final = ("RS256", "RS384", "RS512")
LARGEST: Final = 1 << 20
"""Bytes of one signature with the statement in it: reading it costs several times this in memory."""
_LARGEST_HEADER: Final = 1 << 16


class _Registry(jws.JWSRegistry):
    """Room for a chain of certificates and a long statement, where the library has 512 bytes and 128 kB."""

    max_header_length = _LARGEST_HEADER
    max_payload_length = LARGEST
    max_signature_length = 4096


# RFC 7515 section 4: headers that we do not know are ignored.
_REGISTRY: Final = _Registry(algorithms=ALGORITHMS, strict_check_header=False)
_MALFORMED: Final = N_("This signature is no JSON web signature in compact serialization.")


def check_signatures(statement: Mapping[str, Any], parts: Mapping[str, Part], where: str = "") -> None:
    """Refuse a statement one of whose attached signatures is malformed or says something else (Data 2.6).

    A signature that is only named by a fileUrl cannot be looked at: the specification has such statements accepted.
    """
    listed = statement.get("attachments")
    for place, attachment in enumerate(listed if isinstance(listed, list) else ()):
        if not _signs(attachment):
            continue
        path = f"{where}.attachments[{place}]" if where else f"attachments[{place}]"
        if media_type(str(attachment.get("contentType", ""))) != "application/octet-stream":
            message = N_("A signature is of the type application/octet-stream.")
            raise Invalid(f"{path}.contentType", CLAUSE, message)
        part = parts.get(sha2_of(attachment))
        if part is not None:
            _check_signature(statement, part, path)


def _signs(attachment: object) -> bool:
    return isinstance(attachment, Mapping) and attachment.get("usageType") == SIGNATURE


def _check_signature(statement: Mapping[str, Any], part: Part, where: str) -> None:
    if part.size > LARGEST:
        raise Invalid(where, CLAUSE, N_("A signature has at most %(largest)s bytes."), largest=LARGEST)
    signature = _opened(part.read(), where)
    _check_certificate(signature, where)
    try:
        signed = orjson.loads(signature.payload)
    except orjson.JSONDecodeError:
        raise Invalid(where, CLAUSE, N_("What was signed is no statement in JSON.")) from None
    if not isinstance(signed, dict) or not _same(signed, statement):
        raise Invalid(where, CLAUSE, N_("What was signed is another statement than this one."))


def _opened(data: bytes, where: str) -> jws.CompactSignature:
    """Decode header and payload, and refuse all but RSA with SHA-2: never "none", never a shared secret."""
    try:
        signature = jws.extract_compact(data, registry=_REGISTRY)
        header: object = signature.protected
        if not isinstance(header, dict) or not signature.segments["signature"]:
            raise Invalid(where, CLAUSE, _MALFORMED)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            message = N_("A signature uses RS256, RS384 or RS512; this one uses %(algorithm)s.")
            raise Invalid(where, CLAUSE, message, algorithm=str(algorithm)[:20])
        _REGISTRY.check_header(header)
    # The library lets through what Python raises over JSON that is deep, or no object.
    except (JoseError, ValueError, TypeError, RecursionError):
        raise Invalid(where, CLAUSE, _MALFORMED) from None
    return signature


def _check_certificate(signature: jws.CompactSignature, where: str) -> None:
    """Verify against the first certificate of the header, where there is one (RFC 7515 section 4.1.6)."""
    chain = signature.protected.get("x5c")
    if chain is None:
        return
    try:
        key = RSAKey(_public_key(chain), _public_key(chain))
        verified = jws.validate_compact(signature, key, registry=_REGISTRY)
    except (JoseError, ValueError, TypeError, UnsupportedAlgorithm):
        verified = False
    if not verified:
        raise Invalid(where, CLAUSE, N_("This signature does not fit the certificate that it carries."))


def _public_key(chain: list[str]) -> RSAPublicKey:
    if not chain:
        raise ValueError("an empty chain")
    key = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True)).public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError("a certificate of another kind of key")
    return key


def _same(signed: Mapping[str, Any], statement: Mapping[str, Any]) -> bool:
    """Whether the statement is the one that was signed, its other attachments included."""
    return _others(signed) == _others(statement) and equivalent(signed, statement)


def _others(statement: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return which attachments a statement has besides its signatures."""
    named = ((one, sha2_of(one)) for _where, one in named_by(statement) if not _signs(one))
    return sorted((str(one.get("usageType")), sha2) for one, sha2 in named)
