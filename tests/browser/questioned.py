"""The course with a question of every kind, served from this process to a learner who is signed in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from classcode import db
from classcode.people.models import Person
from modules import current
from modules.rules.publishing import publish
from tests.browser.looking import listening
from tests.modules.kinds import read_kinds

Login = Callable[[FlaskClient, Person], FlaskClient]
ALL: Final = "/fr/modules/kinds/all"
POOL: Final = "/fr/modules/kinds/pool"
SURVEY: Final = "/fr/modules/kinds/asked"


@dataclass
class Course:
    """The served course, and the windows of its learner; `complaints` is what went wrong in any of them."""

    browser: Browser
    base_url: str
    cookie: tuple[str, str]
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def window(self, *, width: int = 360, **options: Any) -> Iterator[Page]:
        """Open a window of the learner on a small phone; nothing moves in it by itself."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            locale="fr-FR",
            base_url=self.base_url,
            **{"reduced_motion": "reduce"} | options,
        )
        name, value = self.cookie
        context.add_cookies([{"name": name, "value": value, "url": self.base_url}])
        page = context.new_page()
        with listening(page, self.base_url) as complaints:
            yield page
        self.complaints += complaints
        context.close()


@contextmanager
def course(browser: Browser, app: Flask, login: Login, learner: Person, folder: Path) -> Iterator[Course]:
    """Publish the module of all kinds and serve it while this block lasts."""
    client = login(app.test_client(), learner)
    with db.transaction() as session:
        publish(session, read_kinds(folder), current.shelf().var_dir)
    current.shelf().forget()
    held = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert held is not None
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    cookie = (held.decoded_key, held.decoded_value)
    yield Course(browser, f"http://127.0.0.1:{server.server_port}", cookie)
    server.shutdown()
    running.join()
