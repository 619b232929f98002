"""`classcode person merge`, for whoever runs the server. What it needs is imported inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracking.merging.others import Others


def merge_told(kept: str, merged: str, reason: str, others: Others) -> None:
    """Make two accounts one and say so, or end with what is wrong."""
    from classcode import db
    from classcode.errors import Refused
    from tracking.merging.rules import Wish, merge_accounts

    with db.transaction() as session:
        try:
            merge_accounts(session, Wish(kept, merged, merged, reason), by=None, others=others)
        except Refused as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"{merged} was closed; {kept} goes on.")
