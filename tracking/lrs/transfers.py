"""The `classcode lrs export` and `classcode lrs import` commands: the record as files of JSON lines, out and in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from classcode import clock, db, journal
from classcode.errors import Refused

if TYPE_CHECKING:
    from tracking.log.reading import Query
    from tracking.lrs.importing import Bad, Tally
    from tracking.lrs.scopes import Client

Bind = Callable[[], object]
"""Binds the process to its database."""
_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--verb", help="Only statements with this verb's IRI.")
@click.option("--activity", help="Only statements about this activity's IRI.")
@click.option("--agent", help="Only statements of or about this actor, as xAPI writes it in JSON.")
@click.option("--since", type=_MOMENT, help="Only what was stored after this day or moment (UTC).")
@click.option("--until", type=_MOMENT, help="Only what was stored up to this day or moment (UTC).")
@click.option("--after", type=click.IntRange(min=0), default=0, help="Only above this number of the log.")
@click.pass_obj
def export_command(bind: Bind, /, file: Path, after: int, **asked: Any) -> None:
    """Write statements to FILE, one a line, as they are stored; an export that was stopped goes on where it was."""
    from tracking.forwarding.queries import newest
    from tracking.log.exporting import export

    query = _query(after, **asked)
    bind()
    with db.reading() as session:
        length = max(newest(session) - after, 0)
    try:
        with click.progressbar(length=length, label="Exporting", file=sys.stderr) as bar:
            done = export(file, query, lambda done: bar.update(done.seq - after - bar.pos))
    except Refused as error:
        raise click.ClickException(str(error)) from None
    journal.note("lrs-exported", statements=done.statements)
    click.echo(f"{done.statements} statements in {file}. What comes later: --after {done.seq}")


def _query(after: int, *, agent: str | None, verb: str | None, activity: str | None, **limits: Any) -> Query:
    from tracking.log.reading import Query

    since, until = limits["since"], limits["until"]
    return Query(
        agent=_identifier(agent) if agent else None,
        verb=verb,
        activity=activity,
        since=since.replace(tzinfo=UTC) if since else None,
        until=until.replace(tzinfo=UTC) if until else None,
        after=after,
    )


def _identifier(agent: str) -> str:
    import orjson

    from tracking.xapi.index import ifi

    try:
        found = ifi(orjson.loads(agent))
    except (ValueError, TypeError, KeyError, AttributeError):
        found = None
    if found is None:
        raise click.BadParameter("an actor in JSON with one identifier", param_hint="--agent")
    return found


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--client", "key", required=True, help="The key of the client whose authority they come under.")
@click.pass_obj
def import_command(bind: Bind, /, file: Path, key: str) -> None:
    """Take statements in from FILE, one a line; doing it again changes nothing."""
    from tracking.lrs.importing import Import

    bind()
    bad: list[Bad] = []
    bringing = Import(_sender(key), bad.append)
    _bring(bringing.take, file, lambda: _tell(file, bad))
    journal.note("lrs-imported", new=bringing.tally.new, refused=bringing.tally.bad)
    click.echo(_summary(bringing.tally))
    sys.exit(1 if bringing.tally.bad else 0)


def _bring(take: Callable[..., None], file: Path, tell: Callable[[], None]) -> None:
    """Bring a file in by batches, with a bar of the bytes that are done."""
    from tracking.lrs.importing import batches

    with (
        file.open("rb") as opened,
        click.progressbar(length=file.stat().st_size, label="Importing", file=sys.stderr) as bar,
    ):
        for lines in batches(opened):
            take(lines)
            tell()
            bar.update(sum(line.size for line in lines))


def _tell(file: Path, bad: list[Bad]) -> None:
    """Print the bad lines of a batch, and forget them."""
    for one in bad:
        click.echo(f"{file}:{one.line}: {one.reason}")
    bad.clear()


def _summary(tally: Tally) -> str:
    return f"{tally.new} statements new, {tally.known} known, {tally.bad} lines refused."


def _sender(key: str) -> Client:
    """Return the client of a valid key that may write statements."""
    from tracking.lrs.clients.queries import Standing, as_sender, client_by_key, standing
    from tracking.lrs.scopes import Scope

    with db.reading() as session:
        row = client_by_key(session, key)
        if row is None or standing(row, clock.now()) is not Standing.VALID:
            raise click.ClickException(f"{key} is nobody's valid key")
        client = as_sender(session, row)
    if not client.may(frozenset({Scope.STATEMENTS_WRITE}), "POST"):
        raise click.ClickException(f"{key} may not write statements")
    return client
