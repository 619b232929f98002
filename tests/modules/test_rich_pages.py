"""A page with recordings, downloads and widgets as it is served; its files come whole or in part, and do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from classcode import db
from classcode.config import Config
from modules import current
from modules.catalog import read_module
from modules.rules.publishing import publish
from tests.modules.rich import PDF, WEBM, write_rich

PAGE = "/fr/modules/rich/all"


@pytest.fixture
def revision(app: Flask, config: Config, tmp_path: Path) -> str:
    """The rich module, published; its revision."""
    module, problems = read_module(write_rich(tmp_path / "rich-content"))
    assert module is not None, problems
    with db.transaction() as session:
        publish(session, module, config.var_dir)
    current.shelf().forget()
    return module.revision


def test_a_page_asks_for_what_it_needs_and_no_more(client: FlaskClient, revision: str) -> None:
    page = client.get(PAGE).get_data(as_text=True)
    assert page.count("/static/css/rich.css") == 1
    for script in ("tabs", "widgets/sorting-network", "widgets/binary-cards", "widgets/pixels"):
        assert page.count(f"/static/js/{script}.js") == 1


@pytest.mark.usefixtures("content")
def test_a_page_of_words_asks_for_nothing_more(client: FlaskClient) -> None:
    page = client.get("/fr/modules/creative-programming/welcome").get_data(as_text=True)
    assert "rich.css" not in page and "js/widgets" not in page and "tabs.js" not in page


def test_a_page_says_its_classes_subjects_and_licence(client: FlaskClient, revision: str) -> None:
    page = client.get(PAGE).get_data(as_text=True)
    assert "cycle 2, primaire, 4ᵉ année" in page
    assert "sans ordinateur, tri, own tag" in page
    assert (
        '<a href="https://creativecommons.org/licenses/by/4.0/deed.fr" rel="license noopener noreferrer">'
        "Creative Commons BY 4.0</a>" in page
    )


def test_widgets_are_drawn_in_the_language_of_the_page(client: FlaskClient, revision: str) -> None:
    french, english = (
        client.get(PAGE.replace("/fr/", f"/{lang}/")).get_data(as_text=True) for lang in ("fr", "en")
    )
    assert "la ligne 1 rencontre la ligne 2" in french
    assert "line 1 meets line 2" in english
    assert english.count('<li class="bcard">') == 5
    assert '<td class="code" id="boat-row-1">3 1 4</td>' in english


def test_a_page_may_play_its_own_recordings(client: FlaskClient, revision: str) -> None:
    policy = client.get(PAGE).headers["Content-Security-Policy"]
    assert "media-src 'self'" in policy and "unsafe" not in policy


FILES = [
    ("robot.webm", "video/webm", "inline"),
    ("robot.mp3", "audio/mpeg", "inline"),
    ("robot.fr.vtt", "text/vtt", "inline"),
    ("robot.svg", "image/svg+xml", "inline"),
    ("sheet.pdf", "application/pdf", "attachment"),
]


@pytest.mark.parametrize(("name", "mime", "disposition"), FILES)
def test_a_file_is_what_it_says_and_can_do_nothing(
    client: FlaskClient, revision: str, name: str, mime: str, disposition: str
) -> None:
    with client.get(f"/media/rich/{revision}/{name}") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == mime
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers.get("Content-Disposition", "inline").startswith(disposition)
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_player_receives_the_bytes_it_asks_for(client: FlaskClient, revision: str) -> None:
    with client.get(f"/media/rich/{revision}/robot.webm", headers={"Range": "bytes=4-259"}) as answer:
        assert answer.status_code == 206
        assert answer.headers["Content-Range"] == f"bytes 4-259/{len(WEBM)}"
        assert answer.get_data() == WEBM[4:260]


def test_a_range_beyond_the_end_is_refused(client: FlaskClient, revision: str) -> None:
    with client.get(f"/media/rich/{revision}/sheet.pdf", headers={"Range": f"bytes={len(PDF)}-"}) as answer:
        assert answer.status_code == 416


def test_the_length_can_be_asked_for_alone(client: FlaskClient, revision: str) -> None:
    with client.head(f"/media/rich/{revision}/sheet.pdf") as answer:
        assert answer.headers["Content-Length"] == str(len(PDF))
        assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    "name", ["module.json", "../module.json", "..%2fmodule.json", "robot.exe", "ROBOT.webm"]
)
def test_nothing_else_is_served(client: FlaskClient, revision: str, name: str) -> None:
    assert client.get(f"/media/rich/{revision}/{name}").status_code == 404
