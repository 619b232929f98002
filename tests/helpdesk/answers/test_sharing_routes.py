"""The pages on which a learner tells what helped her, and a reader says that an answer helped."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.answers import rules
from tests.helpdesk.answers.conftest import TEXT, Publish, Settled
from tests.helpdesk.answers.test_routes import post, stage
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("content")
TOLD = {"question": "Pourquoi ?", "answer": TEXT, "language": "fr"}


def test_from_her_thread_to_everybody(
    app: Flask, login: Login, settled: Settled, make: Make, ada: Person, bruno: Person, session: Session
) -> None:
    ticket, lead = settled(), make.lead("denise", "FR-BRE")
    hers, his, lead_s = (login(app.test_client(), who) for who in (ada, bruno, lead))
    assert f"/fr/help/{ticket.id}/share" in hers.get(f"/fr/help/{ticket.id}/").text
    assert f"/fr/help/{ticket.id}/share" not in his.get(f"/fr/help/{ticket.id}/").text
    form = hers.get(f"/fr/help/{ticket.id}/share")
    assert form.status_code == 200 and "My cat does not turn" not in form.text
    here = post(hers, f"/help/{ticket.id}/share", **TOLD).headers["Location"].removeprefix("/fr")
    assert f"/fr{here}" in hers.get(f"/fr/help/{ticket.id}/").text
    assert f"/fr{here}" in his.get(f"/fr/help/{ticket.id}/").text
    assert f"{here}/object" in his.get(f"/fr{here}").text
    assert "Written by a learner" in lead_s.get("/en/desk/answers/").text
    page = lead_s.get(f"/en{here}").text
    assert "Written by a learner" in page and "Ada" not in page
    assert post(lead_s, f"{here}/send-back", reason="Plus court.").status_code == 302
    assert "Plus court." in hers.get(f"/fr/help/{ticket.id}/share").text
    assert post(hers, f"/help/{ticket.id}/share", **TOLD).status_code == 302
    assert post(lead_s, f"{here}/publish").status_code == 302
    assert "Pourquoi ?" in hers.get("/fr/help/answers/").text
    assert post(hers, f"{here}/withdraw").status_code == 302
    assert stage() == "withdrawn"
    assert hers.get(f"/fr{here}").status_code == 200
    assert hers.get(f"/fr/help/{ticket.id}/share").headers["Location"].endswith(here)


def test_an_incomplete_one_comes_back(
    client: FlaskClient, login: Login, settled: Settled, ada: Person, session: Session
) -> None:
    ticket = settled()
    answer = post(login(client, ada), f"/help/{ticket.id}/share", **TOLD | {"question": " "})
    assert answer.status_code == 422 and TEXT in answer.text


def test_where_a_facilitator_wrote_one_she_is_told_so(
    app: Flask, login: Login, settled: Settled, ada: Person, bruno: Person, session: Session
) -> None:
    ticket = settled()
    found = rules.write(session, ticket, "Why?", TEXT, by=bruno.id, language="fr")
    hers = login(app.test_client(), ada)
    assert f"/fr/help/answers/{found.id}" in hers.get(f"/fr/help/{ticket.id}/").text
    assert hers.get(f"/fr/help/{ticket.id}/share").headers["Location"].endswith(str(found.id))
    assert post(hers, f"/help/{ticket.id}/share", **TOLD).status_code == 422
    found.stage = "sent-back"
    session.commit()
    assert hers.get(f"/fr/help/{ticket.id}/share").headers["Location"].endswith(f"/help/{ticket.id}/")
    page = hers.get(f"/en/help/{ticket.id}/").text
    assert "Whoever answered you wrote a public answer" in page and str(found.id) not in page


def test_a_facilitator_is_not_led_to_what_he_may_not_read(
    client: FlaskClient, login: Login, settled: Settled, ada: Person, bruno: Person, session: Session
) -> None:
    ticket = settled()
    rules.write(session, ticket, "Why?", TEXT, by=ada.id, language="fr").stage = "withdrawn"
    answer = login(client, bruno).get(f"/fr/help/{ticket.id}/public")
    assert answer.headers["Location"].endswith(f"/help/{ticket.id}/")
    assert client.get(f"/fr/help/{ticket.id}/").status_code == 200


def test_a_question_without_a_name_is_told_of_without_one(
    app: Flask, login: Login, settled: Settled, make: Make, ada: Person, bruno: Person, session: Session
) -> None:
    ticket = settled()
    ticket.unnamed, lead = True, make.lead("denise", "FR-BRE")
    hers = login(app.test_client(), ada)
    where = post(hers, f"/help/{ticket.id}/share", **TOLD).headers["Location"]
    for who in (bruno, lead):
        page = login(app.test_client(), who).get(where).text
        assert "Pourquoi ?" in page and "Ada" not in page and str(ticket.id) not in page


@pytest.mark.parametrize("who", ["bruno", "eve", "nobody"])
def test_nobody_else_tells_of_her_question(
    client: FlaskClient, login: Login, settled: Settled, make: Make, bruno: Person, session: Session, who: str
) -> None:
    ticket = settled()
    if who != "nobody":
        login(client, bruno if who == "bruno" else make.person("eve"))
    session.commit()
    for key in (ticket.id, UUID(int=7)):
        expected = 302 if who == "nobody" else 404
        assert client.get(f"/fr/help/{key}/share").status_code == expected
        answer = post(client, f"/help/{key}/share", **TOLD)
        assert (
            answer.status_code == expected
            and "/share" not in answer.headers.get("Location", "").split("?")[0]
        )


def test_a_reader_says_that_it_helped_and_the_page_counts(
    app: Flask, login: Login, publish: Publish, make: Make, session: Session
) -> None:
    answer, eve = publish(), make.person("eve")
    here, hers = f"/help/answers/{answer.id}", login(app.test_client(), eve)
    page = hers.get(f"/en{here}").text
    assert f"{here}/helped" in page and "It helped" not in page
    assert "Cette réponse m’a aidé" in hers.get(f"/fr{here}").text
    for _ in range(2):
        assert post(hers, f"{here}/helped").headers["Location"] == f"/fr{here}"
    page = hers.get(f"/en{here}").text
    assert "It helped 1 person." in page and f"{here}/not-helped" in page and f"{here}/helped" not in page
    passer_by = app.test_client().get(f"/en{here}").text
    assert "It helped 1 person." in passer_by and 'helped"' not in passer_by.replace('id="helped"', "")
    assert post(hers, f"{here}/not-helped").status_code == 302
    assert "It helped" not in hers.get(f"/en{here}").text


def test_its_writer_sees_no_button_and_cannot_press_it(
    client: FlaskClient, login: Login, publish: Publish, bruno: Person, session: Session
) -> None:
    here = f"/help/answers/{publish().id}"
    assert f"{here}/helped" not in login(client, bruno).get(f"/fr{here}").text
    assert post(client, f"{here}/helped").status_code == 404


def test_without_an_account_nobody_presses(client: FlaskClient, publish: Publish, session: Session) -> None:
    answer = publish()
    session.commit()
    for act in ("helped", "not-helped", "withdraw"):
        assert "/login" in post(client, f"/help/answers/{answer.id}/{act}").headers["Location"]


def test_a_suggestion_leads_to_the_button(
    client: FlaskClient, login: Login, publish: Publish, make: Make, session: Session
) -> None:
    answer, eve = publish("Pourquoi mon capteur de lumière reste à zéro ?"), make.person("eve")
    words = {"text": "Mon capteur de lumière reste toujours à zéro, pourquoi ?"}
    page = post(login(client, eve), "/help/suggest", **words).text
    assert f"/fr/help/answers/{answer.id}#helped" in page
    assert 'id="helped"' in client.get(f"/fr/help/answers/{answer.id}").text


@pytest.mark.parametrize("act", ["helped", "not-helped", "withdraw"])
def test_a_public_answer_that_is_none_reads_as_unknown(
    client: FlaskClient, login: Login, publish: Publish, make: Make, session: Session, act: str
) -> None:
    hidden = publish(visible=False)
    login(client, make.person("eve"))
    answers = {post(client, f"/help/answers/{key}/{act}").status_code for key in (hidden.id, uuid4())}
    assert answers == {404}


@pytest.mark.parametrize("bad", ["x" * 20_000, "9" * 40, "￾\U0010ffff", "%s %(n)s {0}"])
def test_whatever_is_typed_is_refused_or_kept(
    client: FlaskClient, login: Login, settled: Settled, ada: Person, session: Session, bad: str
) -> None:
    ticket = settled()
    login(client, ada)
    for field in TOLD:
        assert post(client, f"/help/{ticket.id}/share", **TOLD | {field: bad}).status_code in {302, 422}
