"""The parts of a mail: which of them is what she wrote, and which are files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from classcode.render.plain import to_text
from helpdesk.mailbox.reading.bounds import NESTED, Unreadable
from helpdesk.mailbox.reading.charsets import decoded
from helpdesk.mailbox.reading.flowed import unflowed
from helpdesk.mailbox.reading.headers import words

LONGEST: Final = 200_000
"""Characters of text that are looked at; a long thread quoted in full has a tenth of it."""
DECORATION: Final = 5_000
"""Bytes under which a picture inside the text is a logo of somebody's signature."""
_NO_FILES: Final = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/rfc822-headers",
    }
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class File:
    """One file that came with a mail, as its sender called it."""

    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Body:
    """What was found so far: texts in order, and files."""

    texts: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n\n".join(one.strip("\n") for one in self.texts if one.strip())[:LONGEST]


def body_of(message: Message) -> Body:
    """Return the text and the files of a message; raise `Unreadable` when it is too deep."""
    body = Body()
    _gather(message, body, 0)
    return body


def _gather(part: Message, body: Body, depth: int) -> None:
    if depth > NESTED:
        raise Unreadable("too deep")
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        _choose(part, body, depth)
    elif part.is_multipart() and part.get_content_maintype() == "multipart":
        for child in _children(part):
            _gather(child, body, depth + 1)
    elif kind in {"text/plain", "text/html"} and not _is_file(part):
        body.texts.append(_text(part, kind))
    elif kind not in _NO_FILES:
        _add_file(part, body, kind)


def _choose(part: Message, body: Body, depth: int) -> None:
    """Take the plain version where it says something, else the richest one; files of any version are kept."""
    versions = []
    for child in _children(part):
        version = Body()
        _gather(child, version, depth + 1)
        versions.append((child.get_content_type() == "text/plain", version))
    plain = next((one for is_plain, one in versions if is_plain and one.text.strip()), None)
    last = next((one for _, one in reversed(versions) if one.text.strip()), None)
    chosen = plain or last
    body.texts += chosen.texts if chosen else []
    body.files += [file for _, version in versions for file in version.files]


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _text(part: Message, kind: str) -> str:
    text = decoded(_bytes(part), _parameter(part, "charset") or "utf-8")
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[: 5 * LONGEST]
    if kind == "text/html":
        return to_text(text)
    if _parameter(part, "format").lower() == "flowed":
        return unflowed(text, delete_space=_parameter(part, "delsp").lower() == "yes")
    return text


def _add_file(part: Message, body: Body, kind: str) -> None:
    data = part.as_bytes() if part.is_multipart() else _bytes(part)
    within = part.get("Content-ID") and part.get_content_disposition() != "attachment"
    if not data or (within and len(data) < DECORATION):
        return
    named = words(str(part.get_filename() or ""))[:200]
    body.files.append(File(named or f"file-{len(body.files) + 1}", kind, data))


def _bytes(part: Message) -> bytes:
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name, "")
    return value if isinstance(value, str) else ""
