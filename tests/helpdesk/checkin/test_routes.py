"""The pages of check-in: what each person sees there, and what a post changes."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.models import Person
from helpdesk.checkin import codes
from helpdesk.checkin.models import MeetingGuest, OfflineBatch
from helpdesk.checkin.routes.arriving import PROOF
from helpdesk.checkin.rules.closing import Rest
from helpdesk.meetings.models import Seat
from helpdesk.meetings.states import Reply
from tests.helpdesk.checkin.conftest import Enter, Evening, form
from tests.make import PASSWORD, Make


@pytest.fixture(autouse=True)
def _site(app: Flask) -> None:
    """Put the application together first: it looks at the schema, and no test may hold the database then."""


def words(page: str) -> str:
    """Return what a page says, without tags and with plain spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ").split())


def token(evening: Evening, at: float = 0) -> str:
    return codes.token(evening.meeting.checkin_key, evening.meeting.id, evening.after(at))


def code(evening: Evening, at: float = 0) -> str:
    return codes.code(evening.meeting.checkin_key, evening.meeting.id, evening.after(at))


def fresh(session: Session, evening: Evening, person: Person | None = None) -> Seat:
    session.commit()
    return evening.seat(person)


def seats(session: Session) -> list[Seat]:
    session.commit()
    return list(session.scalars(select(Seat), execution_options={"populate_existing": True}))


def test_a_scanned_code_opens_a_page_whose_button_checks_in(evening: Evening, enter: Enter) -> None:
    browser = enter(evening.ada)
    with clock.at(evening.after(2)):
        page = browser.get(f"/c/{token(evening, 2)}", follow_redirects=True)
        assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
        assert fresh(evening.session, evening).declared_at is None
        evening.session.commit()
        fields = dict(re.findall(r'name="(token|proof)" value="([^"]*)"', page.text))
        answer = browser.post("/checkin", data=form(**fields))
    assert answer.location == f"/fr/meetings/{evening.meeting.id}/arrived"
    assert fresh(evening.session, evening).declared_how == "qr"
    assert browser.get(answer.location).status_code == 200


def test_who_logs_in_first_comes_back_to_a_code_that_still_counts(
    evening: Evening, client: FlaskClient
) -> None:
    evening.session.commit()
    email = evening.ada.addresses[0].email
    shown, start = token(evening), evening.after(0)
    later = evening.after(10)
    with clock.at(start):
        page = client.get(f"/c/{shown}", follow_redirects=True)
    assert client.get_cookie(PROOF) is not None and "token" not in page.text
    back = parse_qs(urlsplit(re.findall(r'href="([^"]*login[^"]*next[^"]*)"', page.text)[0]).query)["next"][0]
    assert back == f"/fr/checkin/{shown}"
    with clock.at(later):
        client.post("/login", data=form(email=email, password=PASSWORD, next=back))
        page = client.get(back)
        fields = dict(re.findall(r'name="(token|proof)" value="([^"]*)"', page.text))
        client.post("/checkin", data=form(**fields))
    assert fresh(evening.session, evening).declared_at == later


def test_a_code_that_is_not_shown_any_more_opens_nothing(evening: Evening, enter: Enter) -> None:
    browser = enter(evening.ada)
    with clock.at(evening.after(2)):
        assert browser.get(f"/fr/checkin/{token(evening)}").status_code == 410
        assert browser.post("/checkin", data=form(token=token(evening))).status_code == 422
        assert browser.get("/fr/checkin/x").status_code == 410
    assert fresh(evening.session, evening).declared_at is None


def test_the_typed_code_checks_in(evening: Evening, enter: Enter) -> None:
    browser, typed = enter(evening.ada), code(evening).lower()
    with clock.at(evening.after(0)):
        assert browser.get("/fr/checkin").status_code == 200
        browser.post("/checkin", data=form(code=f"{typed[:3]} {typed[3:]}"))
    assert fresh(evening.session, evening).declared_how == "code"


def test_wrong_codes_are_limited_to_ten_in_five_minutes(evening: Evening, enter: Enter) -> None:
    browser, good, later = enter(evening.ada), code(evening), code(evening, 6)
    start, soon = evening.after(0), evening.after(6)
    with clock.at(start):
        told = [browser.post("/checkin", data=form(code="ABCDEF")).status_code for _ in range(11)]
        assert told == [422] * 10 + [429]
        assert browser.post("/checkin", data=form(code=good)).status_code == 429
    with clock.at(soon):
        assert browser.post("/checkin", data=form(code=later)).status_code == 302


def test_an_empty_code_asks_for_one(evening: Evening, enter: Enter) -> None:
    answer = enter(evening.ada).post("/checkin", data=form(code=""))
    assert answer.status_code == 422 and 'id="code-error"' in answer.text


def test_a_refused_walk_in_is_told_why_and_what_to_do(evening: Evening, enter: Enter) -> None:
    other, typed = evening.learner(), code(evening)
    browser, start = enter(other), evening.after(0)
    with clock.at(start):
        answer = browser.post("/checkin", data=form(code=typed))
    assert answer.status_code == 409 and "feuille" in answer.text


def test_the_screen_shows_both_codes_and_no_style_of_its_own(evening: Evening, enter: Enter) -> None:
    browser, typed = enter(evening.bruno), codes.in_groups(code(evening), 3)
    address, start, early = f"/fr/meetings/{evening.meeting.id}/screen", evening.after(0), evening.after(-31)
    with clock.at(start):
        page = browser.get(address).text
    assert typed in page and 'class="qr"' in page and "style=" not in page
    assert '<noscript><meta http-equiv="refresh"' in page
    with clock.at(early):
        assert 'class="qr"' not in browser.get(address).text


def test_a_renewed_key_shows_new_codes(evening: Evening, enter: Enter) -> None:
    browser, old = enter(evening.bruno), code(evening)
    address, start = f"/fr/meetings/{evening.meeting.id}/screen", evening.after(0)
    with clock.at(start):
        browser.post(f"/meetings/{evening.meeting.id}/screen/renew", data=form())
        assert codes.in_groups(old, 3) not in browser.get(address).text


PAGES = ("list", "screen", "sheet", "slips", "offline/", "arrived")
POSTS = ("attendance", "correct", "close", "screen/renew", "offline")


def test_nobody_but_who_runs_the_meeting_keeps_its_list(
    evening: Evening, enter: Enter, chloe: Person, make: Make
) -> None:
    lead = make.lead("dora", "FR-BRE")
    meeting_id = evening.meeting.id
    for person in (evening.ada, chloe, lead, make.administrator()):
        browser = enter(person)
        for page in PAGES[:-1]:
            assert browser.get(f"/fr/meetings/{meeting_id}/{page}").status_code == 404, page
        for post in POSTS:
            fields = form(ticks="[]", sent="0") if post == "offline" else form()
            answer = browser.post(f"/meetings/{meeting_id}/{post}", data=fields)
            assert answer.status_code == 404, post
        assert browser.get(f"/meetings/{meeting_id}/offline/worker.js").status_code == 404
        assert browser.get(f"/fr/meetings/{uuid4()}/arrived").status_code == 404


def test_who_runs_the_meeting_has_all_its_pages(evening: Evening, enter: Enter) -> None:
    browser, during = enter(evening.bruno), evening.after(60)
    with clock.at(during):
        for page in PAGES[:-1]:
            assert browser.get(f"/fr/meetings/{evening.meeting.id}/{page}").status_code == 200, page


def test_the_page_of_a_meeting_to_which_nobody_came_says_so(
    evening: Evening, enter: Enter, make: Make
) -> None:
    evening.close(rest=Rest.ABSENT)
    evening.session.commit()
    told = "cette rencontre n’a pas eu lieu"
    with clock.at(evening.after(200)):
        for who, corrects in ((evening.ada, False), (evening.bruno, True), (make.lead("denise"), True)):
            evening.session.commit()
            page = enter(who).get(f"/fr/meetings/{evening.meeting.id}/").text
            assert (told in page, "corrigez la liste" in page, "Annuler" in page) == (True, corrects, False)


def test_the_lead_of_the_region_corrects_a_closed_list(evening: Evening, enter: Enter, make: Make) -> None:
    evening.check_in()
    evening.close()
    lead, meeting_id, later = make.lead("dora", "FR-BRE"), evening.meeting.id, evening.after(5000)
    browser = enter(lead)
    fields = {f"presence-{evening.ada.id}": "absent", "reason": "Elle s’est trompée de jour."}
    with clock.at(later):
        assert browser.get(f"/fr/meetings/{meeting_id}/list").status_code == 200
        assert browser.post(f"/meetings/{meeting_id}/attendance", data=form(**fields)).status_code in {
            400,
            404,
        }
        assert browser.post(f"/meetings/{meeting_id}/correct", data=form(**fields)).status_code == 302
        assert "trompée de jour" in browser.get(f"/fr/meetings/{meeting_id}/list").text
    assert fresh(evening.session, evening).presence == "absent"


def test_forty_people_are_ticked_by_one_request(evening: Evening, enter: Enter) -> None:
    evening.meeting.capacity = 60
    for number in range(39):
        evening.learner(f"eve{number}", Reply.YES)
    browser, end, meeting_id = enter(evening.bruno), evening.after(90), evening.meeting.id
    with clock.at(end):
        page = browser.get(f"/fr/meetings/{meeting_id}/list")
        fields = posted(page.text)
        answer = browser.post(f"/meetings/{meeting_id}/attendance", data=fields | {"all": "present"})
    assert answer.status_code == 302
    assert [seat.presence for seat in seats(evening.session)] == ["attended"] * 40


def posted(page: str) -> dict[str, str]:
    """Return what the list posts when nothing was touched."""
    body = page.partition('id="attendance"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', body)
    chosen = re.findall(r'<input type="radio" id="[^"]+" name="([^"]+)" value="([^"]*)" checked', body)
    written = re.findall(
        r'<input id="((?:minutes|name)-[^"]+)" name="[^"]+" type="\w+" value="([^"]*)"', body
    )
    return {name: value for name, value in (*hidden, *chosen, *written) if name != "csrf_token"}


def test_a_page_that_is_old_takes_back_nothing_that_others_recorded(evening: Evening, enter: Enter) -> None:
    other = evening.learner(reply=Reply.YES)
    browser, end, meeting_id = enter(evening.bruno), evening.after(90), evening.meeting.id
    with clock.at(end):
        fields = posted(browser.get(f"/fr/meetings/{meeting_id}/list").text)
    evening.tick(person=other)
    evening.guest()
    evening.session.commit()
    with clock.at(end):
        browser.post(
            f"/meetings/{meeting_id}/attendance", data=fields | {f"presence-{evening.ada.id}": "excused"}
        )
    assert {seat.presence for seat in seats(evening.session)} == {"attended", "excused"}
    assert evening.session.scalars(select(MeetingGuest)).one().presence == "attended"


def test_a_wrong_line_shows_the_list_again_with_what_was_ticked(evening: Evening, enter: Enter) -> None:
    browser, end = enter(evening.bruno), evening.after(90)
    fields = {f"presence-{evening.ada.id}": "partly", f"minutes-{evening.ada.id}": "200"}
    with clock.at(end):
        answer = browser.post(f"/meetings/{evening.meeting.id}/attendance", data=form(**fields))
    assert answer.status_code == 422 and f'id="minutes-{evening.ada.id}-error"' in answer.text
    assert f'name="presence-{evening.ada.id}" value="partly" checked' in answer.text


def test_guests_children_and_paper_come_in_the_same_post(evening: Evening, enter: Enter) -> None:
    evening.meeting.responsible_adult = "Mme Dubois"
    browser, end, meeting_id = enter(evening.bruno), evening.after(90), evening.meeting.id
    fields = {
        "how": "paper-sheet",
        "children": 6,
        f"presence-{evening.ada.id}": "attended",
        "presence-line-1": "attended",
        "name-line-1": "Nadia",
        "presence-line-2": "partly",
        "minutes-line-2": 30,
    }
    with clock.at(end):
        assert "name-line-10" in browser.get(f"/fr/meetings/{meeting_id}/list?how=paper-sheet").text
        browser.post(f"/meetings/{meeting_id}/attendance", data=form(**fields))
        page = words(browser.get(f"/fr/meetings/{meeting_id}/list").text)
    assert fresh(evening.session, evening).checked_how == "paper-sheet"
    assert "9 personnes" in page


def test_closing_asks_first_and_then_closes(evening: Evening, enter: Enter) -> None:
    browser, end, meeting_id = enter(evening.bruno), evening.after(90), evening.meeting.id
    with clock.at(end):
        asked = browser.post(f"/meetings/{meeting_id}/close", data=form())
        assert asked.status_code == 409 and 'value="absent"' in asked.text
        assert browser.post(f"/meetings/{meeting_id}/close", data=form(rest="absent")).status_code == 302
        assert browser.get(f"/fr/meetings/{meeting_id}/list").text.count('name="reason"') == 1
    assert fresh(evening.session, evening).presence == "absent"


def test_the_sheet_has_the_names_and_ten_lines_each_with_its_slip(evening: Evening, enter: Enter) -> None:
    evening.learner("silent", Reply.INVITED)
    page = enter(evening.bruno).get(f"/fr/meetings/{evening.meeting.id}/sheet").text
    key, meeting_id = evening.meeting.checkin_key, evening.meeting.id
    slips = [codes.in_groups(codes.slip(key, codes.line_id(meeting_id, n))) for n in range(1, 11)]
    assert all(slip in page for slip in slips)
    assert "Ada" in words(page) and "Silent" not in words(page)


def test_slips_are_printed_while_nobody_claimed_them(evening: Evening, enter: Enter) -> None:
    guest = evening.guest()
    code_of = codes.in_groups(codes.slip(evening.meeting.checkin_key, guest.id))
    newcomer, address = evening.learner("nadia"), f"/fr/meetings/{evening.meeting.id}/slips"
    browser, later = enter(evening.bruno), evening.after(2000)
    assert code_of in browser.get(address).text
    hers = enter(newcomer)
    with clock.at(later):
        assert hers.get("/fr/claim").status_code == 200
        answer = hers.post("/claim", data=form(code=code_of.lower()))
    assert answer.location == f"/fr/meetings/{evening.meeting.id}/"
    assert code_of not in browser.get(address).text
    assert fresh(evening.session, evening, newcomer).presence == "attended"


def test_wrong_slips_are_limited_too(evening: Evening, enter: Enter) -> None:
    browser = enter(evening.ada)
    told = [browser.post("/claim", data=form(code="ABCD-EFGH-JKMN")).status_code for _ in range(11)]
    assert told == [422] * 10 + [429]


def ticks(evening: Evening, presence: str = "attended", at: float = 20) -> str:
    milliseconds = int(evening.after(at).timestamp() * 1000)
    return orjson.dumps(
        [
            {
                "at": milliseconds,
                "presence": presence,
                "minutes": None,
                "name": "",
                "person": str(evening.ada.id),
            },
            {"at": milliseconds, "presence": "attended", "minutes": None, "name": "Nadia", "line": 1},
        ]
    ).decode()


def test_a_phone_sends_everything_in_one_post_and_is_told_what_was_taken(
    evening: Evening, enter: Enter
) -> None:
    browser, later, meeting_id = enter(evening.bruno), evening.after(200), evening.meeting.id
    data = form(ticks=ticks(evening), sent=int(later.timestamp() * 1000))
    with clock.at(later):
        first = browser.post(f"/meetings/{meeting_id}/offline", data=data)
        second = browser.post(f"/meetings/{meeting_id}/offline", data=data)
        page = browser.get(first.location)
    assert first.location == second.location and page.status_code == 200
    assert fresh(evening.session, evening).checked_how == "offline-list"
    assert len(evening.session.scalars(select(OfflineBatch)).all()) == 1


def test_a_phone_whose_clock_is_wrong_is_set_right(evening: Evening, enter: Enter) -> None:
    browser, later, meeting_id = enter(evening.bruno), evening.after(200), evening.meeting.id
    day = 86_400_000
    moved = orjson.loads(ticks(evening))
    for one in moved:
        one["at"] += day
    data = form(ticks=orjson.dumps(moved).decode(), sent=int(later.timestamp() * 1000) + day)
    made = evening.after(20)
    with clock.at(later):
        browser.post(f"/meetings/{meeting_id}/offline", data=data)
    assert fresh(evening.session, evening).recorded_at == made


@pytest.mark.parametrize(
    "told", ["", "x", "{}", "[1]", '[{"at":1}]', '[{"at":1,"x":2}]', '[{"at":1e99}]', "[" * 500]
)
@pytest.mark.parametrize("sent", ["", "x", "9" * 40, "0"])
def test_what_no_phone_sends_is_refused(evening: Evening, enter: Enter, told: str, sent: str) -> None:
    answer = enter(evening.bruno).post(
        f"/meetings/{evening.meeting.id}/offline", data=form(ticks=told, sent=sent)
    )
    assert answer.status_code in {422, 302, 409}
    assert fresh(evening.session, evening).presence is None


def test_the_worker_may_look_after_that_page_alone(evening: Evening, enter: Enter) -> None:
    meeting_id = evening.meeting.id
    answer = enter(evening.bruno).get(f"/meetings/{meeting_id}/offline/worker.js?lang=nl")
    assert answer.headers["Service-Worker-Allowed"] == f"/nl/meetings/{meeting_id}/offline/"
    assert answer.mimetype == "text/javascript"


def test_reading_any_of_these_pages_changes_nothing(evening: Evening, enter: Enter) -> None:
    browser, during = enter(evening.bruno), evening.after(60)
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            written.append(statement)

    with clock.at(during):
        browser.get("/fr/checkin")  # notes the last use of the session
        event.listen(db.bound_engine(), "before_cursor_execute", note)
        for page in PAGES[:-1]:
            browser.get(f"/fr/meetings/{evening.meeting.id}/{page}")
        browser.get(f"/fr/checkin/{token(evening, 60)}")
        browser.get("/fr/claim")
    event.remove(db.bound_engine(), "before_cursor_execute", note)
    assert written == []


def test_the_page_of_the_meeting_leads_to_its_check_in(evening: Evening, enter: Enter) -> None:
    address = f"/fr/meetings/{evening.meeting.id}/"
    early, during = evening.after(-31), evening.after(10)
    hers, his = enter(evening.ada), enter(evening.bruno)
    with clock.at(early):
        assert "/fr/checkin" not in hers.get(address).text
        assert "/screen" in his.get(address).text and "/list" not in his.get(address).text
    with clock.at(during):
        assert "/fr/checkin" in hers.get(address).text
        assert f"{address}list" in his.get(address).text
    evening.check_in(at=10)
    evening.session.commit()
    with clock.at(during):
        assert "/fr/checkin" not in hers.get(address).text
