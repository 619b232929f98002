"""The `classcode` command: set the database up, publish content, serve, work, show the demonstration, grant roles."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from classcode import db, i18n, journal, queues, runner, schedule
from classcode.config import Config, ConfigError, load
from classcode.errors import Refused
from classcode.migrating import upgrade
from classcode.start import bind_database
from classcode.territory.schools.cli import schools
from helpdesk.coverage.cli import desk
from helpdesk.mailbox.cli import mailbox
from tracking.indicators.cli import indicators
from tracking.lrs.cli import lrs


@contextmanager
def _settings() -> Iterator[None]:
    """End the command with one line where a setting turns out to be missing or wrong."""
    try:
        yield
    except ConfigError as error:
        raise click.ClickException(str(error)) from None


def _config() -> Config:
    with _settings():
        return load()


def _bound() -> Config:
    """Return the configuration of a process that is bound to its database and knows its jobs."""
    from modules import current

    config = _config()
    with _settings():
        bind_database(config)
    queues.bind(schedule.handlers(config), config.redis_url)
    current.bind(config.var_dir)
    return config


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """Class'Code: a hybrid course, its help desk, its meetings and its record."""
    context.obj = _bound  # for the commands of other rooms, which cannot know how a process is put together
    journal.set_up()
    i18n.set_reader(i18n.negotiate(os.environ.get("LANG", "en").replace("_", "-")))


@main.group("db")
def database() -> None:
    """The database's schema."""


@database.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the newest schema and load the reference data; harmless when repeated."""
    config = _config()
    with _settings():
        upgrade(config)
    click.echo("The database has the newest schema.")


@main.group()
def content() -> None:
    """The course's sources."""


@content.command("check")
@click.option("--against", metavar="REVISION", default="", help="Refuse ids lost or used again since then.")
def content_check(against: str) -> None:
    """Check every file of the content folder; exit with 1 when something is to be mended."""
    from modules.cli import check

    sys.exit(check(_config_for_content(), sys.stdout, against))


def _config_for_content() -> Path:
    return Path(os.environ.get("CONTENT_DIR") or "content").absolute()


@content.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--as", "slug", metavar="SLUG", required=True, help="The id of the new module.")
@click.option(
    "--to", "into", metavar="DIR", type=click.Path(path_type=Path), required=True, help="Where it goes."
)
@click.option(
    "--language", type=click.Choice(list(i18n.LANGUAGES)), default="fr", help="The language of its texts."
)
@click.option("--title", default="", help="The module's title.")
@click.option("--license", "license_", default="", help="The licence of the source, as CC-BY-4.0.")
@click.option("--author", "authors", multiple=True, help="Who wrote it; as often as needed.")
def content_import(
    folder: Path, slug: str, into: Path, language: str, title: str, license_: str, authors: tuple[str, ...]
) -> None:
    """Make a module folder of a course in Markdown, and say what was not understood."""
    from modules.importing.cli import run
    from modules.importing.course import Wish

    wish = Wish(folder, slug, into, language=language, title=title, license=license_, authors=authors)
    sys.exit(run(wish, sys.stdout))


@content.command("publish")
def content_publish() -> None:
    """Make every module without a problem current; a broken one stays as it was, and the exit code is 1."""
    from modules.cli import publish

    sys.exit(publish(_bound().content_dir, sys.stdout))


@main.command()
def serve() -> None:
    """Serve the site with gunicorn on loopback, for a proxy in front."""
    config = _config()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "classcode.serving:create()",
        "--workers",
        str(config.web_workers),
    ]
    os.execv(sys.executable, [*command, "--bind", f"127.0.0.1:{config.port}", "--no-control-socket"])  # noqa: S606 - no shell


@main.command()
def worker() -> None:
    """Do the work that waits: mails, forwarding, completions, reminders."""
    config = _bound()
    stopping = runner.Stopping()
    signal.signal(signal.SIGTERM, stopping.ask)
    signal.signal(signal.SIGINT, stopping.ask)
    runner.run(stopping, on_redis=config.redis_url is not None)


@main.command("rq-worker", hidden=True)
def rq_worker() -> None:
    """Be the RQ worker that `classcode worker` watches over."""
    _bound()
    queues.work()


@main.command()
@click.option("--no-serve", is_flag=True, help="Only build the data.")
def demo(no_serve: bool) -> None:
    """Build the demonstration in VAR_DIR (var/demo by default) and serve it."""
    from classcode import demonstration

    os.environ["ENVIRONMENT"] = "demo"
    os.environ.setdefault("VAR_DIR", "var/demo")
    config = _config()
    with _settings():
        demonstration.build(config, click.echo)
    if not no_serve:
        demonstration.serve(config, click.echo)


@main.group()
def territory() -> None:
    """Regions, communes and their rural flags."""


@territory.command("density")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def density(file: Path) -> None:
    """Replace the rural flags by those of an official density grid (CSV of INSEE or Eurostat)."""
    from classcode.territory.density import NotAGrid, load_density_grid

    _bound()
    try:
        with db.transaction() as session:
            loaded = load_density_grid(session, file)
    except NotAGrid as error:
        raise click.ClickException(str(error)) from None
    for bad in loaded.bad:
        click.echo(f"{file}:{bad.line}: {bad.value}: {bad.reason}")
    click.echo(
        f"{loaded.changed} communes changed, {loaded.unchanged} unchanged, {len(loaded.bad)} lines refused."
    )
    sys.exit(1 if loaded.bad else 0)


@main.group()
def person() -> None:
    """People's roles and accounts."""


@person.command("grant")
@click.argument("email")
@click.argument("role")
@click.argument("region", required=False)
def grant(email: str, role: str, region: str | None) -> None:
    """Give the person of a confirmed address a role, for one region or everywhere."""
    from classcode.people.models import Role
    from classcode.people.queries import person_by_email
    from classcode.people.rules.profile import grant as give
    from classcode.territory.queries import region as known_region

    _bound()
    if role not in set(Role):
        raise click.ClickException(f"ROLE must be one of {', '.join(Role)}")
    with db.transaction() as session:
        if region and known_region(session, region) is None:
            raise click.ClickException(f"REGION {region} is unknown; codes are ISO 3166-2, such as FR-BRE")
        found = person_by_email(session, email)
        if found is None:
            raise click.ClickException(f"{email} is nobody's confirmed address")
        try:
            give(session, found.id, Role(role), region)
        except Refused as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"{email} is now {role}{' for ' + region if region else ''}.")


@person.command("merge")
@click.argument("kept")
@click.argument("merged")
@click.option("--reason", required=True, help="Why they are one person; she reads it.")
@click.confirmation_option(prompt="Two accounts become one for good. Go on?")
def merge(kept: str, merged: str, reason: str) -> None:
    """Make two accounts of one person one: KEPT goes on, MERGED is closed; each by a confirmed address or its id."""
    from helpdesk.taking_over import take_over as take_questions
    from helpdesk.unfinished import is_busy
    from modules.rules.merging import take_over as take_modules
    from tracking.merging.cli import merge_told
    from tracking.merging.others import Others

    _bound()
    merge_told(kept, merged, reason, Others((take_modules, take_questions), is_busy))


main.add_command(desk)
main.add_command(indicators)
main.add_command(lrs)
main.add_command(mailbox)
main.add_command(schools)


@main.command("config")
def show_config() -> None:
    """Print the configuration that the environment gives, without its secrets."""
    config = _config()
    hidden = {
        "secret_key",
        "lrs_secret",
        "smtp_url",
        "imap_url",
        "metrics_token",
        "database_url",
        "redis_url",
    }
    shown = {
        name: "…" if name in hidden else str(getattr(config, name)) for name in config.__dataclass_fields__
    }
    click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
