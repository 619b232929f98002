"""Commands about course content; `classcode content` wires them."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from classcode import db
from classcode.i18n import gettext as _
from classcode.i18n import minutes, ngettext
from modules.catalog import Module, Problem, read_modules
from modules.catalog.kept import KeptUnits
from modules.catalog.reading import read_changed
from modules.current import current_revisions, shelf
from modules.earlier import NoSuchRevision, ids_lost_since
from modules.rules import publishing as rules


def check(content_dir: Path, out: TextIO, against: str = "") -> int:
    """Read all modules, print each problem with its place and remedy, then what there is; 1 where anything is wrong.

    With `against`, a git revision, ids that were lost or used again since then are problems too.
    """
    if not content_dir.is_dir():
        click.echo(_("%(folder)s: there is no such folder", folder=content_dir), file=out)
        return 1
    modules, problems = read_modules(content_dir)
    try:
        problems += ids_lost_since(content_dir, against) if against else []
    except NoSuchRevision as error:
        click.echo(_(error.message) % error.params, file=out)
        return 1
    for problem in problems:
        click.echo(_as_line(problem), file=out)
    if problems:
        click.echo(ngettext("%(n)s problem to mend.", "%(n)s problems to mend.", len(problems)), file=out)
    click.echo(_summary(modules), file=out)
    return 1 if problems or not modules else 0


def _as_line(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return f"{place}: {problem.what} — {problem.mend}"


def _summary(modules: list[Module]) -> str:
    """Say what the modules without problems hold."""
    activities = [activity for module in modules for activity in module.activities]
    return _(
        "Modules in order: %(modules)s; units: %(units)s; activities: %(activities)s; questions: %(questions)s; "
        "working time: %(time)s",
        modules=len(modules),
        units=sum(len(module.units) for module in modules),
        activities=len(activities),
        questions=sum(len(activity.questions) for activity in activities),
        time=minutes(sum(module.minutes for module in modules)),
    )


def publish(content_dir: Path, out: TextIO) -> int:
    """Make every module without a problem current; one with problems stays as it was. Return 1 where one did."""
    var_dir = shelf().var_dir
    with db.reading() as session:
        current = current_revisions(session)
    read, unchanged, problems = read_changed(content_dir, var_dir, current)
    for problem in problems:
        click.echo(_as_line(problem), file=out)
    for slug in unchanged:
        click.echo(_("%(module)s: nothing new", module=slug), file=out)
    with db.transaction() as session:
        for module in read:
            changed = rules.publish(session, module, var_dir)
            told = (
                _("%(module)s: revision %(revision)s is current") if changed else _("%(module)s: nothing new")
            )
            click.echo(told % {"module": module.slug, "revision": module.revision}, file=out)
    for module in read:
        KeptUnits(var_dir, module.slug).tell_whole(module.revision)
    return 1 if problems or not (read or unchanged) else 0
