"""The pages of papers: one's own alone, a sheet to print, a PDF that a screen reader reads, a check without a name."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.people.models import CountedTry, Person
from tests.tracking.attestations.conftest import Attested
from tracking import pdf
from tracking.attestations import codes
from tracking.attestations.models import Attestation

Login = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def paper(attested: Attested, ada: Person) -> Attestation:
    """Ada's paper, committed."""
    found = attested.settle(ada)
    assert found is not None
    return found


@pytest.fixture
def code(client: FlaskClient, login: Login, ada: Person, paper: Attestation) -> str:
    """The code that Ada reads on her page."""
    login(client, ada)
    sheet = client.get(f"/fr/me/attestations/{paper.id}").get_data(as_text=True)
    found = sheet.split("/fr/verify/")[1].split()[0].rstrip(".,")
    with client.session_transaction() as cookie:
        cookie.clear()  # whoever checks has no account
    return found


def test_my_list_tells_day_town_hours_module_who_led_and_the_code(
    client: FlaskClient, login: Login, ada: Person, paper: Attestation
) -> None:
    page = login(client, ada).get("/fr/me/attestations/").get_data(as_text=True)
    for told in ("mardi 10 novembre 2026", "Rennes", "1 h 30 min".replace(" ", "\xa0"), "Bruno"):
        assert told in page.replace("&nbsp;", "\xa0")


def test_a_revoked_paper_is_shown_no_more(
    client: FlaskClient, login: Login, ada: Person, attested: Attested, paper: Attestation
) -> None:
    attested.settle(ada, None)
    login(client, ada)
    assert client.get(f"/fr/me/attestations/{paper.id}").status_code == 404
    assert str(paper.id) not in client.get("/fr/me/attestations/").get_data(as_text=True)


@pytest.mark.parametrize("what", ["", ".pdf"])
def test_somebody_else_s_reads_as_unknown(
    client: FlaskClient, login: Login, chloe: Person, paper: Attestation, what: str
) -> None:
    login(client, chloe)
    assert client.get(f"/fr/me/attestations/{paper.id}{what}").status_code == 404
    assert client.get(f"/fr/me/attestations/{uuid4()}{what}").status_code == 404


def test_anybody_checks_a_code_and_reads_no_name(client: FlaskClient, code: str, ada: Person) -> None:
    answer = client.get(f"/fr/verify/{code}")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Cette attestation est valable" in page and "mardi 10 novembre 2026" in page
    assert "Ada" not in page and "Bruno" not in page and "Rennes" not in page


def test_a_code_is_taken_in_any_writing(client: FlaskClient, code: str) -> None:
    typed = code.lower().replace("-", " ")
    answer = client.get("/fr/verify", query_string={"code": f" {typed} "}, follow_redirects=True)
    assert "Cette attestation est valable" in answer.get_data(as_text=True)


def test_a_replaced_one_says_so(client: FlaskClient, code: str, attested: Attested, ada: Person) -> None:
    attested.settle(ada, 40)
    attested.session.commit()
    assert "Cette attestation a été remplacée" in client.get(f"/fr/verify/{code}").get_data(as_text=True)


def test_one_that_was_taken_back_says_so(
    client: FlaskClient, code: str, attested: Attested, ada: Person
) -> None:
    attested.settle(ada, None)
    attested.session.commit()
    assert "ne vaut plus" in client.get(f"/fr/verify/{code}").get_data(as_text=True)


def test_an_erased_holder_leaves_an_unknown_code(
    client: FlaskClient, code: str, session: Session, ada: Person
) -> None:
    session.delete(session.get_one(Person, ada.id))
    session.commit()
    assert client.get(f"/fr/verify/{code}").status_code == 404


def test_wrong_codes_are_counted_until_patience_ends(client: FlaskClient, code: str) -> None:
    wrong = [client.get(f"/fr/verify/{codes.code_of(b'x', uuid4())}").status_code for _ in range(31)]
    assert wrong == [404] * 30 + [429]
    assert client.get(f"/fr/verify/{code}").status_code == 429


def test_what_cannot_be_a_code_is_not_counted(client: FlaskClient, session: Session) -> None:
    assert client.get("/fr/verify/quatre-mots").status_code == 404
    assert session.scalar(select(func.count()).select_from(CountedTry)) == 0


def test_without_the_extra_the_page_says_so_and_offers_printing(
    client: FlaskClient, login: Login, ada: Person, paper: Attestation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_printer", lambda: None)
    login(client, ada)
    answer = client.get(f"/fr/me/attestations/{paper.id}.pdf")
    assert answer.status_code == 501
    assert "imprimez cette page" in answer.get_data(as_text=True)
    assert ".pdf" not in client.get("/fr/me/attestations/").get_data(as_text=True)


@pytest.fixture
def extra() -> None:
    """The PDF extra, which the set-up of the tests brings: without it a test fails, and is not passed over."""
    assert pdf.available(), "the PDF extra or Pango is missing: run scripts/setup --test"


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_the_pdf_is_tagged_and_says_its_title_and_language(
    client: FlaskClient, login: Login, ada: Person, paper: Attestation, lang: str
) -> None:
    answer = login(client, ada).get(f"/{lang}/me/attestations/{paper.id}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    inside = unpacked(answer.data)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", f"/Lang ({lang})".encode(), b"pdfuaid:part"):
        assert mark in inside


def unpacked(file: bytes) -> bytes:
    """Return all that lies in the streams of a PDF file, unpacked."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(part) if part[:1] == b"x" else part for part in parts)


def test_after_the_site_s_key_changed_the_printed_code_still_checks(
    client: FlaskClient, code: str, login: Login, ada: Person, paper: Attestation, session: Session
) -> None:
    row = session.get_one(Attestation, paper.id)
    other = codes.code_of(b"former", paper.id)
    row.code_hash = codes.hash_of(other)
    page = login(client, ada).get(f"/fr/me/attestations/{paper.id}").get_data(as_text=True)
    assert "a changé" in page and code not in page
    assert client.get(f"/fr/verify/{other}").status_code == 200
