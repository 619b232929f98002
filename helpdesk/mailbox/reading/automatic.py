"""Mail that no person wrote: answering machines, lists, reports that a mail could not be delivered (RFC 3834, 3464).

A machine's mail never opens a question, never enters a thread and is never answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from typing import Final

from helpdesk.mailbox.reading.headers import Headers

_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_MACHINES: Final = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|do-?not-?reply|niet-?antwoorden)[@+]"
)
_ABSENT: Final = re.compile(
    r"(?:r[ée]ponse automatique|automatic reply|auto(?:matic)?[ -]?reply|out of (?:the )?office|absence du bureau"
    r"|absent du bureau|message d.absence|automatisch antwoord|afwezigheid|automatische antwort|abwesenheits"
    r"|autoreply|autosvar|respuesta autom)",
    re.IGNORECASE,
)
_ORIGINAL: Final = re.compile(
    rb"^message-id:\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE | re.MULTILINE
)
_LOOKED: Final = 500_000
"""Bytes of a report in which the refused mail's Message-ID is looked for."""
_FAILED: Final = re.compile(
    rb"^action:\s*(failed|delayed|delivered|relayed|expanded)", re.IGNORECASE | re.MULTILINE
)
_STATUS: Final = re.compile(rb"^status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_REASON: Final = re.compile(rb"^diagnostic-code:\s*([^\r\n]{1,200})", re.IGNORECASE | re.MULTILINE)


_CALENDAR_ANSWERS: Final = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
_METHOD: Final = re.compile(rb"^METHOD:([A-Z]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail of ours was refused for good: the row it names, and what the other side said."""

    mail_id: str
    reason: str


def automatic(headers: Headers, address: str, subject: str) -> str | None:
    """Return what shows that a machine sent this, or None for a person's mail."""
    for shows, name in (
        (headers.word("auto-submitted") not in {"", "no"}, "auto-submitted"),
        (headers.word("precedence") in _BULK, "precedence"),
        (headers.first("return-path").strip() == "<>", "null return path"),
        (headers.word("content-type") == "multipart/report", "report"),
        (bool(_telling(headers)), "headers of a machine"),
        (_MACHINES.match(address) is not None, "address of a machine"),
        (_ABSENT.match(subject) is not None, "words of an absence"),
    ):
        if shows:
            return name
    return None


def _telling(headers: Headers) -> list[str]:
    """Return the headers that only lists and machines write; List-* may be of any kind (RFC 2369, RFC 2919)."""
    starts = (
        "list-",
        "x-auto",
        "x-autoreply",
        "x-mailing-list",
        "x-failed-recipients",
        "feedback-id",
        "x-loop",
    )
    return sorted(name for name in headers.names() if name.startswith(starts))


def calendar_answer(message: Message) -> str | None:
    """Return what shows that a calendar answered an invitation by itself (RFC 5546, 3.2.3), or None.

    Programs send these whether they are asked to or not, with a sentence of their own; answers are given on the page.
    """
    for part in message.walk():
        if part.get_content_type() == "text/calendar" and _method(part) in _CALENDAR_ANSWERS:
            return "answer of a calendar"
    return None


def _method(part: Message) -> str:
    told = part.get_param("method")
    if isinstance(told, str):
        return told.upper()
    body = part.get_payload(decode=True)
    found = _METHOD.search(body) if isinstance(body, bytes) else None
    return found.group(1).decode().upper() if found else ""


def bounce(headers: Headers, message: Message, raw: bytes) -> Bounce | None:
    """Return which mail of ours was refused for good, or None when this is no such report or only a delay."""
    is_report = headers.word("content-type") == "multipart/report" and (
        str(message.get_param("report-type", "")).lower() == "delivery-status"
    )
    if not is_report and not headers.first("x-failed-recipients"):
        return None
    text = raw[:_LOOKED]
    action, status, named = _FAILED.search(text), _STATUS.search(text), _ORIGINAL.findall(text)
    if not named or (action and action.group(1).lower() != b"failed"):
        return None
    said = _REASON.search(text)
    reason = said.group(1) if said else b"returned"
    code = status.group(1).decode() if status else "5.0.0"
    return Bounce(named[-1].decode().lower(), f"{code} {reason.decode('utf-8', 'replace')}"[:300])
