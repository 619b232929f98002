"""The mail that tells of read answers: the page, one link, and no word of what was written or said.

It answers something that she asked for and comes once a day at most: there is nothing to switch off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient
from modules.catalog import Unit, text_of

READ: Final = "answers-read"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: the module, its page, the activity on it."""

    module: str
    unit: Unit
    activity: str


def read(session: Session, to: Recipient, places: Sequence[Place]) -> None:
    """Write the mail; its link leads to the answer, the page of several, or the first page, which lists them."""
    with i18n.reader(to.language, to.zone):
        pages = {(place.module, place.unit.id): place.unit for place in places}
        titles = [text_of(unit, to.language).text.title for unit in pages.values()]
        subject = _("Your answer has been read") if len(places) == 1 else _("Your answers have been read")
        link = _link(session, to, places)
        if len(titles) == 1:
            text = _(
                "Hello,\n\nA facilitator has read what you wrote on the page “%(title)s”, "
                "and answers you there:\n%(link)s\n\nClass'Code",
                title=titles[0],
                link=link,
            )
        else:
            text = _(
                "Hello,\n\nFacilitators have read what you wrote on these pages, and answer you there:\n\n"
                "%(titles)s\n\nYour first page leads to each of them:\n%(link)s\n\nClass'Code",
                titles="\n".join(f"- {title}" for title in titles),
                link=link,
            )
        mail.write(session, to, Letter(READ, subject, text))


def _link(session: Session, to: Recipient, places: Sequence[Place]) -> str:
    start = f"{session.info['base_url']}/{to.language}/"
    if len({(place.module, place.unit.id) for place in places}) > 1:
        return start
    page = f"{start}modules/{places[0].module}/{places[0].unit.id}"
    return f"{page}#{places[0].activity}" if len(places) == 1 else page
