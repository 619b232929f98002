"""The piece of a page with suggestions: open to all, from the body of a post alone, at most three of each kind."""

from __future__ import annotations

import logging
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classcode.people.models import Person
from tests.helpdesk.answers.conftest import Publish

pytestmark = pytest.mark.usefixtures("content")


def suggest(client: FlaskClient, text: str, lang: str = "fr") -> TestResponse:
    return client.post("/help/suggest", data={"act": str(uuid4()), "lang": lang, "text": text})


def test_a_unit_that_speaks_of_it_is_suggested(client: FlaskClient) -> None:
    answer = suggest(client, "Comment répéter sans recopier les blocs ?")
    assert answer.status_code == 200 and "/fr/modules/creative-programming/loops-and-events" in answer.text
    assert answer.text.count("<li>") <= 6 and "<html" not in answer.text


def test_the_unit_from_which_one_asks_is_not_suggested(client: FlaskClient) -> None:
    fields = {"act": str(uuid4()), "lang": "fr", "text": "Comment répéter sans recopier les blocs ?"}
    here = client.post("/help/suggest", data=fields | {"unit": "creative-programming/loops-and-events"})
    assert "<li>" in here.text and "loops-and-events" not in here.text


def test_in_another_language_the_same_unit_is_found_by_its_words(client: FlaskClient) -> None:
    answer = suggest(client, "How do I repeat blocks without copying them, with loops?", "en")
    assert "/en/modules/creative-programming/loops-and-events" in answer.text


def test_nonsense_suggests_nothing(client: FlaskClient) -> None:
    assert suggest(client, "asdf qwer").text.strip() == ""


def test_a_public_answer_is_suggested_from_the_day_on_which_it_is_public(
    client: FlaskClient, publish: Publish, session: Session, ada: Person, bruno: Person
) -> None:
    publish("Pourquoi mon capteur de lumière reste à zéro ?", visible=False)
    session.commit()
    assert "capteur" not in suggest(client, "mon capteur de lumière reste à zéro").text
    publish("Pourquoi mon capteur de lumière affiche zéro ?")
    session.commit()
    assert "affiche zéro" in suggest(client, "mon capteur de lumière reste à zéro").text


def test_a_very_long_text_is_borne(client: FlaskClient) -> None:
    assert suggest(client, "boucle " * 100_000).status_code == 200


def test_what_is_typed_is_in_no_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        suggest(client, "secretword boucles")
    assert "secretword" not in caplog.text


def test_another_site_cannot_ask(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert suggest(app.test_client(), "boucles").status_code == 400


def test_a_page_s_address_cannot_ask(client: FlaskClient) -> None:
    assert client.get("/help/suggest?text=boucles").status_code == 405
