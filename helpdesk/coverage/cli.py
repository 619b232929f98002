"""`classcode desk coverage`: the proof on a terminal, for a supervisor and for whoever is called at night."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from classcode import db
from helpdesk.coverage.classes import Found, Sight
from helpdesk.coverage.queries import coverage


@click.group()
def desk() -> None:
    """The help desk."""


@desk.command("coverage")
@click.pass_obj
def coverage_command(bound: Callable[[], object]) -> None:
    """Tell in whose sight every open question is; exit with 1 when one is in nobody's."""
    bound()
    with db.reading() as session:
        found = coverage(session)
    for sight, count in found.counts.items():
        click.echo(f"{sight:<16} {count}")
    unseen = found.of(Sight.UNSEEN)
    for one in unseen:
        click.echo(_told(one))
    sys.exit(1 if unseen else 0)


def _told(one: Found) -> str:
    """Name a question by its id and what is wrong with it; never by a word of it."""
    asked = one.question
    promised = asked.promised_by.isoformat(timespec="minutes")
    return f"unseen: {asked.id} {one.why} {asked.region} {asked.language} promised by {promised}"
