"""What `classcode content import` prints."""

from __future__ import annotations

from typing import TextIO

import click

from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from modules.importing.course import CannotImport, Wish, import_course
from modules.importing.remarks import Remark, Report


def run(wish: Wish, out: TextIO) -> int:
    """Import a course and print the report; 1 where nothing was written or something is still refused."""
    try:
        imported = import_course(wish)
    except CannotImport as error:
        click.echo(_(error.message) % error.params, file=out)
        return 1
    for remark in imported.report.remarks:
        click.echo(_line(remark), file=out)
    for problem in imported.problems:
        click.echo(f"{problem.file}:{problem.line}: {problem.what} — {problem.mend}", file=out)
    told = _(
        "%(folder)s: units: %(units)s; pages read: %(files)s; %(understood)s",
        folder=imported.folder,
        units=imported.units,
        files=imported.report.counts["files"],
        understood=_understood(imported.report),
    )
    click.echo(told, file=out)
    count = len(imported.report.remarks)
    click.echo(ngettext("%(n)s remark to look at.", "%(n)s remarks to look at.", count), file=out)
    return 1 if imported.problems else 0


def _line(remark: Remark) -> str:
    place = f"{remark.file}:{remark.line}" if remark.line else remark.file
    return f"{place}: {remark.text}"


def _understood(report: Report) -> str:
    """Say what was counted, in a fixed order."""
    words = {
        "front matter": _("front matters"),
        "headings": _("headings"),
        "code": _("blocks of code"),
        "notes": _("notes and folds"),
        "pictures": _("pictures"),
        "links": _("links outside"),
        "links to units": _("links between units"),
        "references": _("references"),
        "HTML kept as text": _("HTML kept as text"),
        "shown as text": _("places shown as text"),
        "working times guessed": _("working times guessed"),
    }
    return "; ".join(f"{told}: {report.counts[name]}" for name, told in words.items())
