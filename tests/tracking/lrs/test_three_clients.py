"""Three clients that nobody here wrote: tincan, a browser's fetch from another site, curl as README tells. Each adds a
statement to the served product, and each reads what the other two added."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser, Error, Page
from tincan import Activity, Agent, AgentAccount, RemoteLRS, Verb
from tincan import Statement as TincanStatement

from classcode import db
from tests.conftest import ROOT, fill
from tests.served import Served, serving
from tests.tracking.lrs.conftest import basic

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
FETCH = """async ([xapi, authorization, statement]) => {
    const headers = {
        "Authorization": authorization, "X-Experience-API-Version": "2.0.0", "Content-Type": "application/json",
    };
    const asked = statement.startsWith("?") ? {headers} : {headers, method: "POST", body: statement};
    const answer = await fetch(xapi + "/statements" + (statement.startsWith("?") ? statement : ""), asked);
    return [answer.status, answer.headers.get("X-Experience-API-Consistent-Through"), await answer.text()];
}"""


class Site(BaseHTTPRequestHandler):
    """Somebody else's site: one empty page."""

    def do_GET(self) -> None:
        """Answer the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title>")

    def log_message(self, *args: object) -> None:
        """Say nothing on the terminal."""


@contextmanager
def site() -> Iterator[str]:
    """Serve the page at an origin of its own, and give that."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def listed() -> Iterator[str]:
    """The origin that LRS_ORIGINS lists."""
    with site() as origin:
        yield origin


@pytest.fixture(scope="module")
def served(listed: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product, which lets that site in."""
    folder = tmp_path_factory.mktemp("served")
    url = f"sqlite:///{folder / 'classcode.sqlite3'}"
    engine = db.make_engine(url)
    fill(engine)
    with serving(url, folder / "var", LRS_ORIGINS=listed) as web:
        yield web


def told() -> list[str]:
    """Return the commands that README gives in its section about the record."""
    section = (
        (ROOT / "README.md").read_text().partition("## The record is open: /xapi\n")[2].partition("\n## ")[0]
    )
    return [block.strip() for block in re.findall(r"(?:^ {4}.*\n)+", section, re.MULTILINE)]


@pytest.fixture(scope="module")
def key(served: Served) -> tuple[str, str]:
    """Key and secret as the command of README prints them."""
    words = shlex.split(told()[0])
    made = served.run(*words[words.index(".venv/bin/classcode") + 1 :])
    printed = dict(line.split(": ", 1) for line in made.splitlines())
    return printed["key"], printed["secret"]


def curl(command: str, served: Served, key: tuple[str, str]) -> Any:
    """Run a command of README as a shell does and return the JSON that it prints."""
    given = os.environ | {"XAPI": served.xapi, "KEY": key[0], "SECRET": key[1]}
    quietly = command.replace("curl ", "curl --silent --show-error --fail --noproxy '*' ", 1)
    done = subprocess.run(["/bin/sh", "-c", quietly], env=given, check=True, capture_output=True)
    return orjson.loads(done.stdout)


@pytest.fixture
def tincan(served: Served, key: tuple[str, str]) -> RemoteLRS:
    """The tincan library, as its own documentation sets it up."""
    return RemoteLRS(version="1.0.3", endpoint=served.xapi, username=key[0], password=key[1])


@pytest.fixture
def page(chromium: Browser, listed: str) -> Iterator[Page]:
    """A page of the site that is let in."""
    with chromium.new_context() as context:
        opened = context.new_page()
        opened.goto(listed)
        yield opened


@pytest.fixture
def fetch(page: Page, served: Served, key: tuple[str, str]) -> Callable[[str], tuple[int, str, str]]:
    """A script of that page: given a query it reads, given a statement it adds."""
    return lambda what: tuple(page.evaluate(FETCH, [served.xapi, basic(*key), what]))


def test_each_of_three_clients_reads_what_the_other_two_added(
    tincan: RemoteLRS, fetch: Callable[[str], tuple[int, str, str]], served: Served, key: tuple[str, str]
) -> None:
    by_tincan = added_by_tincan(tincan)
    by_browser = added_by_browser(fetch)
    [by_curl] = curl(told()[1], served, key)

    for one in (by_browser, by_curl):
        found = tincan.retrieve_statement(one)
        assert found.success and str(found.content.id) == one
    for one in (by_tincan, by_curl):
        status, through, body = fetch(f"?statementId={one}")
        assert (status, orjson.loads(body)["id"]) == (200, one)
        assert through  # a script of a listed site may read this header
    newest = [one["id"] for one in curl(told()[2], served, key)["statements"]]
    assert newest == [by_curl, by_browser, by_tincan]


def added_by_tincan(tincan: RemoteLRS) -> str:
    actor = Agent(account=AgentAccount(home_page="http://example.org", name="by tincan"))
    activity = Activity(id="http://example.org/a-page")
    answer = tincan.save_statement(TincanStatement(actor=actor, verb=Verb(id=EXPERIENCED), object=activity))
    assert answer.success, answer.data
    return str(answer.content.id)


def added_by_browser(fetch: Callable[[str], tuple[int, str, str]]) -> str:
    statement = {
        "actor": {"account": {"homePage": "http://example.org", "name": "by a browser"}},
        "verb": {"id": EXPERIENCED},
        "object": {"id": "http://example.org/a-page"},
    }
    status, _, body = fetch(orjson.dumps(statement).decode())
    assert status == 200, body
    return str(orjson.loads(body)[0])


def test_a_script_of_a_site_that_is_not_listed_gets_nothing(
    chromium: Browser, served: Served, key: tuple[str, str]
) -> None:
    with site() as unlisted, chromium.new_context() as context:
        page = context.new_page()
        page.goto(unlisted)
        with pytest.raises(Error, match="Failed to fetch"):
            page.evaluate(FETCH, [served.xapi, basic(*key), "?limit=1"])


def test_the_french_readme_gives_the_same_commands() -> None:
    english, french = (re.findall(r"^ {4}(?:curl|ENVIRONMENT).*$", Path(ROOT / name).read_text(), re.MULTILINE)
                       for name in ("README.md", "README.fr.md"))  # fmt: skip
    assert english == french
    assert len(english) == 3
