"""`classcode indicators explain`: what a figure asks and shows, and, with a reason, the statements it rests on.

What the command needs is imported inside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from tracking.indicators.choices import FIELDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from classcode.config import Config
    from tracking.indicators.choices import Known
    from tracking.indicators.filters import Filter

Bind = Callable[[], "Config"]


def _filter(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one option for each word of a page's address."""
    for name in reversed(FIELDS):
        told = f"What the page's address calls {name}."
        command = click.option(f"--{name.replace('_', '-')}", f"of_{name}", default="", help=told)(command)
    return command


@click.command("explain")
@click.argument("indicator")
@_filter
@click.option("--statements", is_flag=True, help="Print the statements that the figure rests on, as CSV.")
@click.option("--reason", default="", help="Why; everybody whose statement is among them can read it.")
@click.option(
    "--as", "email", default="", help="Your confirmed address: an administrator's, or data protection's."
)
@click.pass_obj
def explain(
    bind: Bind, /, indicator: str, *, statements: bool, reason: str, email: str, **given: str
) -> None:
    """Say what a figure asks, by which version of its definition and of the query, and what it shows."""
    from classcode import db, i18n
    from classcode.errors import Refused

    config = bind()
    answers = {name.removeprefix("of_"): value for name, value in given.items()}
    try:
        with db.reading() as session:
            known = {language: _known(session, language) for language in i18n.LANGUAGES}
            asked = _explained(session, indicator, answers, (known, config.small_count, statements))
        if statements:
            with db.transaction() as session:
                who = _who(session, email)
                wanted = _wanted(indicator, asked, reason, known)
                search_id = _begun(session, who, wanted)
            _listed(search_id)
    except Refused as error:
        raise click.ClickException(i18n.gettext(error.message, **error.params)) from None


def _known(session: Session, language: str) -> Known:
    from classcode import clock
    from tracking.indicators import offers, periods

    return offers.known(session, language, None, clock.now().astimezone(periods.ZONE).date())


def _explained(session: Session, indicator: str, answers: dict[str, str], told: Any) -> Filter:
    """Print the query and the count as it is shown; on standard error where statements follow."""
    from classcode import i18n
    from tracking.indicators import choices, page
    from tracking.indicators.definition import ORDER, definition
    from tracking.indicators.explaining import words
    from tracking.indicators.report import report

    known, small_count, aside = told
    if indicator not in ORDER:
        raise click.ClickException(f"{indicator} is no indicator; one of {', '.join(ORDER)}")
    here = known[i18n.language()]
    asked = choices.read(answers, here)
    seen = report(session, asked, small_count, i18n.language())
    card = page.card(seen, indicator)
    lines = [(definition(indicator).label.called(i18n.language()), words.shown(indicator, card.value))]
    lines += words.query(indicator, asked, here)
    lines.append((i18n.gettext("What is shown of it"), page.shows(seen, indicator)))
    for head, text in lines:
        click.echo(f"{head}: {text}", err=aside)
    return asked


def _who(session: Session, email: str) -> UUID:
    """Return who asks, by her address; only an administrator or data protection may."""
    from classcode.people.models import Role
    from classcode.people.queries import person_by_email, regions_of_role

    found = person_by_email(session, email) if email else None
    if found is None:
        raise click.ClickException("--as needs your confirmed address: your name stands beside the reason")
    if not any(
        regions_of_role(session, found.id, role) for role in (Role.ADMINISTRATOR, Role.DATA_PROTECTION)
    ):
        raise click.ClickException(f"{email} is neither an administrator's nor data protection's")
    return found.id


def _wanted(indicator: str, asked: Filter, reason: str, known: dict[str, Known]) -> Any:
    from tracking.indicators.explaining import words
    from tracking.indicators.explaining.rules import Wanted

    told = words.in_every_language(asked, known)
    return Wanted(indicator=indicator, asked=asked, reason=reason, told=told)


def _begun(session: Session, who: UUID, wanted: Any) -> UUID:
    from classcode import journal
    from tracking.indicators.explaining import rules

    search = rules.begin(session, who, wanted)
    journal.note("figure-explained", who, search=str(search.id), indicator=wanted.indicator)
    return search.id


def _listed(search_id: UUID) -> None:
    from tracking.indicators.explaining.reading import file_lines

    for some in file_lines(search_id):
        click.echo(some, nl=False)
