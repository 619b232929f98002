"""A small demonstration, served as it would be, and what a browser sees of its pages: looked at once, asked often."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.demonstration import PASSWORD
from classcode.demonstration.characters import DOMAIN
from classcode.people.models import Address, Person, RoleGrant
from classcode.people.rules.addresses import Purpose, make_token
from classcode.territory.models import Commune
from helpdesk.availability.weekly import Weekly
from helpdesk.canned import rules as canned
from helpdesk.canned.rules import Wording
from helpdesk.growth.rules import applying
from helpdesk.growth.rules.applying import Application
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat
from helpdesk.models import Ticket
from helpdesk.ratings import rules
from helpdesk.ratings.models import Rating, RatingRequest
from helpdesk.tickets.rules.asking import Question, open_ticket
from tests.browser.after import after
from tests.browser.alerted import alerted
from tests.browser.asking import asked
from tests.browser.checked import checked
from tests.browser.explained import explained
from tests.browser.gathered import gathered
from tests.browser.openly import answered_openly
from tests.browser.ordered import ordered
from tests.browser.placed import placed
from tests.browser.published import published
from tests.browser.ready import Ready, Run
from tests.browser.schooled import schooled
from tests.browser.stack import FIXED, ROOT, Stack, make_up, serving
from tests.browser.studied import studied
from tests.browser.viewed import viewed
from tracking.lrs.clients.rules import Wish, add
from tracking.models import Installation
from tracking.record.queries import identifier_of, own_page
from tracking.record.rules import Wanted, begin_search

LEARNERS: Final = 40
BUILD: Final = f"""
from classcode.config import load
from classcode.demonstration import build
build(load(), print, scale={LEARNERS})
"""
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MEASURE: Final = """() => ({
    lang: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(h => [+h.tagName[1], h.innerText]),
    styles: [...document.querySelectorAll("link[rel=stylesheet]")].map(l => l.href),
    scripts: [...new Set([
        ...[...document.querySelectorAll("script[src]")].map(s => s.src),
        ...performance.getEntriesByType("resource").map(one => one.name).filter(name => name.includes("/js/programs/")),
    ])],
    nodes: document.querySelectorAll("body *").length,
})"""
READY: Final = "() => !document.querySelector('.exercise[data-exercise]:not([data-ready])')"
"""Programs draw their worlds once their script is there."""
OVERFLOW: Final = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Look:
    """A page as somebody sees it: the view, its address with {places} to fill in, and what to press first."""

    who: str
    endpoint: str
    path: str
    status: int = 200
    press: str = ""

    def __str__(self) -> str:
        return f"{self.who} {self.path}{' pressed' if self.press else ''}"


@dataclass
class Seen:
    """What a browser found on one page; sizes in bytes, as they travel."""

    status: int
    lang: str
    headings: list[tuple[int, str]]
    violations: list[str]
    complaints: list[str]
    overflow: dict[int, int]
    weight: int
    script_weight: int
    programs: bool = False
    """Whether there are programs to write on it, whose editor is a script."""


@dataclass
class Site:
    """The running site, its browser, the ids of things worth a look, and what was seen so far."""

    stack: Stack
    browser: Browser
    places: dict[str, str]
    states: dict[str, Any] = field(default_factory=dict)
    open_pages: dict[tuple[str, int, str], Page] = field(default_factory=dict)
    seen: dict[tuple[Look, int, str], Seen] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def window(self, who: str, *, width: int = 360, scheme: Any = "light", **options: Any) -> BrowserContext:
        """Open a window of somebody: "nobody", the first part of an address of the cast, or a whole address.

        Nothing moves in it unless asked otherwise: a colour on its way to another one has no contrast to measure.
        """
        if who != "nobody" and who not in self.states:
            self.states[who] = self._log_in(who)
        return self.browser.new_context(
            viewport={"width": width, "height": 800},
            locale="fr-FR",
            color_scheme=scheme,
            base_url=self.stack.base_url,
            storage_state=self.states.get(who),
            **{"reduced_motion": "reduce"} | options,
        )

    def _log_in(self, who: str) -> Any:
        email = self.places["guest"] if who == "guest" else f"{who}@{DOMAIN}"
        with self.window("nobody") as context:
            page = context.new_page()
            page.goto("/fr/login")
            page.fill("#email", email)
            page.fill("#password", PASSWORD)
            page.locator("form[action$='/login'] button").click()
            page.wait_for_url("**/fr/")
            return context.storage_state()

    def look(self, look: Look, width: int = 360, scheme: str = "light") -> Seen:
        """Look at a page, or remember what was seen."""
        key = (look, width, scheme)
        if key not in self.seen:
            self.seen[key] = self._see(self._page(look.who, width, scheme), look, width)
        return self.seen[key]

    def _page(self, who: str, width: int, scheme: str) -> Page:
        """Return the window in which this person looks at everything: opening one costs more than a page."""
        key = (who, width, scheme)
        if key not in self.open_pages:
            self.open_pages[key] = self.window(who, width=width, scheme=scheme).new_page()
        page = self.open_pages[key]
        page.set_viewport_size({"width": width, "height": 800})
        return page

    def _see(self, page: Page, look: Look, width: int) -> Seen:
        with listening(page, self.stack.base_url) as complaints:
            return self._found(page, look, width, complaints)

    def _found(self, page: Page, look: Look, width: int, complaints: list[str]) -> Seen:
        answer = page.goto(look.path.format(**self.places))
        assert answer is not None
        if look.press:
            with page.expect_navigation() as pressed:
                page.locator(look.press).first.click()
            answer = pressed.value
        page.wait_for_function(READY)
        found = page.evaluate(MEASURE)
        html = len(answer.body())
        scripts = sum(self._size(page, url) for url in found["scripts"])
        styles = sum(self._size(page, url) for url in found["styles"])
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
        checked = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        return Seen(
            status=answer.status,
            lang=found["lang"],
            headings=[(level, words) for level, words in found["headings"]],
            violations=[_told(one) for one in checked.response["violations"]],
            complaints=complaints,
            overflow={wide: _overflow(page, wide) for wide in {width, 360, 320}},
            weight=html + scripts + styles,
            script_weight=scripts,
            programs=any("/js/programs/" in url for url in found["scripts"]),
        )

    def _size(self, page: Page, url: str) -> int:
        if url not in self.sizes:
            self.sizes[url] = len(page.request.get(url).body())
        return self.sizes[url]


@contextmanager
def listening(page: Page, base_url: str) -> Iterator[list[str]]:
    """Fill a list with what goes wrong: script errors, breaches of the policy, requests elsewhere."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A refused form and a missing page say their status in the console too; that is no fault of the page.
        refused = (
            message.text.startswith("Failed to load resource") and "/static/" not in message.location["url"]
        )
        if message.type == "error" and not refused:
            complaints.append(message.text)

    def asked(request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(f"{base_url}/"):
            complaints.append(request.url)

    def failed(error: Error) -> None:
        complaints.append(str(error))

    page.on("console", heard)
    page.on("pageerror", failed)
    page.on("request", asked)
    yield complaints
    page.remove_listener("console", heard)
    page.remove_listener("pageerror", failed)
    page.remove_listener("request", asked)


def _overflow(page: Page, width: int) -> int:
    page.set_viewport_size({"width": width, "height": 800})
    return int(page.evaluate(OVERFLOW))


def _told(violation: dict[str, Any]) -> str:
    where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
    return f"{violation['id']}: {violation['help']} ({where})"


def _build(ready: Ready) -> Run:
    """Return how a demonstration of a few learners is made up."""

    def build(given: Mapping[str, str]) -> None:
        made = ready.copied("course", Path(given["VAR_DIR"]), make_up)
        environment = os.environ | FIXED | {"BASE_URL": "http://127.0.0.1"} | made
        words = [sys.executable, "-c", BUILD]
        subprocess.run(words, env=environment, cwd=ROOT, check=True, capture_output=True)

    return build


@contextmanager
def small_demonstration(browser: Browser, ready: Ready, folder: Path) -> Iterator[Site]:
    """Serve a demonstration of a few learners (the first takes 10 s to build, another 5 s in all)."""
    # Pages need no worker, and two writers would only wait for each other.
    with serving(ready.copied("demonstration", folder, _build(ready)), with_worker=False) as stack:
        engine = db.make_engine(f"sqlite:///{folder}/classcode.sqlite3")
        with Session(engine) as session:
            places = _places(session) | _record(session) | _rating(session)
            places |= asked(session, facilitator=_address(session, "bruno").person_id)
            places |= _applied(session, places["guest"]) | _at_work(session)
            ada, bruno = (_address(session, who).person_id for who in ("ada", "bruno"))
            places |= after(session, ada=ada, bruno=bruno)
            places |= answered_openly(session, ada=ada)
            places |= gathered(session, ada=ada, bruno=bruno)
            places |= checked(session, ada=ada, bruno=bruno)
            places |= placed(session, ada=ada)
            places |= schooled(session, ada=ada, bruno=bruno)
            places |= alerted(session, lead=_address(session, "denise").person_id)
            places |= ordered(session, lead=_address(session, "denise").person_id)
            places |= explained(session, officer=_address(session, "fanny").person_id)
            emile, fanny = (_address(session, who).person_id for who in ("emile", "fanny"))
            places |= studied(session, lead=emile, officer=fanny)
            places |= published(session, lead=emile)
            places |= viewed(session, lead=_address(session, "denise").person_id)
            session.commit()
        engine.dispose()
        yield Site(stack, browser, places)


def _places(session: Session) -> dict[str, str]:
    """Find one of each thing that has a page, and mint the two mailed links."""
    now = clock.now()
    cast = {who: _address(session, who) for who in ("ada", "bruno")}
    run = select(Meeting.id).where(
        Meeting.facilitator_id == cast["bruno"].person_id, Meeting.state == MeetingState.FIXED
    )
    seat = select(Seat).join(Meeting).where(Seat.reply == Reply.INVITED, Meeting.starts_at > now)
    invited = session.scalars(seat.where(Meeting.state == MeetingState.FIXED).limit(1)).one()
    guest = session.scalars(select(Address.email).where(Address.person_id == invited.person_id)).first()
    found = {
        "hers": select(Ticket.id).where(Ticket.learner_id == cast["ada"].person_id),
        "unheld": select(Ticket.id).where(Ticket.facilitator_id.is_(None)),
        "record": run.where(Meeting.starts_at < now),
        "coming": run.where(Meeting.starts_at > now),
        "held": select(Meeting.id).where(Meeting.state == MeetingState.HELD),
    }
    ids = {name: str(session.scalars(wanted.limit(1)).one()) for name, wanted in found.items()}
    tokens = {
        "confirm": make_token(session, cast["ada"], Purpose.CONFIRM).token,
        "reset": make_token(session, cast["bruno"], Purpose.RESET).token,
    }
    return ids | tokens | {"guest": str(guest), "invited": str(invited.meeting_id)}


def _record(session: Session) -> dict[str, str]:
    """Find a statement of Ada's, and have Fanny look for Ada's statements; give a key to another system."""
    session.info["iri_base"] = session.scalars(select(Installation.iri_base)).one()
    ada, fanny = (_address(session, who).person_id for who in ("ada", "fanny"))
    identifier = identifier_of(session, ada)
    assert identifier is not None
    wanted = Wanted(reason="Ada a demandé ce que nous gardons.", identifiers=[identifier])
    search = begin_search(session, fanny, wanted, ZoneInfo("Europe/Paris"))
    newest = own_page(session, [identifier], None).lines[0]
    client = add(session, Wish("Un lecteur de vidéos")).client
    return {"search": str(search.id), "recorded": str(newest.id), "client": str(client.id)}


def _applied(session: Session, email: str) -> dict[str, str]:
    """Let the guest of a meeting apply to facilitate."""
    session.info.update(base_url="", answer_days=3, forwarding=False)
    guest = session.scalars(select(Person).join(Address).where(Address.email == email)).one()
    guest.name = guest.name or "Louise"
    application = Application(
        region_code="FR-BRE",
        languages=("fr",),
        slots=(Weekly(1, time(19), time(21)),),
        accepted=True,
        motivation="J’aime expliquer.",
    )
    return {"applied": str(applying.apply(session, guest.id, application).id)}


def _at_work(session: Session) -> dict[str, str]:
    """Let Bruno keep an answer, and somebody of Bretagne ask without a name."""
    bruno, ada = (_address(session, who).person_id for who in ("bruno", "ada"))
    kept = canned.keep(
        session, {"fr": Wording("Premiers pas", "Bonjour {name}")}, by=bruno, owner_id=bruno, region_code=None
    )
    words = Question(
        text="Je n’ose pas le demander : qu’est-ce qu’une boucle ?",
        module="creative-programming",
        unit="loops-and-events",
        language="fr",
        unnamed=True,
    )
    asked_by = session.scalars(
        select(Person)
        .join(Commune, Commune.code == Person.commune_code)
        .where(Commune.region_code == "FR-BRE", Person.id.not_in([ada, bruno]), _learns())
        .order_by(Person.id)
        .limit(1)
    ).one()
    unnamed = open_ticket(session, asked_by.id, words, act_id=uuid4())
    return {"canned": str(kept.id), "bruno": str(bruno), "unnamed": str(unnamed.id)}


def _learns() -> ColumnElement[bool]:
    return Person.id.not_in(select(RoleGrant.person_id))


def _rating(session: Session) -> dict[str, str]:
    """Mint the link of a question that was settled and not rated."""
    settled = (
        Ticket.state.in_(rules.SETTLED),
        Ticket.first_answered_at.is_not(None),
        Rating.ticket_id.is_(None),
    )
    wanted = select(Ticket.id).outerjoin(Rating, Rating.ticket_id == Ticket.id).where(*settled)
    ticket_id, token = session.scalars(wanted.limit(1)).one(), uuid4().hex
    session.execute(delete(RatingRequest).where(RatingRequest.ticket_id == ticket_id))
    rules.begin(session, ticket_id, token)
    return {"rate": token}


def _address(session: Session, who: str) -> Address:
    return session.scalars(select(Address).where(Address.email == f"{who}@{DOMAIN}")).one()
