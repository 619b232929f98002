"""The `classcode lrs doctor` and `classcode lrs erase` commands: is the log's index right, and deletion for the law."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from classcode import db, journal

if TYPE_CHECKING:
    from classcode.config import Config
    from tracking.doctor.findings import Finding
    from tracking.erasure.queries import Subject

Bind = Callable[[], "Config"]
"""Binds the process to its database and returns the configuration."""


@click.command("doctor")
@click.option("--repair", is_flag=True, help="Write the right rows, in short transactions.")
@click.pass_obj
def doctor(bind: Bind, repair: bool) -> None:
    """Check that every row beside the log says what its statement says; exit with 1 when one differs."""
    from sqlalchemy import func, select

    from tracking.doctor.examining import examine
    from tracking.models import Statement

    config = bind()
    counts: Counter[str] = Counter()
    with db.reading() as session:
        with db.reading() as counting:
            total = counting.scalar(select(func.count()).select_from(Statement)) or 0
        with click.progressbar(length=total, label="Statements", file=sys.stderr) as bar:
            for stretch in examine(session, config.files_dir):
                bar.update(stretch.count)
                counts.update(_tell(stretch.findings))
                if repair:
                    _repair(stretch.findings)
    differences = counts.total()
    click.echo(f"{total} statements looked at, {differences} differences" + (":" if counts else "."))
    for kind, count in sorted(counts.items()):
        click.echo(f"  {kind}: {count}")
    if differences and repair:
        click.echo("What could be repaired was. Run the doctor again to see what is left.")
    sys.exit(1 if differences else 0)


def _tell(findings: Sequence[Finding]) -> list[str]:
    for finding in findings:
        click.echo(str(finding))
    return [str(finding.kind) for finding in findings]


def _repair(findings: Sequence[Finding]) -> None:
    from tracking.doctor.repairing import AT_ONCE, repair

    for start in range(0, len(findings), AT_ONCE):
        with db.transaction() as session:
            repair(session, findings[start : start + AT_ONCE])


@click.command("erase")
@click.argument("actor", required=False)
@click.option("--person", metavar="EMAIL", help="The person of this confirmed address, and her addresses.")
@click.option("--dry-run", is_flag=True, help="Only count what would be deleted.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--receipt", type=click.Path(dir_okay=False, path_type=Path), help="Write the receipt here too."
)
@click.pass_obj
def erase(bind: Bind, /, **asked: Any) -> None:
    """Delete an actor's statements and documents for good, and take her out of others'; prints a receipt."""
    from tracking.erasure.queries import plan

    if (asked["actor"] is None) is (asked["person"] is None):
        raise click.UsageError("give either ACTOR or --person EMAIL")
    config = bind()
    with db.reading() as session:
        subject = _subject(session, config.secret_key, asked["actor"], asked["person"])
        planned = plan(session, subject)
    click.echo(
        f"{planned.statements} statements and {planned.documents} documents to delete with "
        f"{planned.attachments} files; {planned.rewritten} statements of others to rewrite.",
        err=True,
    )
    if asked["dry_run"]:
        return
    if not asked["yes"]:
        click.confirm("This cannot be undone. Go on?", abort=True, err=True)
    told = orjson.dumps(_erase(subject, config.files_dir), option=orjson.OPT_INDENT_2).decode()
    if asked["receipt"]:
        asked["receipt"].write_text(told + "\n")
    click.echo(told)


def _subject(session: Any, secret: str, actor: str | None, email: str | None) -> Subject:
    from tracking.erasure.subjects import subject_by_email, subject_told

    found = subject_by_email(session, email, secret) if email else subject_told(session, actor or "", secret)
    if found is None:
        told = f"{email} is nobody's confirmed address" if email else f"{actor} names no actor"
        raise click.ClickException(told)
    return found


def _erase(subject: Subject, files_dir: Path) -> dict[str, Any]:
    from tracking.erasure import rules
    from tracking.erasure.queries import remaining
    from tracking.log.files import remove_unused

    with db.transaction() as session:
        erasure_id = rules.begin(session, subject).id
        total = remaining(session, subject)
    journal.note("erasure-begun", erasure=str(erasure_id))
    with click.progressbar(length=total, label="Statements", file=sys.stderr) as bar:
        while True:
            with db.transaction() as session:
                done, unused = rules.erase_some(session, erasure_id, subject)
            remove_unused(files_dir, unused)
            if not done:
                break
            bar.update(done)
    with db.transaction() as session:
        told = rules.receipt(rules.finish(session, erasure_id, subject))
    journal.note("erasure-finished", erasure=str(erasure_id), statements=told["statements"])
    return told
