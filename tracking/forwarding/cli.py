"""The `classcode lrs recipient` commands: who receives our statements, how far each is, pausing and ending it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from classcode import db, journal
from classcode.config import Config
from classcode.errors import Refused
from tracking.xapi.versions import Version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracking.forwarding.models import Recipient
    from tracking.forwarding.queries import Standing
    from tracking.forwarding.rules import Plan

Bind = Callable[[], Config]
"""Binds the process to its database and returns the configuration."""


@click.group()
def recipient() -> None:
    """Other record stores that receive our statements."""


@recipient.command("add")
@click.argument("name")
@click.argument("endpoint")
@click.option(
    "--key", required=True, help="Our user name there; the secret is asked for, or read from a pipe."
)
@click.option(
    "--version", type=click.Choice([*Version]), default=Version.V1, help="What it speaks; 1.0.3 by default."
)
@click.option("--verb", "verbs", multiple=True, help="Only this verb's IRI; may be given many times.")
@click.option(
    "--activity", "activities", multiple=True, help="Only activities whose IRI begins so; many times."
)
@click.option("--own", "own_only", is_flag=True, help="Only what our own features wrote.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was stored from this day (UTC) on."
)
@click.option("--pseudonym", is_flag=True, help="Under people's and statements' identifiers of its own.")
@click.option(
    "--without-outsiders", is_flag=True, help="With --pseudonym: nothing about people who are not ours."
)
@click.pass_obj
def add(bind: Bind, /, **asked: Any) -> None:
    """Let a record store receive the log, from its beginning on."""
    from tracking.forwarding import rules
    from tracking.forwarding.sealing import Seal

    plan = _plan(**asked)
    config = bind()
    allowed = rules.Allowed(config.environment == "production", config.lrs_hosts)
    try:
        with db.transaction() as session:
            added = rules.add(session, plan, Seal(config.secret_key), allowed)
    except Refused as error:
        raise click.ClickException(str(error)) from None
    journal.note("lrs-recipient-added", recipient=str(added.id))
    click.echo(f"{plan.name} receives the log from its beginning; a worker sends it.")


def _plan(
    *,
    name: str,
    endpoint: str,
    key: str,
    version: str,
    pseudonym: bool,
    without_outsiders: bool,
    **chosen: Any,
) -> Plan:
    from tracking.forwarding.filters import Filter
    from tracking.forwarding.models import Outsiders
    from tracking.forwarding.rules import Plan

    if without_outsiders and not pseudonym:
        raise click.UsageError("--without-outsiders needs --pseudonym")
    since: datetime | None = chosen["since"]
    return Plan(
        name=name,
        endpoint=endpoint,
        key=key,
        secret=_secret(),
        version=version,
        filter=Filter(
            verbs=frozenset(chosen["verbs"]),
            activities=tuple(chosen["activities"]),
            own_only=chosen["own_only"],
            since=since.replace(tzinfo=UTC) if since else None,
        ),
        pseudonym=pseudonym,
        outsiders=Outsiders.LEFT_OUT if without_outsiders else Outsiders.PSEUDONYM,
    )


def _secret() -> str:
    """Ask for the secret where somebody types, else read one line: command lines are seen by others."""
    if sys.stdin.isatty():
        return str(click.prompt("Secret", hide_input=True))
    return sys.stdin.readline().rstrip("\r\n")


@recipient.command("list")
@click.pass_obj
def list_recipients(bind: Bind) -> None:
    """Print how far every recipient is: state, lag in statements and minutes, refused, sent, last error."""
    from tracking.forwarding.queries import standings

    config = bind()
    with db.reading() as session:
        for one in standings(session):
            click.echo(_line(one, config.lrs_endpoint))


def _line(one: Standing, environment: str | None) -> str:
    row = one.recipient
    return "\t".join(
        (
            row.name,
            row.endpoint or environment or "",
            "failing" if row.failing_since and not one.paused else row.state,
            f"{one.behind} behind",
            f"{one.minutes} min",
            f"{one.refused} refused",
            f"{one.left_out} left out",
            f"{row.sent} sent",
            row.last_error or "-",
        )
    )


@recipient.command("pause")
@click.argument("name")
@click.pass_obj
def pause(bind: Bind, name: str) -> None:
    """Let nothing more leave for a recipient; its place in the log is kept."""
    from tracking.forwarding import rules

    _change(bind, name, lambda _session, found: rules.pause(found))
    click.echo(f"{name} is paused.")


@recipient.command("resume")
@click.argument("name")
@click.pass_obj
def resume(bind: Bind, name: str) -> None:
    """Send on from where it stopped, and at once where it waits after a failure."""
    from tracking.forwarding import rules

    _change(bind, name, rules.resume)
    click.echo(f"{name} is active.")


@recipient.command("remove")
@click.argument("name")
@click.pass_obj
def remove(bind: Bind, name: str) -> None:
    """Forget a recipient, its place in the log and its pseudonyms; what it received stays there."""
    from tracking.forwarding import rules

    _change(bind, name, rules.remove)
    click.echo(f"{name} is removed. What it received stays there.")


def _change(bind: Bind, name: str, change: Callable[[Session, Recipient], None]) -> None:
    from tracking.forwarding import rules

    bind()
    try:
        with db.transaction() as session:
            found = rules.recipient(session, name)
            change(session, found)
    except Refused as error:
        raise click.ClickException(str(error)) from None
    journal.note("lrs-recipient-changed", recipient=str(found.id))
