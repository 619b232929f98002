"""Who asks without a name is named nowhere: every address of the site is asked, as each person who might learn it.

The same walk over a question asked with a name finds it, so it looks where names are. Mails are read too.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from classcode import clock
from classcode.i18n import gettext
from classcode.mail.models import OutgoingMail
from classcode.people.models import Facilitator, Person
from classcode.territory.models import Commune
from helpdesk import jobs
from helpdesk.attachments.rules import attach, first_message
from helpdesk.models import Ticket
from helpdesk.tickets.rules import holding, moderating, talking
from tests.helpdesk.profiles.conftest import As
from tests.helpdesk.profiles.pressing import Form, Forms
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make

NAME, EMAIL, TOWN = "Zwartberg-Okonkwo", "zo@ecole-des-vagues.example.org", "FR-35288"
WORDS = "Mon lutin ne tourne pas au bord."
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
MOST_MORE = 200
"""Pages that are only reached by links, after all addresses."""


@dataclass
class Scene:
    """Zoe asked; whoever holds, held, might take or leads her question must not learn who she is."""

    zoe: Person
    ticket: Ticket
    people: dict[str, Person]
    markers: dict[str, str]
    ids: list[UUID] = field(default_factory=list)


def told(session: Session, zoe: Person) -> dict[str, str]:
    """Return what must be nowhere, by what it is."""
    town = session.get_one(Commune, TOWN)
    return {
        "name": NAME,
        "address": EMAIL.partition("@")[2],
        "commune": town.called("fr"),
        "postcode": town.postcodes[0],
        "commune code": TOWN,
        "person": str(zoe.id),
        "way away": gettext("about %(km)s away").partition("%")[0].strip(),
        "earlier question": gettext("has answered her before"),
    }


def near(session: Session, make: Make, name: str) -> Person:
    """Make a facilitator of Rennes who comes as far as the sea."""
    person = make.facilitator(name, region="FR-BRE", commune="FR-35238")
    session.get_one(Facilitator, person.id).area_km = 100
    return person


def stage(session: Session, make: Make, ask: Ask, *, unnamed: bool) -> Scene:
    """Zoe asks; Emma had her question and gave it back, Bruno holds it and answered, Fanny is near, Denise leads."""
    zoe = make.person("zoe", commune=TOWN)
    zoe.name, zoe.addresses[0].email = NAME, EMAIL
    emma = near(session, make, "emma")
    ticket = ask(zoe, text=WORDS, unnamed=unnamed)
    question = first_message(session, ticket.id)
    assert ticket.facilitator_id == emma.id
    bruno, fanny = (
        make.facilitator(name, region="FR-BRE", commune="FR-29019") for name in ("bruno", "fanny")
    )
    session.get_one(Facilitator, fanny.id).capacity = 0
    talking.answer(session, ticket, "Regardez le bloc « rebondir ».", act_id=uuid4())
    talking.reply(session, ticket, "Merci, mais il s'arrête.")
    talking.note(session, ticket, "À suivre.", by=emma.id)
    holding.give_back(session, ticket, "no-time", by=emma.id)
    assert ticket.facilitator_id == bruno.id
    talking.answer(session, ticket, "Essayez « toujours ».", act_id=uuid4())
    file = attach(session, question, "programme.txt", "text/plain", b"quand drapeau")
    moderating.report(session, question, by=bruno.id)
    other = ask(zoe, text="Et encore une question.", unnamed=unnamed)
    people = {"holder": bruno, "held it": emma, "near": fanny, "leads": make.lead("denise", "FR-BRE")}
    ids = [ticket.id, other.id, question.id, file.id, zoe.id, *(one.id for one in people.values())]
    return Scene(zoe, ticket, people, told(session, zoe), ids)


def addresses(app: Flask, method: str, ids: list[UUID]) -> Iterator[str]:
    """Yield every address that answers a method, with each id that may stand in it."""
    site = app.url_map.bind("classcode.test", url_scheme="http")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "account.logout":
            for one in ids if _uuids(rule) else ids[:1]:
                yield site.build(
                    rule.endpoint, {name: _value(rule, name, one, ids[0]) for name in rule.arguments}
                )


def _uuids(rule: Rule) -> list[str]:
    return [name for name in rule.arguments if type(rule._converters[name]).__name__ == "UUIDConverter"]


def _value(rule: Rule, name: str, one: UUID, ticket_id: UUID) -> object:
    if name in _uuids(rule):
        # With two ids the first is the thread's, the second goes through all.
        return ticket_id if name == "ticket_id" and len(_uuids(rule)) > 1 else one
    plain = {"lang": "fr", "slug": "creative-programming", "unit": "loops-and-events"}
    return plain.get(name, 1 if "Integer" in type(rule._converters[name]).__name__ else "loops-and-events")


def walk(client: FlaskClient, begin: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (address, headers and body) of these pages and of what they lead to."""
    waiting, seen, left = deque(begin), set(begin), len(begin) + MOST_MORE
    while waiting and left:
        address, left = waiting.popleft(), left - 1
        with client.get(address) as answer:
            body = answer.get_data(as_text=True) if _readable(answer.mimetype) else ""
        yield address, f"{answer.headers}\n{html.unescape(body)}"
        if answer.mimetype == "text/html":
            found = {html.unescape(link) for link in LINK.findall(body)} - seen
            new = [link for link in found if not link.startswith(("/static/", "/media/"))]
            seen.update(new)
            waiting.extend(sorted(new))


def _readable(mimetype: str) -> bool:
    return mimetype.startswith("text/") or "json" in mimetype or "xml" in mimetype


def leaks(scene: Scene, where: str, text: str) -> list[str]:
    """Return what a text gives away; an id that we put into the address ourselves may come back."""
    ours = {str(scene.zoe.id)} if str(scene.zoe.id) in where else set()
    given = {what: marker for what, marker in scene.markers.items() if marker not in ours}
    return [
        f"{where} tells her {what}" for what, marker in given.items() if re.search(rf"\b{marker}\b", text)
    ]


def looked_at(app: Flask, scene: Scene, client: FlaskClient, who: str) -> list[str]:
    """Return what somebody can read of her, page by page."""
    found: list[str] = []
    for address, text in walk(client, list(addresses(app, "GET", scene.ids))):
        found += leaks(scene, f"{who}: GET {address}", text)
    return found


def pressed(app: Flask, scene: Scene, client: FlaskClient, who: str) -> list[str]:
    """Return what every button answers, whatever state it leaves the question in: those she has, then all others."""
    found: list[str] = []
    for page in (f"/fr/help/{scene.ticket.id}/", "/fr/desk/"):
        for form in Forms(client.get(page).text).found:
            found += _pressed(scene, client, who, form)
    for address in addresses(app, "POST", scene.ids):
        found += _pressed(scene, client, who, Form(address, {"act": str(uuid4())}))
    return found


def _pressed(scene: Scene, client: FlaskClient, who: str, form: Form) -> list[str]:
    if form.action.endswith("/logout"):
        return []
    with client.post(form.action, data=form.fields) as answer:
        body = answer.get_data(as_text=True) if _readable(answer.mimetype) else ""
        told = f"{answer.headers}\n{html.unescape(body)}"
    if answer.location and answer.location.startswith("/"):
        told += html.unescape(client.get(answer.location).text)
    return leaks(scene, f"{who}: POST {form.action}", told)


@pytest.fixture
def unnamed(session: Session, make: Make, ask: Ask, content: None) -> Scene:
    """The scene in which she kept her name to herself."""
    return stage(session, make, ask, unnamed=True)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["holder", "held it", "near", "leads"])
def test_no_page_of_the_site_says_who_asked(app: Flask, as_: As, unnamed: Scene, who: str) -> None:
    assert looked_at(app, unnamed, as_(unnamed.people[who]), who) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["holder", "held it", "near", "leads"])
def test_no_page_says_it_while_nobody_holds_her_question(
    session: Session, app: Flask, as_: As, unnamed: Scene, who: str
) -> None:
    ticket = unnamed.ticket
    holding.give_back(session, ticket, "no-time", by=ticket.facilitator_id or uuid4())
    ticket.facilitator_id = None
    assert looked_at(app, unnamed, as_(unnamed.people[who]), who) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["holder", "held it", "near", "leads"])
def test_no_button_says_who_asked(app: Flask, as_: As, unnamed: Scene, who: str) -> None:
    client = as_(unnamed.people[who])
    assert pressed(app, unnamed, client, who) == []
    assert looked_at(app, unnamed, client, f"{who}, afterwards") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hour", "least"), [(8, 3), (19, 2)], ids=["before the evening's bundle", "after it"]
)
def test_no_mail_to_anybody_else_says_who_asked(
    session: Session, make: Make, ask: Ask, content: None, hour: int, least: int
) -> None:
    begin = datetime(2026, 3, 10, hour, tzinfo=UTC)
    with clock.at(begin):
        unnamed = stage(session, make, ask, unnamed=True)
    session.commit()
    for hours in range(1, 24 * 10):
        with clock.at(begin + timedelta(hours=hours)):
            jobs.send_bundles("")
            if hours % 12 == 0:
                jobs.go_round("")
    mails = list(session.scalars(select(OutgoingMail)))
    others = [mail for mail in mails if mail.person_id != unnamed.zoe.id]
    assert len(others) >= least
    shown = [(mail.kind, f"{mail.subject}\n{mail.text}\n{mail.reply_to}\n{mail.to}") for mail in others]
    assert {"slot", "alert"} & {kind for kind, _text in shown} or len({kind for kind, _text in shown}) > 1
    assert [leak for kind, text in shown for leak in leaks(unnamed, kind, text)] == []


@pytest.mark.slow
def test_the_same_walk_finds_a_name_that_was_given(
    session: Session, make: Make, ask: Ask, app: Flask, as_: As, content: None
) -> None:
    named = stage(session, make, ask, unnamed=False)
    found = looked_at(app, named, as_(named.people["holder"]), "holder")
    assert {one.rpartition(" ")[2] for one in found} >= {"name", "commune", "away"}
    assert len({one.partition(" tells")[0] for one in found}) >= 4
