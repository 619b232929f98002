"""The record as people read it: everybody her own, data protection others' with a reason, and who looked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classcode import clock, db, tidy
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from tests.make import Make
from tests.tracking.lrs.conftest import new_client
from tests.tracking.lrs.recorded import BASE, NOON, account, done, log, mailbox, statement, voiding
from tracking.log.keys import key_of
from tracking.models import Statement
from tracking.record.models import RecordLook, RecordSearch
from tracking.rules import actor_of, void

Login = Callable[[FlaskClient, Person], FlaskClient]
FIELDS = ("whose", "verb", "other_verb", "object", "since", "until")
REASON = "Elle a demandé ce que nous savons d'elle."
XSS = "<script>alert(1)</script>"


@pytest.fixture
def dora(make: Make) -> Person:
    """Dora answers for data protection."""
    person = make.person("dora")
    grant(make.session, person.id, Role.DATA_PROTECTION)
    return person


def search(client: FlaskClient, **answers: str) -> Any:
    """Post a search as the French page does."""
    written = {"act": str(uuid4()), "lang": "fr", "reason": REASON}
    return client.post("/record/search", data=dict.fromkeys(FIELDS, "") | written | answers)


def found(client: FlaskClient, **answers: str) -> str:
    """Post a search and return the page of what it finds."""
    answer = search(client, **answers)
    assert answer.status_code == 302, answer.text
    return client.get(answer.location).text


def links(page: str, pattern: str) -> list[str]:
    return re.findall(rf'href="({pattern})"', page)


def looks(session: Session) -> list[RecordLook]:
    session.expire_all()
    return list(session.scalars(select(RecordLook).order_by(RecordLook.at)))


# My own record


def test_my_record_says_in_words_what_i_did(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    done(session, ada.id)
    page = login(client, ada).get("/fr/me/record").text
    assert "Vous avez marqué « Boucles » comme fait." in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "lundi 2 mars 2026, 12" in page
    assert "1\N{NO-BREAK SPACE}h 15" in page.replace("h\N{NO-BREAK SPACE}", "h ")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "You marked “Loops” as done."), ("nl", "U hebt “Loops” als gedaan aangevinkt.")],
)
def test_my_record_speaks_my_language(
    client: FlaskClient, login: Login, session: Session, ada: Person, lang: str, words: str
) -> None:
    done(session, ada.id)
    assert words in login(client, ada).get(f"/{lang}/me/record").text


def test_before_anything_is_recorded_my_record_says_how_it_comes(
    client: FlaskClient, login: Login, make: Make
) -> None:
    page = login(client, make.person("eve")).get("/en/me/record")
    assert page.status_code == 200
    assert "Nothing is recorded yet" in page.text


def test_my_record_goes_back_page_by_page(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    for number in range(25):
        done(session, ada.id, f"u{number}")
    first = login(client, ada).get("/fr/me/record").text
    older = links(first, r"/fr/me/record\?before=\d+")
    assert len(links(first, r"/fr/me/record/[0-9a-f-]{36}")) == 20
    second = client.get(older[-1]).text
    assert len(links(second, r"/fr/me/record/[0-9a-f-]{36}")) == 5
    assert not set(links(first, r"/fr/me/record/[0-9a-f-]{36}")) & set(
        links(second, r"/fr/me/record/[0-9a-f-]{36}")
    )


@pytest.mark.parametrize("bad", ["x", "-1", "٣", "9" * 30, ""])
def test_a_page_that_begins_nowhere_is_no_page(
    client: FlaskClient, login: Login, ada: Person, bad: str
) -> None:
    assert login(client, ada).get("/fr/me/record", query_string={"before": bad}).status_code == 404


def test_one_of_my_statements_shows_its_facts_and_its_json(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    identity = done(session, ada.id, instructor=bruno.id)
    pseudonym = str(actor_of(session, ada.id))
    page = login(client, ada).get(f"/en/me/record/{identity}").text
    assert f"&#34;id&#34;: &#34;{identity}&#34;" in page
    assert pseudonym in page
    assert "Accompanied by" in page


def test_what_i_took_back_stays_in_my_record_and_says_so(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    void(session, done(session, ada.id), ada.id)
    page = login(client, ada).get("/en/me/record").text
    assert "taken back" in page
    assert "You took something back, or corrected it." in page


def test_anothers_statement_is_the_same_404_as_none(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    identity = done(session, ada.id, instructor=bruno.id)
    done(session, bruno.id)
    login(client, bruno)
    answers = [client.get(f"/fr/me/record/{one}") for one in (identity, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    # Ids, and the token against forged posts, which holds the time: in the page's head and in each form.
    changing = r'[0-9a-f-]{36}|(?<=content=")[^"]*|(?<=name="csrf_token" value=")[^"]*'
    pages = [re.sub(changing, "", answer.text) for answer in answers]
    assert pages[0] == pages[1]


def test_my_record_needs_an_account(client: FlaskClient) -> None:
    for path in ("/fr/me/record", f"/fr/me/record/{uuid4()}"):
        assert client.get(path).status_code == 302


def test_the_account_page_leads_to_my_record(client: FlaskClient, login: Login, ada: Person) -> None:
    assert 'href="/fr/me/record"' in login(client, ada).get("/fr/me/").text


def test_what_a_tool_sent_of_me_is_told_by_its_own_words_and_escaped(
    client: FlaskClient, login: Login, session: Session, ada: Person
) -> None:
    session.commit()
    tool = new_client(name="Robot école")
    thing = {"id": "http://example.org/x", "definition": {"name": {"en": XSS}}}
    result = {"response": XSS, "duration": "PT30S", "score": {"raw": 7.5, "max": 10, "scaled": 0.75}}
    sent = statement(account(actor_of(session, ada.id)), object=thing, result=result)
    log(session, sent, client_id=tool.id)
    page = login(client, ada).get("/fr/me/record").text
    assert XSS not in page
    assert "a essayé" in page
    assert "envoyée par Robot école" in page
    assert XSS not in client.get(f"/fr/me/record/{sent['id']}").text
    assert "7,50 sur 10" in page


# Looking into others'


@pytest.mark.parametrize("who", ["ada", "bruno", "lead", "author", "administrator"])
def test_other_roles_may_not_look(
    client: FlaskClient, login: Login, make: Make, request: pytest.FixtureRequest, who: str
) -> None:
    if who in ("lead", "author", "administrator"):
        person = make.person(who)
        grant(make.session, person.id, Role(who))
    else:
        person = request.getfixturevalue(who)
    login(client, person)
    paths = ["/fr/record/", f"/fr/record/searches/{uuid4()}", f"/fr/record/searches/{uuid4()}/{uuid4()}"]
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    assert search(client).status_code == 403


def test_nobody_looks_without_an_account(client: FlaskClient, session: Session) -> None:
    assert client.get("/fr/record/").status_code == 302
    assert search(client).location.startswith("/fr/login")
    assert looks(session) == []


@pytest.mark.parametrize("reason", ["", "   ", "parce que", "\n" * 40])
def test_a_search_without_a_reason_finds_nothing_and_leaves_nothing(
    client: FlaskClient, login: Login, session: Session, dora: Person, reason: str
) -> None:
    answer = search(login(client, dora), reason=reason)
    assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(RecordSearch)) == 0


@pytest.mark.parametrize("how", ["pseudonym", "email", "capitals"])
def test_a_person_is_found_by_pseudonym_and_by_address(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, dora: Person, how: str
) -> None:
    mine, theirs = done(session, ada.id, "u1"), done(session, bruno.id, "u2")
    email = ada.addresses[0].email
    told = {"pseudonym": str(actor_of(session, ada.id)), "email": email, "capitals": email.upper()}[how]
    page = found(login(client, dora), whose=told)
    assert str(mine) in page
    assert str(theirs) not in page


def test_an_address_finds_what_tools_sent_under_it_plainly_or_as_a_checksum(
    client: FlaskClient, login: Login, session: Session, dora: Person
) -> None:
    plain = statement(mailbox("zoe"))
    summed = statement({"mbox_sha1sum": "0ad2ba4b3d0d3c4ef3ec1dcd1cbca8d0d3d5e0f4"})
    log(session, plain, summed)
    page = found(login(client, dora), whose="zoe@example.org")
    assert plain["id"] in page
    assert summed["id"] not in page


def test_what_is_looked_for_narrows_by_act_object_and_day(
    client: FlaskClient, login: Login, session: Session, ada: Person, dora: Person
) -> None:
    with clock.at(NOON):
        first = done(session, ada.id, "u1")
    with clock.at(NOON + timedelta(days=10)):
        second = done(session, ada.id, "u2")
    other = statement()
    log(session, other)
    login(client, dora)

    def both(**answers: str) -> tuple[bool, bool, bool]:
        page = found(client, **answers)
        return str(first) in page, str(second) in page, other["id"] in page

    assert both() == (True, True, True)
    assert both(verb="completed") == (True, True, False)
    assert both(other_verb="http://example.org/verbs/tried") == (False, False, True)
    assert both(object="modules/creative-programming/u1") == (True, False, False)
    assert both(object="http://example.org/things/1") == (False, False, True)
    assert both(verb="completed", until="2026-03-02") == (True, False, False)
    assert both(verb="completed", since="2026-03-03") == (False, True, False)


@pytest.mark.parametrize(
    "wrong", [{"whose": "nobody in particular"}, {"since": "2026-03-03", "until": "2026-03-02"}]
)
def test_a_search_that_cannot_be_read_is_refused_with_its_field(
    client: FlaskClient, login: Login, dora: Person, wrong: dict[str, str]
) -> None:
    answer = search(login(client, dora), **wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_whoever_is_looked_for_reads_by_whom_when_and_why(
    client: FlaskClient, app: Any, login: Login, session: Session, ada: Person, dora: Person
) -> None:
    done(session, ada.id)
    found(login(client, dora), whose=ada.addresses[0].email)
    page = login(app.test_client(), ada).get("/fr/me/record").text
    assert "Dora" in page
    assert REASON.replace("'", "&#39;") in page
    assert "A cherché vos traces" in page


def test_one_who_is_looked_for_reads_it_even_when_nothing_was_found(
    client: FlaskClient, app: Any, login: Login, ada: Person, dora: Person
) -> None:
    found(login(client, dora), whose=ada.addresses[0].email, verb="attended")
    assert REASON.replace("'", "&#39;") in login(app.test_client(), ada).get("/fr/me/record").text


def test_everybody_on_a_list_gets_one_line_for_the_search_and_one_for_each_statement_read(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, dora: Person
) -> None:
    mine = done(session, ada.id)
    done(session, bruno.id)
    keys = [key_of(f"account:{BASE}|{actor_of(session, one.id)}") for one in (ada, bruno)]
    where = search(login(client, dora), verb="completed").location
    for _ in range(2):
        client.get(where)
        client.get(f"{where}/{mine}")
    lines = looks(session)
    assert sorted(
        (line.actor_key, line.statement_id) for line in lines if line.statement_id is None
    ) == sorted((key, None) for key in keys)
    assert [(line.actor_key, line.statement_id) for line in lines if line.statement_id] == [(keys[0], mine)]


def test_one_statement_is_read_in_words_and_raw_by_who_searched(
    client: FlaskClient, login: Login, session: Session, ada: Person, dora: Person
) -> None:
    mine = done(session, ada.id)
    where = search(login(client, dora)).location
    page = client.get(f"{where}/{mine}").text
    assert f"&#34;id&#34;: &#34;{mine}&#34;" in page
    assert "Vous avez" not in page
    assert "Étape marquée comme faite" in page


def test_only_what_the_search_finds_is_read_under_its_reason(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, dora: Person
) -> None:
    mine, theirs = done(session, ada.id), done(session, bruno.id)
    where = search(login(client, dora), whose=ada.addresses[0].email).location
    assert client.get(f"{where}/{mine}").status_code == 200
    assert client.get(f"{where}/{theirs}").status_code == client.get(f"{where}/{uuid4()}").status_code == 404


def test_a_search_is_its_makers_alone_and_closes_after_some_hours(
    client: FlaskClient, app: Any, login: Login, make: Make, ada: Person, dora: Person
) -> None:
    other = make.person("other")
    grant(make.session, other.id, Role.DATA_PROTECTION)
    where = search(login(client, dora), whose=ada.addresses[0].email).location
    assert login(app.test_client(), other).get(where).status_code == 404
    with clock.at(clock.now() + timedelta(hours=13)):
        assert client.get(where).status_code == 404


def test_a_search_for_a_person_who_was_erased_finds_nothing_rather_than_all(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person, dora: Person
) -> None:
    theirs = done(session, bruno.id)
    where = search(login(client, dora), whose=ada.addresses[0].email or "").location
    session.execute(delete(RecordLook))
    session.commit()
    assert str(theirs) not in client.get(where).text


def test_looks_are_journaled_without_the_reason(
    client: FlaskClient,
    login: Login,
    session: Session,
    ada: Person,
    dora: Person,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mine = done(session, ada.id)
    where = search(login(client, dora), whose=ada.addresses[0].email).location
    client.get(where)
    client.get(f"{where}/{mine}")
    told = capsys.readouterr().err
    for event in ("record-searched", "record-listed", "record-read"):
        assert event in told
    assert "demandé" not in told
    assert ada.addresses[0].email not in told


def test_looks_go_after_a_year(
    client: FlaskClient, login: Login, session: Session, ada: Person, dora: Person
) -> None:
    search(login(client, dora), whose=ada.addresses[0].email)
    tidy.tidy("")
    assert looks(session)
    session.rollback()
    with clock.at(clock.now() + timedelta(days=366)):
        tidy.tidy("")
    assert looks(session) == []


def test_a_voided_statement_is_found_and_says_so(
    client: FlaskClient, login: Login, session: Session, dora: Person
) -> None:
    one = statement()
    log(session, one, voiding(one, mailbox("zoe")))
    assert session.scalars(select(Statement.voided).where(Statement.id == UUID(one["id"]))).one()
    assert "retirée" in found(login(client, dora), whose="zoe@example.org")


# Mailboxes from outside


def test_mailboxes_are_counted_by_tool(
    client: FlaskClient, login: Login, session: Session, dora: Person
) -> None:
    login(client, dora)
    tool = new_client(name="Robot école")
    with db.transaction() as writing:
        log(writing, statement(), statement(), statement(mailbox("max")), client_id=tool.id)
        log(writing, statement(account(uuid4())), client_id=uuid4())
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", client.get("/en/record/").text)
    assert cells[-3:] == ["Robot école", "2", "3"]


def test_the_menu_leads_data_protection_to_the_record_and_nobody_else(
    client: FlaskClient, app: Any, login: Login, ada: Person, dora: Person
) -> None:
    assert 'href="/fr/record/"' in login(client, dora).get("/fr/").text
    assert 'href="/fr/record/"' not in login(app.test_client(), ada).get("/fr/").text
