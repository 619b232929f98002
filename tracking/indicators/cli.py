"""The `classcode indicators` commands. What a command needs is imported inside it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from tracking.indicators.explaining.cli import explain

if TYPE_CHECKING:
    from classcode.config import Config

Bind = Callable[[], "Config"]
"""Binds the process to its database and returns the configuration."""


@click.group()
def indicators() -> None:
    """The figures of participation."""


@indicators.command("rebuild")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when something differs.")
@click.pass_obj
def rebuild(bind: Bind, check: bool) -> None:
    """Make anew what figures are counted from, out of statements and dated facts, and tell what differed."""
    from tracking.projections import jobs

    bind()
    with click.progressbar(length=1, label="Projections", file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        found = jobs.rebuild(check=check, tell=tell)
    click.echo(f"{found.total()} rows differed" + (":" if found else "."))
    for name, count in sorted(found.items()):
        click.echo(f"  {name}: {count}")
    sys.exit(1 if found and check else 0)


indicators.add_command(explain)
