"""Who a statement speaks of: agents, groups, their identifiers, and the authority (Data 2.4.2 and 2.4.9)."""

from __future__ import annotations

import re
from typing import Any, Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid
from tracking.xapi.shapes import NOT_OBJECT, NOT_ONE_OF, Check, iri, listed, matching, one_of, shaped, text
from tracking.xapi.values import NOT_URI, is_iri

IDENTIFIERS: Final = frozenset({"mbox", "mbox_sha1sum", "openid", "account"})
"""The properties that identify an agent or a group, of which it has one (Data 2.4.2.3)."""

NOT_NAME: Final = N_("This has to be a text without zero characters (U+0000): people are found by it.")
NOT_MAILBOX: Final = N_("This has to be mailto: and one email address, such as mailto:ada@example.org.")
NOT_CHECKSUM: Final = N_("This has to be a SHA-1 checksum: forty hexadecimal digits.")
NO_IDENTIFIER: Final = N_("An agent needs one of mbox, mbox_sha1sum, openid and account.")
MANY_IDENTIFIERS: Final = N_("Only one of mbox, mbox_sha1sum, openid and account is allowed.")
NOT_AGENT: Final = N_("This has to be an agent, not a group.")
NOT_GROUP: Final = N_("This has to be a group, with the objectType Group.")
NO_MEMBER: Final = N_("A group without an identifier has to list its members.")
NOT_AUTHORITY: Final = N_("An authority that is a group has no identifier and exactly two agents as members.")

_mailbox: Final = re.compile(r'mailto:[^\s@<>()\[\],;:"\\\x00-\x1f]+@[^\s@<>(),;:"\\\x00-\x1f]+').fullmatch
_checksum: Final = re.compile(r"[0-9A-Fa-f]{40}").fullmatch


def _is_uri(value: str) -> bool:
    return value.isascii() and is_iri(value)


def _can_be_looked_up(name: str) -> bool:
    # PostgreSQL's texts hold no zero character; refused here, it is refused on every database and with its place.
    return "\0" not in name


_ACCOUNT: Final[dict[str, Check]] = {
    "homePage": iri(clauses.ACCOUNT),
    "name": matching(_can_be_looked_up, clauses.ACCOUNT, NOT_NAME),
}
_COMMON: Final[dict[str, Check]] = {
    "name": text(clauses.ACTOR),
    "mbox": matching(_mailbox, clauses.IDENTIFIER, NOT_MAILBOX),
    "mbox_sha1sum": matching(_checksum, clauses.IDENTIFIER, NOT_CHECKSUM),
    "openid": matching(_is_uri, clauses.IDENTIFIER, NOT_URI),
    "account": shaped(_ACCOUNT, clauses.ACCOUNT, ("homePage", "name")),
}


def _identified_once(value: dict[str, Any]) -> None:
    held = len(IDENTIFIERS & value.keys())
    if held != 1:
        raise Invalid("", clauses.AGENT, MANY_IDENTIFIERS if held else NO_IDENTIFIER)


def _identified_or_listed(value: dict[str, Any]) -> None:
    held = len(IDENTIFIERS & value.keys())
    if held > 1:
        raise Invalid("", clauses.GROUP, MANY_IDENTIFIERS)
    if not held and not value.get("member"):
        raise Invalid("member" if "member" in value else "", clauses.GROUP, NO_MEMBER)


_lone: Final = shaped(
    {"objectType": one_of(("Agent",), clauses.AGENT), **_COMMON}, clauses.AGENT, rule=_identified_once
)


def agent(value: object) -> None:
    """Refuse what is no agent; one without an objectType is an agent (Data 2.4.2.1)."""
    if type(value) is dict and value.get("objectType") == "Group":
        raise Invalid("", clauses.AGENT, NOT_AGENT)
    _lone(value)


_gathered: Final = shaped(
    {
        "objectType": one_of(("Group",), clauses.GROUP),
        **_COMMON,
        "member": listed(agent, clauses.GROUP),
    },
    clauses.GROUP,
    rule=_identified_or_listed,
)


def group(value: object) -> None:
    """Refuse what is no group, with or without an identifier; groups hold agents only (Data 2.4.2.2)."""
    if type(value) is dict and value.get("objectType") != "Group":
        raise Invalid("", clauses.GROUP, NOT_GROUP)
    _gathered(value)


def actor(value: object) -> None:
    """Refuse what is neither an agent nor a group."""
    if type(value) is not dict:
        raise Invalid("", clauses.ACTOR, NOT_OBJECT)
    kind = value.get("objectType", "Agent")
    if kind == "Agent":
        _lone(value)
    elif kind == "Group":
        _gathered(value)
    else:
        raise Invalid("objectType", clauses.ACTOR, NOT_ONE_OF, allowed="Agent, Group")


def authority(value: object) -> None:
    """Refuse what cannot vouch: an agent may, and a group of two agents: an application and its user (Data 2.4.9)."""
    actor(value)
    if not isinstance(value, dict) or value.get("objectType") != "Group":
        return
    if IDENTIFIERS & value.keys() or len(value["member"]) != 2:
        raise Invalid("", clauses.AUTHORITY, NOT_AUTHORITY)


def check_actor(value: object, where: str) -> None:
    """Refuse what is neither an agent nor a group, naming the path below `where`."""
    try:
        actor(value)
    except Invalid as refused:
        raise refused.under(where) from None


def check_agent(value: object, where: str) -> None:
    """Refuse what is no agent (as the `agent` parameter of a request wants one), naming the path below `where`."""
    try:
        agent(value)
    except Invalid as refused:
        raise refused.under(where) from None
