"""The codes of one meeting, made from its key by HMAC-SHA256 (RFC 2104): nothing to keep, nothing to look up. Pure.

The QR code's token turns every 30 seconds and the typed code every 5 minutes; of each, the one before still holds. A
slip's code stays. The first half of the key makes slips, the second all that turns: a renewed key keeps the slips that
people took home.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which people read for one another."""
TURN: Final = timedelta(seconds=30)
"""How long a QR code is shown: long enough to aim a phone at it, too short to send on."""
CODE_TURN: Final = timedelta(minutes=5)
"""How long a typed code is shown: read aloud once, typed by a whole room."""
GRANT: Final = timedelta(minutes=15)
"""How long who scanned a code may take to log in, or to make her account, before she confirms."""
CODE_LENGTH: Final = 6
SLIP_LENGTH: Final = 12
MARK_BYTES: Final = 9
"""72 bits of each mark: far beyond guessing within a turn, and short enough for a small QR code."""
ID_LETTERS: Final = 22
HALF: Final = 32
"""Hexadecimal digits in each half of a key: 128 bits."""
LINES: Final = UUID("0c6c6d0c-3f0c-5c39-9f5b-6b1c8f7f6a52")
"""The uuid5 namespace of the lines of people without an account."""


def token(key: str, meeting_id: UUID, now: datetime) -> str:
    """Return what the QR code shows now: the meeting and a mark, 34 letters of base64url."""
    return _letters(meeting_id.bytes) + _mark(key, meeting_id, _turn(now, TURN))


def meeting_of(shown: str) -> UUID | None:
    """Return the meeting that a token speaks of, or None where it is no token; its mark is not looked at."""
    try:
        return UUID(bytes=urlsafe_b64decode(shown[:ID_LETTERS] + "=="))
    except ValueError:
        return None


def is_token(key: str, shown: str, now: datetime) -> bool:
    """Tell whether this token is shown now, or was a moment ago."""
    meeting_id = meeting_of(shown)
    if meeting_id is None:
        return False
    turns = (_turn(now, TURN), _turn(now - TURN, TURN))
    return any(_same(shown[ID_LETTERS:], _mark(key, meeting_id, turn)) for turn in turns)


def grant(key: str, shown: str, now: datetime) -> str:
    """Return the proof that this browser saw a token while it was shown; it travels in no address."""
    since = str(int(now.timestamp()))
    return f"{since}.{_mark(key, 'grant', shown, since)}"


def is_granted(key: str, shown: str, proof: str, now: datetime) -> bool:
    """Tell whether a proof is ours, of this token, and not older than `GRANT`."""
    since, _, mark = proof.partition(".")
    if not re.fullmatch(r"[0-9]{1,12}", since) or not _same(mark, _mark(key, "grant", shown, since)):
        return False
    return timedelta() <= now - datetime.fromtimestamp(int(since), UTC) <= GRANT


def code(key: str, meeting_id: UUID, now: datetime) -> str:
    """Return the six characters that are typed now."""
    return _spelled(key, "code", meeting_id, _turn(now, CODE_TURN), length=CODE_LENGTH)


def is_code(key: str, meeting_id: UUID, typed: str, now: datetime) -> bool:
    """Tell whether these six characters are shown now, or were in the turn before."""
    return any(_same(typed, code(key, meeting_id, at)) for at in (now, now - CODE_TURN))


def next_turn(now: datetime) -> int:
    """Return the whole seconds until the QR code turns, from 1 to 30."""
    return int(TURN.total_seconds()) - int(now.timestamp()) % int(TURN.total_seconds())


def line_id(meeting_id: UUID, line: int) -> UUID:
    """Return the id that a line of the sheet has from before it is written on: its slip is printed with the sheet."""
    return uuid5(LINES, f"{meeting_id}:{line}")


def slip(key: str, guest_id: UUID) -> str:
    """Return the twelve characters of somebody's slip; they never change."""
    return _spelled(key[:HALF], "slip", guest_id, length=SLIP_LENGTH, whole=True)


def in_groups(shown: str, size: int = 4) -> str:
    """Return a code in groups, as it is printed: ABCD-EFGH-JKMN."""
    return "-".join(shown[at : at + size] for at in range(0, len(shown), size))


def normal(typed: str) -> str:
    """Return what was typed as codes are written: capitals, without spaces and hyphens."""
    return re.sub(r"[\s\-.\u2010-\u2015]", "", typed).upper()


def slip_hash(shown: str) -> str:
    """Return what is kept of a slip's code."""
    return sha256(shown.encode()).hexdigest()


def renewed(key: str) -> str:
    """Return a key under which every QR code and typed code shown before is void, and every slip still holds."""
    return key[:HALF] + secrets.token_hex(HALF // 2)


def _turn(now: datetime, lasts: timedelta) -> int:
    return int(now.timestamp() // lasts.total_seconds())


def _digest(key: str, *parts: object) -> bytes:
    return hmac.new(key.encode(), "|".join(map(str, parts)).encode(), sha256).digest()


def _mark(key: str, *parts: object) -> str:
    return _letters(_digest(key[HALF:], *parts)[:MARK_BYTES])


def _letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _spelled(key: str, *parts: object, length: int, whole: bool = False) -> str:
    """Write a digest in our alphabet: 256 bits modulo 31 to the 12th favour no letter that anybody could notice."""
    number, letters = int.from_bytes(_digest(key if whole else key[HALF:], *parts)), []
    for _ in range(length):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
