"""Building the demonstration: the schema, the course, then a year of lives in one transaction.

One transaction, so that there is no half-built demonstration: an interrupted build leaves nothing behind.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from classcode import clock, db, queues, schedule
from classcode.config import Config, ConfigError
from classcode.demonstration import cast, earlier, ids, organisers, schooling, sharing
from classcode.demonstration.agreeing import agree
from classcode.demonstration.characters import DOMAIN, characters
from classcode.demonstration.days import LENGTH, midnight
from classcode.demonstration.learners import live
from classcode.demonstration.people import write_facilitators
from classcode.demonstration.places import write_places
from classcode.demonstration.settling import settle
from classcode.demonstration.stage import Stage
from classcode.demonstration.watching import watch
from classcode.i18n import gettext as _
from classcode.i18n import number, short_day
from classcode.migrating import upgrade
from classcode.people import passwords
from classcode.people.models import Address, Person
from classcode.start import bind_database
from modules import current
from modules.catalog import Module, read_modules
from modules.rules.publishing import publish
from tracking.models import Statement

Say = Callable[[str], None]

SCALE: Final = 800
"""Learners of the whole demonstration."""
SEED: Final = 2026
TELLS_EVERY: Final = 2.0
"""Seconds between two lines of progress."""


def build(config: Config, say: Say, *, until: date | None = None, scale: int = SCALE) -> None:
    """Build the demonstration unless it is there: a year that ends on the day `until` begins, with `scale` learners.

    Raises `ConfigError` when the database holds people of somebody else, and changes nothing then.
    """
    _open(config, say)
    with db.reading() as session:
        built = _ends(session)
    if built is not None:
        say(_("The demonstration is there; its year ends on %(day)s.", day=short_day(built)))
        return
    began = time.monotonic()
    modules = _publish(config, say)
    chance, names = Random(SEED), Random(f"{SEED}:ids")  # noqa: S311 - every build is to give the same year
    with db.transaction() as session, ids.drawn_from(names):
        stage = Stage(session, chance, midnight(until or clock.now().date()), modules)
        _live(stage, say, scale)
        watch(stage, config.small_count)
        agree(stage)
    say(_("Built in %(seconds)s seconds.", seconds=number(time.monotonic() - began)))


def _open(config: Config, say: Say) -> None:
    """Bind this process to the database, made or brought up to date where it is not; jobs wake nobody meanwhile."""
    try:
        bind_database(config)
    except (ConfigError, OperationalError, ProgrammingError):
        say(_("Making the database, with the regions and communes of France and Belgium…"))
        upgrade(config)
        bind_database(config)
    queues.bind(schedule.handlers(config), None)
    current.bind(config.var_dir)


def _ends(session: Session) -> datetime | None:
    """Return when the built year ends, or None where nothing was built; refuse a database of real people."""
    ours = select(Address.added_at).where(Address.email == cast.ACCOUNTS[-1].email)
    began = session.scalar(ours)
    if began is not None:
        return began + timedelta(days=LENGTH)
    if session.scalar(select(Person.id).limit(1)) is not None:
        raise ConfigError(
            f"DATABASE_URL holds people who are not of {DOMAIN}: the demonstration needs a database of its own"
        )
    return None


def _publish(config: Config, say: Say) -> dict[str, Module]:
    say(_("Publishing the course…"))
    modules, problems = read_modules(config.content_dir)
    if problems:
        raise ConfigError(f"CONTENT_DIR holds {len(problems)} problems: run `classcode content check`")
    with db.transaction() as session:
        for module in modules:
            publish(session, module, config.var_dir)
    return {module.slug: module for module in modules}


def _live(stage: Stage, say: Say, scale: int) -> None:
    """Write who is there from the beginning, then let everybody live until today."""
    password_hash = passwords.hash_password(cast.PASSWORD)
    with clock.at(stage.end - timedelta(days=LENGTH)):
        places = write_places(stage)
        write_facilitators(stage, password_hash)
        cast.write_leads(stage, password_hash)
    say(
        _("Places: %(places)s. Now a year of %(people)s people:", places=number(places), people=number(scale))
    )
    for one in characters(stage.session, stage.chance, stage.end.date(), scale):
        stage.enter(live(stage, one, password_hash))
    cast.enter_cast(stage, password_hash)
    sharing.enter(stage)
    organisers.enter(stage)
    stage.play(_Progress(stage, say).look)
    settle(stage)
    schooling.enter(stage)
    earlier.enter(stage)
    say(_told(stage, stage.end))


class _Progress:
    """Says how far the year has come, every few seconds."""

    def __init__(self, stage: Stage, say: Say) -> None:
        self._stage, self._say = stage, say
        self._told = time.monotonic()

    def look(self, instant: datetime) -> None:
        """Say something when the last line is some seconds old."""
        if time.monotonic() - self._told >= TELLS_EVERY:
            self._told = time.monotonic()
            self._say(_told(self._stage, instant))


def _told(stage: Stage, instant: datetime) -> str:
    statements = stage.session.scalar(select(func.max(Statement.seq))) or 0
    counted = stage.counted
    return _(
        "  %(day)s: %(learners)s learners, %(statements)s statements, %(questions)s questions, "
        "%(meetings)s meetings, %(completions)s completions",
        day=short_day(instant),
        learners=number(counted["learners"]),
        statements=number(statements),
        questions=number(counted["questions"]),
        meetings=number(counted["meetings"]),
        completions=number(counted["completions"]),
    )
