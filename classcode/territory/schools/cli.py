"""The command that imports a list of schools."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from classcode import db
from classcode.errors import Refused
from classcode.i18n import gettext as _
from classcode.territory.schools.importing import Imported, LinesRefused, import_schools
from classcode.territory.systems import SYSTEMS


@click.group()
def schools() -> None:
    """The directory of schools."""


@schools.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--system", required=True, type=click.Choice(SYSTEMS), help="The school system of the list.")
@click.option("--good-lines", is_flag=True, help="Import the good lines although others are refused.")
@click.pass_obj
def import_command(bound: Callable[[], object], file: Path, system: str, good_lines: bool) -> None:
    """Import a list of schools (CSV, see docs/schools.md); exit with 1 when lines were refused."""
    bound()
    try:
        with db.transaction() as session:
            outcome = import_schools(session, system, file.read_bytes(), good_lines=good_lines)
    except LinesRefused as refused:
        _tell_bad(file, refused.outcome)
        raise click.ClickException(_(refused.message)) from None
    except Refused as error:
        raise click.ClickException(_(error.message, **error.params)) from None
    _tell_bad(file, outcome)
    click.echo(
        f"{outcome.added} schools added, {outcome.changed} changed, {outcome.unchanged} unchanged, "
        f"{len(outcome.bad)} lines refused."
    )
    sys.exit(1 if outcome.bad else 0)


def _tell_bad(file: Path, outcome: Imported) -> None:
    for bad in outcome.bad:
        click.echo(f"{file}:{bad.line}: {bad.value}: {_(bad.reason)}")
