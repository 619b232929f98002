"""Attachments and their data: which a statement names, and that their parts came along, all and only.

How an attachment is described is `tracking.xapi.descriptions`' matter, reading parts `tracking.lrs.multipart`'s, and
keeping their bytes `tracking.log.files`'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from classcode.i18n import N_
from tracking.xapi.errors import Invalid

_MULTIPART: Final = "Communication 1.5.2"


class Part(Protocol):
    """The data of an attachment as a request brought it."""

    @property
    def content_type(self) -> str:
        """The Content-Type header, or "" without one."""

    @property
    def length(self) -> int | None:
        """The Content-Length header in bytes, or None without one."""

    @property
    def size(self) -> int:
        """How many bytes came."""

    def read(self) -> bytes:
        """Return all bytes."""


def named_by(statement: Mapping[str, Any], where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every attachment with its JSON path: the statement's own, then those of its SubStatement."""
    listed = statement.get("attachments")
    before = f"{where}." if where else ""
    for place, attachment in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(attachment, Mapping):
            yield f"{before}attachments[{place}]", attachment
    told = statement.get("object")
    if isinstance(told, Mapping) and told.get("objectType") == "SubStatement":
        yield from named_by({"attachments": told.get("attachments")}, f"{before}object")


def sha2_of(attachment: Mapping[str, Any]) -> str:
    """Return the hash under which the data of an attachment is found: lower case, however the client wrote it."""
    return str(attachment.get("sha2", "")).lower()


def media_type(content_type: str) -> str:
    """Return a content type without its parameters: the specification's own example differs in these."""
    return content_type.partition(";")[0].strip().lower()


def check_parts(
    statements: Sequence[Mapping[str, Any]], parts: Mapping[str, Part], *, batch: bool = True
) -> None:
    """Refuse statements whose attachments lack both data and fileUrl, and parts that no attachment names.

    A request of type application/json has no parts, so there every attachment needs its fileUrl. The paths of a
    request that is one statement and no list begin at the statement (`batch=False`).
    """
    unnamed = set(parts)
    for place, statement in enumerate(statements):
        for where, attachment in named_by(statement, f"[{place}]" if batch else ""):
            sha2 = sha2_of(attachment)
            unnamed.discard(sha2)
            if sha2 in parts:
                _check_agreement(where, attachment, parts[sha2])
            elif not attachment.get("fileUrl"):
                clause = _MULTIPART if parts else "Communication 1.5.1"
                message = N_("This attachment has no fileUrl, and no part of the request holds its data.")
                raise Invalid(where, clause, message)
    if unnamed:
        message = N_("No attachment names the part whose hash is %(sha2)s.")
        raise Invalid("", _MULTIPART, message, sha2=min(unnamed))


def _check_agreement(where: str, attachment: Mapping[str, Any], part: Part) -> None:
    """Refuse headers that contradict the attachment's properties; a header that is not there contradicts nothing."""
    declared = str(attachment.get("contentType", ""))
    if part.content_type and media_type(part.content_type) != media_type(declared):
        message = N_("This attachment is of type %(declared)s, its part of type %(found)s.")
        raise Invalid(f"{where}.contentType", _MULTIPART, message, declared=declared, found=part.content_type)
    if part.length is not None and part.length != attachment.get("length"):
        message = N_("This attachment has another length than the Content-Length of its part.")
        raise Invalid(f"{where}.length", _MULTIPART, message)
