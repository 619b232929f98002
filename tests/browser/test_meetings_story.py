"""The story of a meeting, lived by eight people in a real browser: suggested, chosen, filled, moved, held, attested."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from classcode import clock
from helpdesk.afterwards import jobs as afterwards
from helpdesk.calendar import jobs as calendar
from helpdesk.checkin import codes
from helpdesk.checkin.drawing import qr
from helpdesk.meetings.models import Reply
from helpdesk.meetings.states import MeetingState, Presence
from tests.browser import meeting as story
from tests.browser.conftest import open_page
from tests.browser.following import follow
from tests.browser.meeting import Company, Time, agendas, meeting_of, text_of
from tests.browser.stack import Stack, until
from tests.browser.test_desk_story import ask
from tests.browser.test_story import log_in, press
from tests.make import PASSWORD
from tracking import profile
from tracking.profile import matching

pytestmark = pytest.mark.browser

ANSWERS = {
    "ada": ("yes", "yes", "no"),
    "eve": ("no", "yes", "if-need-be"),
    "ines": ("yes", "if-need-be", "no"),
    "odile": ("no", "yes", "no"),
    "paul": ("no", "if-need-be", "yes"),
}
"""What each says of the three dates; the second one is fixed."""
WANDA = "wanda@example.org"
PHONES = {"ada", "eve", "ines", "fanny"}


@pytest.fixture
def time(stack: Stack) -> Iterator[Time]:
    """The clock of the story, and the product's own database."""
    bound = Time(stack)
    yield bound
    bound.engine.dispose()


def test_the_story_of_a_meeting(stack: Stack, time: Time, chromium: Browser) -> None:
    addresses = story.people(time.engine)
    windows = SimpleNamespace()
    for name in vars(addresses):
        page = open_page(chromium, stack, 360 if name in PHONES else 1280)
        log_in(page, getattr(addresses, name))
        setattr(windows, name, page)
    tale = Tale(stack, time, windows, addresses)

    tale.it_suggests_itself_and_one_click_invites()
    tale.dates_are_answered_and_one_is_fixed()
    tale.two_want_the_last_seat()
    tale.a_seat_is_offered_and_passes_on()
    tale.the_place_changes()
    tale.another_meeting_is_called_off()
    tale.people_are_reminded()
    tale.people_check_in()
    tale.bruno_ticks_the_rest_without_a_network()
    tale.the_list_is_closed()
    tale.people_say_how_it_was()
    wanda = open_page(chromium, stack, 360)
    tale.somebody_claims_her_presence(wanda)
    tale.hours_are_attested(open_page(chromium, stack, 1280))
    tale.nobody_was_flooded()
    tale.record_says_who_did_what()


class Tale(Company):
    """The acts of the story in their order; `first` had the last seat, `last` was too late for it."""

    first: str
    last: str
    asked: list[UUID]
    slip: str

    # Suggested

    def it_suggests_itself_and_one_click_invites(self) -> None:
        """Three ask about week one and two have finished it: the round sees five people, and Bruno invites them."""
        self.asked = [
            ask(self.page(name), f"Comment boucler, demande {name} ?") for name in ("ada", "eve", "ines")
        ]
        self.time.round("meeting-suggestions")
        bruno = self.windows.bruno
        bruno.goto("/fr/desk/suggestions/")
        expect(bruno.locator("article.gathered")).to_have_count(1)
        expect(bruno.locator("article.gathered")).to_contain_text("5 personnes")
        press(bruno, "/invite")
        self.meeting = meeting_of(bruno.url)
        for name in ANSWERS:
            self.stack.postbox.wait_for(getattr(self.addresses, name), 1)
        meeting = self.row()
        assert meeting.state == MeetingState.POLLING
        assert len(meeting.seats) == len(ANSWERS)

    # Dates

    def dates_are_answered_and_one_is_fixed(self) -> None:
        """Each says what suits her, Ada after a change of mind; each yes to the fixed date is a seat."""
        self.answer_dates("ada", ("no", *ANSWERS["ada"][1:]))
        for name, told in ANSWERS.items():
            self.answer_dates(name, told)
        self.change(capacity="4", listed=True)
        bruno = self.at("bruno")
        bruno.locator("form[action$='/fix'] input[name=date]").nth(1).check()
        press(bruno, "/fix")
        assert self.replies() == {
            "Ada": "yes",
            "Eve": "yes",
            "Odile": "yes",
            "Ines": "invited",
            "Paul": "invited",
        }

    def answer_dates(self, name: str, told: tuple[str, ...]) -> None:
        page = self.at(name)
        fields = page.locator("fieldset.date-answer")
        expect(fields).to_have_count(len(told))
        for number, word in enumerate(told):
            fields.nth(number).locator(f"input[value={word}]").check()
        press(page, "/dates")

    # Seats

    def two_want_the_last_seat(self) -> None:
        """Ines and Paul press at the same moment: one has the last seat, the other the first place in the queue."""
        for name in ("ines", "paul"):
            expect(self.at(name).locator("button[name=answer][value=yes]")).to_be_visible()
        self.at_once("ines", "paul")
        until(lambda: sorted(self.replies()[one] for one in ("Ines", "Paul")) == ["waiting", "yes"])
        self.first, self.last = sorted(("Ines", "Paul"), key=lambda one: self.replies()[one], reverse=True)
        assert self.row().taken == self.row().capacity
        expect(self.at(self.last.lower()).locator("main")).to_contain_text("1 sur la liste d’attente")
        fanny = self.windows.fanny
        fanny.goto("/fr/agenda/")
        follow(fanny.locator(f"main a[href*='{self.meeting}']").first)
        press(fanny, "/join")
        expect(fanny.locator("main")).to_contain_text("2 sur la liste d’attente")

    def at_once(self, *names: str) -> None:
        """Press yes in several windows before any of them has an answer."""
        submit = "one => { one.form.requestSubmit(one) }"
        with ExitStack() as answers:
            for name in names:
                answers.enter_context(self.page(name).expect_navigation())
            for name in names:
                self.page(name).locator("button[name=answer][value=yes]").evaluate(submit)

    def a_seat_is_offered_and_passes_on(self) -> None:
        """Ada gives her seat back, in her calendar too; the first of the queue stays silent, and Fanny takes it."""
        follow(self.at("ada").locator("button[name=answer][value=no]"))
        assert self.replies()[self.last] == Reply.OFFERED
        until(lambda: self.left_the_calendar_of("ada"))
        self.time.offers_lapse()
        assert (self.replies()[self.last], self.replies()["Fanny"]) == (Reply.INVITED, Reply.OFFERED)
        self.stack.postbox.wait_for(self.addresses.fanny, 1)
        follow(self.at("fanny").locator("button[name=answer][value=yes]"))
        assert self.replies()["Fanny"] == Reply.YES

    def left_the_calendar_of(self, name: str) -> bool:
        """Tell whether the meeting was entered there by mail and taken out again, as both libraries read it."""
        read = [list(one.entries.values()) for one in agendas(self.mails(name, self.meeting))]
        return all([(one.method, one.status) for one in some] == [("CANCEL", "CANCELLED")] for some in read)

    # Changes

    def the_place_changes(self) -> None:
        """The meeting moves to the other place: a calendar that had it moves the same event there."""
        before = self.entry("eve")
        place = "Maison" if "Médiathèque" in self.row().place.name else "Médiathèque"
        count = len(self.stack.postbox.to(self.addresses.eve))
        self.change(place=place)
        self.stack.postbox.wait_for(self.addresses.eve, count + 1)
        after = self.entry("eve")
        assert after.uid == before.uid and after.sequence > before.sequence
        assert place in after.location and place not in before.location

    def change(self, *, capacity: str = "", place: str = "", listed: bool = False) -> None:
        bruno = self.windows.bruno
        bruno.goto(f"/fr/meetings/{self.meeting}/change")
        if capacity:
            bruno.fill("#capacity", capacity)
        if listed:
            bruno.check("#listed")
        if place:
            bruno.get_by_label(re.compile(place)).check()
        press(bruno, "/change")
        expect(bruno.locator("main .error-summary")).to_have_count(0)

    def another_meeting_is_called_off(self) -> None:
        """Bruno proposes another to Ada, changes its hour and calls it off: it leaves her calendar."""
        bruno, day = self.windows.bruno, (clock.now() + timedelta(days=5)).date()
        bruno.goto(f"/fr/help/{self.asked[0]}/propose")
        bruno.locator("input[name=place]").first.check()
        for field, told in {
            "day": day.isoformat(),
            "starts": "14:00",
            "ends": "16:00",
            "capacity": "6",
        }.items():
            bruno.fill(f"#{field}", told)
        press(bruno, "/propose")
        other = meeting_of(bruno.url)
        follow(self.at("ada", other).locator("button[name=answer][value=yes]"))
        bruno.goto(f"/fr/meetings/{other}/change")
        bruno.fill("#starts", "14:30")
        press(bruno, "/change")
        self.at("bruno", other)
        press(bruno, "/cancel")
        mails = until(lambda: self.mails("ada", other, 3))
        for one in agendas(mails):
            [event] = one.entries.values()
            assert (event.method, event.status) == ("CANCEL", "CANCELLED")

    # Held

    def people_are_reminded(self) -> None:
        """A week before and a day before, who comes has one mail."""
        for days in (7, 1):
            count = len(self.mails("eve", self.meeting))
            self.time.until(self.meeting, timedelta(days=days) - timedelta(minutes=30))
            self.time.round(calendar.TOPIC)
            until(lambda: self.mails("eve", self.meeting, count + 1))  # noqa: B023 - asked before the loop goes on

    def people_check_in(self) -> None:
        """Eve scans the code on the wall, Odile types it; the sheet with its slips is printed before."""
        self.time.until(self.meeting, timedelta(minutes=4))
        bruno, eve, odile = self.windows.bruno, self.windows.eve, self.windows.odile
        bruno.goto(f"/fr/meetings/{self.meeting}/sheet")
        self.slip = bruno.locator("td.tear code").first.inner_text()
        bruno.goto(f"/fr/meetings/{self.meeting}/screen")
        typed = bruno.locator(".screen-code").inner_text()
        eve.goto(self.scanned(bruno))
        press(eve, "/checkin")
        expect(eve.locator("main .notice.ok")).to_be_visible()
        odile.goto("/fr/checkin")
        odile.fill("#code", typed)
        press(odile, "/checkin")
        expect(odile.locator("main .notice.ok")).to_be_visible()

    def scanned(self, screen: Page) -> str:
        """Return the address that a phone reads from the code on the wall, which is drawn from it and nothing else."""
        now, meeting = clock.now(), self.row()
        drawn = screen.locator(".screen-qr svg path").last.get_attribute("d")
        assert drawn is not None
        for at in (now, now - codes.TURN):
            address = f"{self.stack.base_url}/c/{codes.token(meeting.checkin_key, meeting.id, at)}"
            if drawn in str(qr(address)):
                return address
        raise AssertionError("the screen shows another code")

    def bruno_ticks_the_rest_without_a_network(self) -> None:
        """One is ticked on the list; then the network goes: Fanny for a part, a walk-in; sent twice it counts once."""
        bruno = self.windows.bruno
        bruno.goto(f"/fr/meetings/{self.meeting}/list")
        bruno.check(f"input[name='presence-{self.person(self.first)}'][value=attended]")
        with bruno.expect_navigation():  # Enter in any field records what is ticked, and nobody else
            bruno.locator("[data-line=line-1] input[name^=name]").press("Enter")
        bruno.goto(f"/fr/meetings/{self.meeting}/offline/")
        bruno.context.set_offline(True)
        fanny = f"[data-line='{self.person('Fanny')}']"
        bruno.check(f"{fanny} input[value=partly]")
        bruno.fill(f"{fanny} input[name^=minutes]", "60")
        bruno.fill("[data-line=line-1] input[name^=name]", "Wanda")
        bruno.check("[data-line=line-1] input[value=attended]")
        bruno.context.set_offline(False)
        with bruno.expect_request(lambda one: one.method == "POST") as sent, bruno.expect_navigation():
            bruno.locator("#synchronise button").click()
        expect(bruno.locator("[data-offline-sent] li")).to_have_count(2)
        before = story.told(self.engine)
        again = bruno.request.post(
            sent.value.url,
            data=sent.value.post_data or "",
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": self.stack.base_url},
        )
        assert again.ok
        assert story.told(self.engine) == before
        assert len([one for one in self.row().seats if one.presence]) == 2

    def the_list_is_closed(self) -> None:
        """After the end Bruno closes the list: who checked in alone was there."""
        lasts = timedelta(minutes=self.row().minutes)
        self.time.until(self.meeting, -lasts - timedelta(minutes=5))
        bruno = self.windows.bruno
        bruno.goto(f"/fr/meetings/{self.meeting}/list")
        press(bruno, "/close")
        expect(bruno.locator("main")).to_contain_text("4 personnes")
        seats = {one.person_id: one for one in self.row().seats}
        assert seats[self.person("Fanny")].presence == Presence.PARTLY
        assert seats[self.person("Fanny")].minutes_present == 60
        assert all(
            seats[self.person(one)].presence == Presence.ATTENDED for one in ("Eve", "Odile", self.first)
        )

    # Afterwards

    def people_say_how_it_was(self) -> None:
        """A day later whoever was there is asked; Eve answers by the link, without logging in."""
        lasts = timedelta(minutes=self.row().minutes)
        self.time.until(self.meeting, -lasts - timedelta(hours=25))
        self.time.round(afterwards.TOPIC)
        asked = until(
            lambda: [one for one in self.mails("eve", self.meeting) if "/feedback/" in text_of(one)]
        )
        eve = self.windows.eve
        eve.goto(re.findall(r"https?://\S+/feedback/\S+", text_of(asked[0]))[0])
        for field, word in {"useful": "5", "will_try": "yes", "pace": "right"}.items():
            eve.check(f"input[name={field}][value='{word}']")
        press(eve, "/feedback")
        expect(eve).to_have_url(re.compile("/fr/feedback$"))

    def somebody_claims_her_presence(self, wanda: Page) -> None:
        """Wanda came without an account; she makes one and types the code of her slip."""
        wanda.goto("/fr/register")
        wanda.fill("#email", WANDA)
        wanda.fill("#password", PASSWORD)
        press(wanda, "/register")
        wanda.goto("/fr/claim")
        wanda.fill("#code", self.slip.lower())
        press(wanda, "/claim")
        self.windows.wanda = wanda

    def hours_are_attested(self, anybody: Page) -> None:
        """Eve and Wanda have a paper with their hours; its code tells anybody the hours, and no name."""
        for name in ("eve", "wanda"):
            page = self.windows.__dict__[name]
            page.goto("/fr/me/attestations/")
            expect(page.locator("article.attested")).to_contain_text("2 h")
            code = page.locator(".attested-code").inner_text()
            anybody.goto(f"/fr/verify/{code}")
            expect(anybody.locator("main .notice.ok")).to_be_visible()
            expect(anybody.locator("main")).to_contain_text("2 h")
            assert name not in anybody.locator("main").inner_text().lower()

    def nobody_was_flooded(self) -> None:
        """The whole meeting was at most six mails to each."""
        for name in (*ANSWERS, "fanny"):
            assert 1 <= len(self.mails(name, self.meeting)) <= 6, name
        assert len(self.mails("eve", self.meeting)) == 6

    def record_says_who_did_what(self) -> None:
        """The record holds what the vocabulary promises and no more, in published forms and without a name."""
        assert story.told(self.engine) == expected(self.first, self.last)
        everything, published = story.of_features(self.engine), profile.build(story.IRI_BASE)
        assert [one for one in everything if matching.template_of(one, published) is None] == []
        words = json.dumps(everything, ensure_ascii=False).lower()
        for private in (*vars(self.windows), "example.org", "médiathèque", "maison des lices"):
            assert not re.search(rf"\b{private}\b", words), private


def expected(first: str, last: str) -> dict[str, Counter[str]]:
    """Return who is told in the record to have done what: `first` had the last seat, `last` was too late for it."""
    was_there = {"accepted meeting": 1, "attended meeting": 1, "earned certificate": 1}
    gave_back = {"accepted meeting": 2, "declined meeting": 1, "voided meeting statement": 1}
    waited = {"waiting meeting": 1, "voided meeting statement": 1}
    told = {
        "Bruno": {"proposed meeting": 2, "called-off meeting": 1},
        "Ada": gave_back
        | _dates(ANSWERS["ada"])
        | {"declined meeting-date": 2, "voided meeting-date statement": 1},
        "Eve": was_there | {"answered survey": 1} | _dates(ANSWERS["eve"]),
        "Odile": was_there | _dates(ANSWERS["odile"]),
        "Fanny": was_there | waited,
        "Wanda": {"attended meeting": 1, "earned certificate": 1},
        first: was_there | _dates(ANSWERS[first.lower()]),
        last: waited | _dates(ANSWERS[last.lower()]),
    }
    return {name: Counter(one) for name, one in told.items()}


def _dates(answers: tuple[str, ...]) -> dict[str, int]:
    verbs = {"yes": "accepted", "if-need-be": "tentative", "no": "declined"}
    return dict(Counter(f"{verbs[one]} meeting-date" for one in answers))
