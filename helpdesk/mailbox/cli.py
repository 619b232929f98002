"""The commands about the mailbox: look into it now, and list what came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import click

from classcode import db
from classcode.config import Config
from helpdesk.mailbox import jobs
from helpdesk.mailbox.imap import MailboxAway
from helpdesk.mailbox.queries import latest


@click.group()
def mailbox() -> None:
    """Mail that comes in."""


def _bound(context: click.Context) -> Config:
    return cast("Callable[[], Config]", context.obj)()


@mailbox.command("poll")
@click.pass_context
def poll(context: click.Context) -> None:
    """Look into the mailbox now, as the worker does every two minutes; exit with 1 when it cannot be read."""
    config = _bound(context)
    if config.imap_url is None:
        raise click.ClickException("IMAP_URL is missing: no mailbox is read")
    try:
        became = jobs.poll(config)
    except MailboxAway as away:
        raise click.ClickException(str(away)) from None
    told = ", ".join(f"{count} {what}" for what, count in sorted(became.items()))
    click.echo(f"{became.total()} mails: {told}" if became else "Nothing new.")


@mailbox.command("list")
@click.option("--most", default=20, show_default=True, help="How many.")
@click.pass_context
def list_mails(context: click.Context, most: int) -> None:
    """List the latest mails that came in and what became of each, without a word of theirs."""
    _bound(context)
    with db.reading() as session:
        for row in latest(session, most):
            why = f" ({row.refusal})" if row.refusal else ""
            click.echo(
                f"{row.received_at:%Y-%m-%d %H:%M} {row.size:>9} {row.became}{why} {row.ticket_id or ''}"
            )
