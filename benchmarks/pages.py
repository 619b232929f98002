"""Requests per second of our pages beside a bare Flask page of the same size, in one run; and their SQL queries.

Both applications run under gunicorn with two synchronous workers, one after the other and again, on this machine:
only the ratio means anything. `python benchmarks/pages.py [seconds]`.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).parent.parent
ROUNDS: Final = 15
"""Short turns, ours and the yardstick's one after the other, so that both meet the same noise of the machine."""
CLIENTS: Final = 4
COURSE: Final = "/fr/modules/creative-programming/"
QUIZ: Final = "computational-thinking"
PROGRAM: Final = "loops-and-events"

BARE: Final = """
import os
from flask import Flask, render_template
from jinja2 import DictLoader
app = Flask(__name__)
BASE = "<!doctype html><title>{% block title %}{% endblock %}</title><main>{% block main %}{% endblock %}</main>"
PAGE = (
    "{% extends 'base' %}{% block title %}{{ title }}{% endblock %}{% block main %}<h1>{{ title }}</h1>"
    "{% for line in lines %}<p id='p{{ loop.index }}'>{{ line }}</p>{% endfor %}{% endblock %}"
)
app.jinja_loader = DictLoader({"base": BASE, "page": PAGE})
app.jinja_env.autoescape = True
text = "Un texte de la longueur d'un paragraphe, tel qu'on en lit dans une page de cours. " * 3
lines = [text] * (int(os.environ["SIZE"]) // (len(text) + 18))
@app.get("/")
def page():
    return render_template("page", title="Une page", lines=lines)
"""
"""A page without a database: a frame, a title, as many escaped paragraphs as give the same size."""


@dataclass(frozen=True)
class Page:
    """A page to ask for, with the cookie of who asks."""

    name: str
    path: str
    cookie: str | None


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(target: str, environment: dict[str, str]) -> Iterator[int]:
    """Serve a WSGI application under gunicorn with two workers and yield its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", target, "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        [*command, "--no-control-socket", "--log-level", "error"], env=environment
    ) as server:
        try:
            for _ in range(200):
                try:
                    ask(port, Page("", "/", None))
                    break
                except OSError:
                    time.sleep(0.05)
            yield port
        finally:
            server.terminate()


def ask(port: int, page: Page) -> bytes:
    """Ask for one page and return its body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", page.path, headers={"Cookie": page.cookie} if page.cookie else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if page.name and answer.status != 200:
        raise RuntimeError(f"{page.path} answered {answer.status}")
    return body


def rate(port: int, page: Page, seconds: float) -> float:
    """Return requests per second with a few clients that ask one after the other."""
    ends, counts = time.monotonic() + seconds, [0] * CLIENTS

    def run(which: int) -> None:
        while time.monotonic() < ends:
            ask(port, page)
            counts[which] += 1

    threads = [threading.Thread(target=run, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def prepare(folder: Path) -> tuple[dict[str, str], list[Page]]:
    """Make a database with the real content and one learner in the middle of week one; return her page."""
    environment = os.environ | {"ENVIRONMENT": "test", "SECRET_KEY": "k" * 40, "VAR_DIR": str(folder)}
    environment |= {"CONTENT_DIR": str(ROOT / "content"), "MAIL_FROM": "aide@classcode.test"}
    os.environ.update(environment)
    for words in (["db", "upgrade"], ["content", "publish"]):
        subprocess.run(
            [sys.executable, "-m", "classcode", *words],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    cookie = _learner(folder)
    return environment, [
        Page("unit page with an answered quiz, logged in", COURSE + QUIZ, cookie),
        Page("unit page with a quiz and a program, logged in", COURSE + PROGRAM, cookie),
        Page("catalogue, no account", "/fr/modules/", None),
    ]


def _learner(folder: Path) -> str:
    from uuid import uuid4

    from sqlalchemy import event, select

    from classcode import db
    from classcode.app import create_app
    from classcode.people.models import Person
    from modules.current import catalog
    from modules.rules.learning import Learner, answer, here_of, mark_done

    app = create_app()
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    client.post(
        "/register", data={"email": "a@example.org", "password": "une phrase longue", "act": str(uuid4())}
    )
    slug = "creative-programming"
    with db.transaction() as session:
        person = session.scalars(select(Person)).one()
        for unit in catalog().module(slug).units[:5]:
            mark_done(session, Learner(person.id, uuid4(), "fr"), here_of(catalog().module(slug), unit))
        for unit_id in (QUIZ, PROGRAM):
            here = here_of(catalog().module(slug), catalog().unit(slug, unit_id))
            activity = here.unit.activities[0]
            chosen = {q.id: [o.id for o in q.options if o.correct] for q in activity.questions}
            answer(session, Learner(person.id, uuid4(), "fr"), here, activity, chosen=chosen)
    for path in (COURSE + QUIZ, COURSE + PROGRAM, "/fr/modules/"):
        asked: list[str] = []
        count = lambda *a, asked=asked: None if a[2].startswith("BEGIN") else asked.append(a[2])  # noqa: E731
        event.listen(db.bound_engine(), "before_cursor_execute", count)
        (client if path.startswith(COURSE) else app.test_client()).get(path)
        print(f"{path}: {len(asked)} SQL queries")
    cookie = client.get_cookie("classcode")
    assert cookie is not None
    return f"classcode={cookie.value}"


def main(seconds: float) -> None:
    """Measure each page and its bare twin in turn, and print the ratio of the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment, pages = prepare(folder)
        with served("classcode.serving:create()", environment) as ours:
            for page in pages:
                (folder / "bare.py").write_text(BARE)
                size = len(ask(ours, page))
                bare_environment = os.environ | {"SIZE": str(size), "PYTHONPATH": str(folder)}
                with served("bare:app", bare_environment) as bare:
                    twin = Page("bare", "/", None)
                    pairs = [(rate(ours, page, seconds), rate(bare, twin, seconds)) for _ in range(ROUNDS)]
                ratio = median(a / b for a, b in pairs)
                us, them = median(a for a, _ in pairs), median(b for _, b in pairs)
                print(f"{page.name} ({size} bytes): {us:.0f}/s beside {them:.0f}/s bare, ratio {ratio:.0%}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
