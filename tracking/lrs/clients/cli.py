"""The `classcode lrs client` commands: give a key, list the keys, take one back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from classcode import clock, db, journal
from classcode.errors import Refused
from tracking.lrs.scopes import DEFAULT, Scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracking.lrs.clients.models import LrsClient
    from tracking.lrs.clients.rules import Wish

Bind = Callable[[], object]
"""Binds the process to its database."""


@click.group()
def client() -> None:
    """Keys with which other systems read and write the record."""


@client.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([str(one) for one in Scope]),
    help="May be given many times.",
)
@click.option(
    "--expires", type=click.DateTime(["%Y-%m-%d"]), help="The last day (UTC) on which the key holds."
)
@click.option("--largest", type=int, help="Bytes of the largest request; 25,000,000 by default.")
@click.option("--key", help="A key that the other system has already.")
@click.option(
    "--secret-stdin", is_flag=True, help="Read the secret that goes with --key from standard input."
)
@click.pass_obj
def add(bind: Bind, /, **asked: Any) -> None:
    """Give a system a key; its secret is printed once and kept nowhere."""
    from tracking.lrs.clients import rules

    wish = _wish(**asked)
    bind()
    try:
        with db.transaction() as session:
            issued = rules.add(session, wish)
    except Refused as error:
        raise click.ClickException(str(error)) from None
    journal.note("lrs-client-added", client=str(issued.client.id))
    click.echo(f"key: {issued.client.key}")
    if wish.secret is None:
        click.echo(f"secret: {issued.secret}")
        click.echo("The secret is not kept and cannot be shown again.", err=True)


def _wish(*, name: str, scopes: tuple[str, ...], key: str | None, secret_stdin: bool, **limits: Any) -> Wish:
    from tracking.lrs.clients import rules

    if secret_stdin and key is None:
        raise click.UsageError("--secret-stdin needs --key: both come from the other system")
    last_day, largest = limits["expires"], limits["largest"]
    return rules.Wish(
        name,
        scopes=scopes or tuple(DEFAULT),
        expires_at=rules.day_after(last_day.date(), UTC) if last_day else None,
        largest=rules.LARGEST if largest is None else largest,
        key=key,
        # Not an option's value: command lines are seen by others and kept in histories.
        secret=sys.stdin.readline().rstrip("\r\n") if secret_stdin else None,
    )


@client.command("list")
@click.pass_obj
def list_clients(bind: Bind) -> None:
    """Print every key with its name, scopes, last day, last use and state."""
    from tracking.lrs.clients.queries import clients

    bind()
    with db.reading() as session:
        for one in clients(session):
            click.echo(_line(one))


def _line(one: LrsClient) -> str:
    from tracking.lrs.clients.queries import standing

    expires = f"until {one.expires_at:%Y-%m-%d %H:%M} UTC" if one.expires_at else "no end"
    used = f"last used {one.last_used_at:%Y-%m-%d}" if one.last_used_at else "never used"
    facts = (one.key, standing(one, clock.now()), one.name, " ".join(one.scopes), expires, used)
    return "\t".join(facts)


@client.command("trust")
@click.argument("key")
@click.argument("templates", nargs=-1)
@click.pass_obj
def trust(bind: Bind, key: str, templates: tuple[str, ...]) -> None:
    """Let statements of a client that follow these templates of our profile count as our own do; none: no longer."""
    from tracking.lrs.clients import rules

    client_id = _change(bind, key, lambda session, found_id: rules.trust(session, found_id, templates))
    journal.note("lrs-client-trusted", client=str(client_id), templates=" ".join(templates))
    click.echo(f"Of {key} count: {' '.join(templates) or 'none'}.")


@client.command("revoke")
@click.argument("key")
@click.pass_obj
def revoke(bind: Bind, key: str) -> None:
    """Take a key back for good; every web process refuses it within seconds."""
    from tracking.lrs.clients import rules

    client_id = _change(bind, key, rules.revoke)
    journal.note("lrs-client-revoked", client=str(client_id))
    click.echo(f"{key} is revoked.")


def _change(bind: Bind, key: str, change: Callable[[Session, UUID], None]) -> UUID:
    """Change the client that holds a key; return its id."""
    from tracking.lrs.clients.queries import client_by_key

    bind()
    try:
        with db.transaction() as session:
            found = client_by_key(session, key)
            if found is None:
                raise click.ClickException(f"{key} is nobody's key")
            change(session, found.id)
    except Refused as error:
        raise click.ClickException(str(error)) from None
    return found.id
