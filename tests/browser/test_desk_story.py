"""The desk's story, lived by six people in a real browser and by real mail: nobody who asks is left alone."""

from __future__ import annotations

import json
import re
import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import ColumnElement, Engine, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.db import Base
from classcode.people.models import Address, Facilitator
from helpdesk.jobs import go_round, send_bundles
from helpdesk.models import Ticket
from helpdesk.ratings.jobs import ask_for_ratings
from helpdesk.tickets.naming import pseudonym
from helpdesk.tickets.states import State
from tests import servers
from tests.browser.conftest import open_page
from tests.browser.following import follow
from tests.browser.ready import Ready
from tests.browser.stack import Stack, running, until
from tests.browser.test_story import log_in, payloads, press, told
from tests.make import Make
from tracking.models import Pseudonym, Statement

pytestmark = pytest.mark.browser

UNIT = "/fr/modules/creative-programming/loops-and-events"
FIRST = "Mon lutin ne tourne pas, il avance tout droit."
SECOND = "Le lutin avance toujours, je ne sais pas pourquoi."
QUIET = "Je n'ose pas le demander devant mes collègues : qu'est-ce qu'une boucle ?"
BY_WEB = "Ajoutez le bloc « tourner » dans la boucle."
BY_MAIL = "Une boucle répète ce qu'elle contient ; essayez avec un carré."
STILL = "Il tourne, mais trop loin : combien de degrés faut-il ?"
INFO = {"iri_base": "http://classcode.test", "base_url": "http://classcode.test", "answer_days": 9}


@pytest.fixture
def imap() -> Iterator[servers.ImapServer]:
    """The mailbox that the desk reads."""
    with servers.imap_server() as started:
        yield started


@pytest.fixture(params=["embedded", pytest.param("production", marks=pytest.mark.postgres)])
def stack(
    request: pytest.FixtureRequest, ready: Ready, tmp_path: Path, imap: servers.ImapServer
) -> Iterator[Stack]:
    """The running product, which reads a mailbox and promises an answer within nine days."""
    postgres = request.getfixturevalue("postgres") if request.param == "production" else None
    more = {"IMAP_URL": imap.url(), "MAIL_REPLY_TO": "aide@classcode.test", "ANSWER_DAYS": "9"}
    with running(ready, tmp_path / "var", postgres, more) as running_stack:
        yield running_stack


@pytest.fixture
def people(behind: Engine) -> SimpleNamespace:
    """Two who will ask, three who facilitate, nearest first, and who leads; each as an address."""
    with Session(behind, expire_on_commit=False, info=dict(INFO, forwarding=False)) as session:
        make = Make(session)
        everybody = {
            "ada": make.person("ada", commune="FR-35238"),
            "eve": make.person("eve", commune="FR-35238"),
            "bruno": make.facilitator("bruno", region="FR-BRE", commune="FR-35238"),
            "fanny": make.facilitator("fanny", region="FR-BRE", commune="FR-35288"),
            "gil": make.facilitator("gil", region="FR-BRE", commune="FR-29019"),
            "denise": make.lead("denise", "FR-BRE"),
        }
        session.commit()
        return SimpleNamespace(**{name: one.addresses[0].email for name, one in everybody.items()})


class Desk:
    """What the test does in the place of time and of the mail's journey; all else is done by the product."""

    def __init__(self, stack: Stack, engine: Engine, imap: servers.ImapServer) -> None:
        self.stack, self.engine, self.imap = stack, engine, imap

    def go(self, act: Callable[[str], None]) -> None:
        """Run a round of the product in this process, on the product's own database."""
        info = {"iri_base": "http://classcode.test", "base_url": self.stack.base_url, "answer_days": 9}
        db.bind(self.engine, **info, forwarding=False, **self._mailbox())
        act("round")

    def _mailbox(self) -> dict[str, Any]:
        from classcode.config import load
        from helpdesk.mailbox.addresses import mailbox_of

        return {"mailbox": mailbox_of(load(self.stack.environment))}

    def set(self, row: type[Base], where: ColumnElement[bool], **values: Any) -> None:
        """Change what time would have changed: the one thing that a test cannot wait for."""
        with Session(self.engine) as session:
            session.execute(update(row).where(where).values(**values))
            session.commit()

    def silence(self, ticket_id: UUID) -> None:
        """Let the slot of whoever has it end without a word."""
        self.set(Ticket, Ticket.id == ticket_id, offered_until=clock.now() - timedelta(minutes=1))
        self.go(go_round)

    def evening_comes(self, email: str) -> None:
        """Let the slot of a facilitator begin in half an hour."""
        begins = clock.local(clock.now() + timedelta(minutes=30), "Europe/Paris")
        ends = begins + timedelta(hours=2)
        slot = {"weekday": begins.weekday(), "start": f"{begins:%H:%M}", "end": f"{ends:%H:%M}"}
        hers = select(Address.person_id).where(Address.email == email).scalar_subquery()
        self.set(Facilitator, Facilitator.person_id == hers, slots=[slot])
        self.go(send_bundles)

    def two_hours_pass(self, ticket_id: UUID) -> None:
        """Let it be two hours since a question was settled."""
        self.set(Ticket, Ticket.id == ticket_id, resolved_at=clock.now() - timedelta(hours=2))
        self.go(ask_for_ratings)

    def answer_by_mail(self, mail: EmailMessage, sender: str, text: str) -> None:
        """Answer a mail as a mail program does: by SMTP, to its reply address, above what it quotes."""
        answer = EmailMessage()
        answer["From"], answer["To"] = sender, mail["Reply-To"] or reply_address(mail)
        answer["Subject"], answer["In-Reply-To"] = f"Re: {mail['Subject']}", mail["Message-ID"]
        answer["Message-ID"] = f"<{abs(hash(text))}@mail.example.org>"
        body = mail.get_body(preferencelist=("plain",))
        assert body is not None
        quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
        answer.set_content(f"{text}\n\nLe dim. 22 nov. 2026 à 10:00, Class'Code a écrit :\n{quoted}\n")
        with smtplib.SMTP("127.0.0.1", self.stack.postbox.port) as server:
            server.send_message(answer)
        (arrived,) = self.stack.postbox.wait_for(answer["To"], 1)
        self.imap.deliver(arrived.as_bytes())
        self.stack.run("mailbox", "poll")

    def state(self, ticket_id: UUID) -> str:
        with Session(self.engine) as session:
            return session.get_one(Ticket, ticket_id).state


def reply_address(mail: EmailMessage) -> str:
    """Return the address under a question in the bundle before a slot."""
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    found = re.search(r"[\w.]+\+[\w.-]+@classcode\.test", body.get_content())
    assert found is not None, body.get_content()
    return found[0]


def ask(page: Page, text: str, *, unnamed: bool = False) -> UUID:
    page.goto(f"{UNIT}")
    follow(page.locator("a[href*='/help/ask']").last)
    page.fill("textarea[name=text]", text)
    if unnamed:
        page.check("input[name=unnamed]")
    press(page, "/help/ask")
    page.wait_for_url(re.compile(r"/fr/help/[0-9a-f-]{36}/"))
    return UUID(re.findall(r"[0-9a-f-]{36}", page.url)[-1])


def open_ticket(page: Page, ticket_id: UUID) -> None:
    page.goto(f"/fr/help/{ticket_id}/")


def decline(page: Page, ticket_id: UUID) -> None:
    open_ticket(page, ticket_id)
    expect(page.locator("main")).to_contain_text(FIRST)
    form = page.locator("form[action$='/pass-on']").first
    if not form.is_visible():
        page.locator("details:has(form[action$='/pass-on']) > summary").first.click()
    form.locator("select[name=reason]").select_option("no-time")
    follow(form.locator("button[type=submit]").first)


def link_in(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    found = re.search(r"https?://\S+", body.get_content())
    assert found is not None
    return found[0]


def test_the_story_of_the_desk(
    stack: Stack, behind: Engine, people: SimpleNamespace, chromium: Browser, imap: servers.ImapServer
) -> None:
    desk = Desk(stack, behind, imap)
    pages: dict[str, Page] = {}
    for name in vars(people):
        pages[name] = open_page(chromium, stack, 360 if name in {"ada", "eve"} else 1280)
        log_in(pages[name], getattr(people, name))
    windows = SimpleNamespace(**pages)

    first = ask(windows.ada, FIRST)
    expect(windows.ada.locator("main")).to_contain_text("Bruno")
    expect(windows.ada.locator("main")).to_contain_text("Bretagne")
    quiet = ask(windows.eve, QUIET, unnamed=True)

    it_moves_on_by_a_decline_and_by_silence(desk, windows, first)
    it_is_answered_by_web_and_pauses_until_she_answers_by_mail(desk, windows, first, people.ada)
    it_is_answered_by_mail_and_without_a_name(desk, windows, quiet, people.bruno)
    two_are_joined_and_parted_again(desk, windows, first)
    she_settles_it_and_rates_it(desk, windows, first, people.ada)
    record_says_it_all(behind)


def it_moves_on_by_a_decline_and_by_silence(desk: Desk, windows: SimpleNamespace, first: UUID) -> None:
    decline(windows.bruno, first)
    open_ticket(windows.ada, first)
    expect(windows.ada.locator("main")).to_contain_text("Fanny")
    desk.silence(first)
    open_ticket(windows.ada, first)
    expect(windows.ada.locator("main")).to_contain_text("Gil")
    refused = windows.fanny.goto(f"/fr/help/{first}/")
    assert refused is not None and refused.status == 404


def it_is_answered_by_web_and_pauses_until_she_answers_by_mail(
    desk: Desk, windows: SimpleNamespace, first: UUID, ada: str
) -> None:
    open_ticket(windows.gil, first)
    windows.gil.fill("textarea[name=text]", BY_WEB)
    press(windows.gil, "/answer")
    until(lambda: desk.state(first) == State.WAITING_LEARNER)
    desk.answer_by_mail(desk.stack.postbox.wait_for(ada, 1)[0], ada, STILL)
    open_ticket(windows.gil, first)
    expect(windows.gil.locator("main")).to_contain_text(STILL)
    expect(windows.gil.locator("main")).not_to_contain_text("a écrit :")
    assert desk.state(first) == State.WAITING_FACILITATOR


def it_is_answered_by_mail_and_without_a_name(
    desk: Desk, windows: SimpleNamespace, quiet: UUID, bruno: str
) -> None:
    open_ticket(windows.bruno, quiet)
    expect(windows.bruno.locator("main")).to_contain_text(pseudonym(quiet))
    assert not re.search(r"\bEve\b", windows.bruno.content())
    desk.evening_comes(bruno)
    bundle = until(lambda: desk.stack.postbox.to(bruno))[-1]
    desk.answer_by_mail(bundle, bruno, BY_MAIL)
    open_ticket(windows.eve, quiet)
    expect(windows.eve.locator("main")).to_contain_text(BY_MAIL)


def two_are_joined_and_parted_again(desk: Desk, windows: SimpleNamespace, first: UUID) -> None:
    second = ask(windows.ada, SECOND)
    join(windows.denise, second, first)
    assert desk.state(second) == State.MERGED
    open_ticket(windows.gil, first)
    expect(windows.gil.locator("main")).to_contain_text(SECOND)
    press(windows.denise, "/unjoin")
    until(lambda: desk.state(second) != State.MERGED)


def she_settles_it_and_rates_it(desk: Desk, windows: SimpleNamespace, first: UUID, address: str) -> None:
    open_ticket(windows.ada, first)
    press(windows.ada, "/resolve")
    until(lambda: desk.state(first) == State.RESOLVED)
    desk.two_hours_pass(first)
    asked = until(lambda: [one for one in desk.stack.postbox.to(address) if "/rate/" in link_in(one)])[-1]
    windows.ada.goto(link_in(asked))
    windows.ada.check("input[name=stars][value='5']")
    press(windows.ada, "/rate")
    windows.ada.wait_for_url(re.compile("/rated"))


def join(page: Page, source: UUID, target: UUID) -> None:
    """Join one question to another, as the lead; the page then offers to undo it."""
    page.goto(f"/fr/help/{target}/join")
    page.check(f"input[name=other][value='{source}']")
    press(page, "/join")
    expect(page.locator("form[action$='/unjoin']").first).to_be_visible()


def record_says_it_all(behind: Engine) -> None:
    recorded = [one for one in payloads(behind) if "question" in json.dumps(one["object"])]
    assert [told(one) for one in recorded] == [
        "asked question",
        "asked question",
        "responded question",
        "responded question",
        "asked question",
        "resolved question",
        "rated question",
    ]
    everything = json.dumps(recorded, ensure_ascii=False).lower()
    for private in ("ada", "eve", "bruno", "gil", "example.org", "lutin", "boucle", "collègues"):
        assert not re.search(rf"\b{re.escape(private)}\b", everything), private
    with Session(behind) as session:
        actors = set(session.scalars(select(Statement.actor)))
        assert actors <= set(session.scalars(select(Pseudonym.actor)))
