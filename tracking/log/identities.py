"""From what somebody types to the identifiers under which the record may know a person. Pure.

An address is in the record plainly, as a checksum, or under the pseudonym that stands for either; all are the same
person. Who of ours has the address is for `classcode.people` to say.
"""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from tracking.xapi.pseudonyms import pseudonym

_KINDS: Final = ("mbox", "mbox_sha1sum", "openid", "account")
_MBOX: Final = "mbox:mailto:"


def own_account(actor: UUID | str, iri_base: str) -> str:
    """Return the identifier of an actor of ours."""
    return f"account:{iri_base}|{actor}"


def own_actor(identifier: str, iri_base: str) -> UUID | None:
    """Return the UUID of an actor of ours, None for everybody else's."""
    before = own_account("", iri_base)
    try:
        return UUID(identifier.removeprefix(before)) if identifier.startswith(before) else None
    except ValueError:
        return None


def identifier_told(text: str, iri_base: str) -> str | None:
    """Read an actor as people write one: a pseudonym of ours, an address, or kind and value; None for anything else."""
    told = text.strip()
    kind, colon, value = told.partition(":")
    if kind in _KINDS and colon and value:
        return told
    if kind == "mailto" and "@" in value:
        return f"mbox:{told}"
    if "@" in told and ":" not in told and " " not in told:
        return _MBOX + told
    try:
        return own_account(UUID(told), iri_base)
    except ValueError:
        return None


def same_person(identifier: str, key: bytes, iri_base: str) -> list[str]:
    """Return every identifier that names the same person: the address, its checksum, and their pseudonyms."""
    plain = [identifier]
    if identifier.startswith(_MBOX):
        mailbox = identifier.removeprefix("mbox:")
        # The checksum is the specification's choice (Data 2.4.2.3), not ours.
        plain.append("mbox_sha1sum:" + hashlib.sha1(mailbox.encode(), usedforsecurity=False).hexdigest())
    if identifier.startswith("account:"):
        return plain
    return plain + [own_account(pseudonym(one, key), iri_base) for one in plain]
