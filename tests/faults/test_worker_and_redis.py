"""The worker and Redis killed in the middle of the story: every mail and statement arrives once, none is lost (F2, F3).

The processes, servers and databases are real ones; only the minute that a lease lasts is not waited for but moved
through the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.mail import OutgoingMail
from classcode.queues import Job, JobState
from tests import servers
from tests.browser.stack import code_of, until
from tests.conftest import INFO
from tests.faults.browser import Browser
from tests.faults.conftest import SLUG, UNIT
from tests.faults.product import Product, folder_with, running
from tests.make import PASSWORD, Make
from tests.tracking.other_store import Store
from tracking.forwarding.models import Poisoned, Recipient
from tracking.models import Statement

pytestmark = pytest.mark.slow
ADA = "ada.martin@example.org"
QUICK = 5.0
"""Seconds for any page or post while something is broken: far more than needed, for machines under load."""


@pytest.fixture(params=["embedded", pytest.param("production", marks=pytest.mark.postgres)])
def product(
    request: pytest.FixtureRequest, database_url: str, compiled: Path, tmp_path: Path, store: Store
) -> Iterator[Product]:
    """The running product: on SQLite with its own runner, then on PostgreSQL with Redis and an RQ worker."""
    environment = {"DATABASE_URL": database_url, "VAR_DIR": str(folder_with(compiled, tmp_path / "var"))}
    if request.param == "embedded":
        with running(environment, store, None) as started:
            yield started
        return
    with (
        servers.redis_server() as redis,
        running(environment | {"REDIS_URL": redis.url}, store, redis) as started,
    ):
        yield started


@pytest.fixture
def bruno(product: Product) -> str:
    """The address of Bruno, who facilitates in Bretagne."""
    with Session(product.engine, expire_on_commit=False, info=dict(INFO)) as session:
        person = Make(session).facilitator("bruno", region="FR-BRE", commune="FR-35238")
        session.commit()
        return person.addresses[0].email


def register(ada: Browser) -> None:
    ada.get("/fr/register")
    ada.press("/register", email=ADA, password=PASSWORD)


def confirm(ada: Browser, product: Product) -> None:
    mails = product.postbox.wait_for(ADA, 1)
    ada.get("/fr/me/")
    ada.press("/confirm/code", code=code_of(mails[0]))


def add_address(ada: Browser, email: str) -> None:
    ada.get("/fr/me/")
    ada.press("/me/addresses", email=email)


def work(ada: Browser, unit: str) -> None:
    ada.get(f"/fr/modules/{SLUG}/{unit}")
    ada.press(f"/{unit}/done")


def ask(ada: Browser) -> str:
    """Ask from a unit; return the path of the conversation."""
    ada.get(f"/fr/help/ask?unit={SLUG}/{UNIT}")
    page = ada.press("/help/ask", text="Mes lutins parlent en même temps.", commune="35000", name="Ada")
    return page.address.split("#")[0].removeprefix(ada.base_url)


def answer(bruno: Browser, email: str, conversation: str) -> None:
    bruno.get("/fr/login")
    bruno.press("/login", email=email, password=PASSWORD)
    bruno.get(conversation)
    bruno.press("/answer", text="Envoyez un message du premier au second.")


def break_everything(product: Product) -> None:
    """Kill the worker in mid-delivery, and Redis with all it knows."""
    assert product.postbox.holds.wait(servers.START_SECONDS)
    product.kill_worker()
    if product.stack.redis:
        product.stack.redis.kill()


def mend(product: Product) -> None:
    """Start Redis, empty, and the worker again, when the leases of the dead have run out."""
    if product.stack.redis:
        product.stack.redis.start()
    product.postbox.open.set()
    product.a_minute_passes()
    product.stack.start_worker()


def kill_the_worker_when_statements_are_stored_and_unmarked(product: Product) -> None:
    """Kill the worker between the other LRS's storing and our mark, then start another one."""
    stored = len(product.store.stored)
    product.store.moods = ["silent"]
    mend(product)
    until(lambda: len(product.store.stored) > stored)
    product.kill_worker()
    product.a_minute_passes()
    product.stack.start_worker()


def test_whatever_is_killed_every_mail_and_statement_arrives_once(product: Product, bruno: str) -> None:
    ada, facilitator = Browser(product.stack.base_url), Browser(product.stack.base_url)
    register(ada)
    confirm(ada, product)
    product.postbox.hold()
    add_address(ada, "second@example.org")
    work(ada, "welcome")
    break_everything(product)

    ada.slowest = 0.0
    work(ada, "instruct-a-robot")
    conversation = ask(ada)
    answer(facilitator, bruno, conversation)
    assert "Envoyez un message" in ada.get(conversation).text
    assert max(ada.slowest, facilitator.slowest) < QUICK
    assert len(product.postbox.mails) == 1 and len(product.waiting()) >= 8

    kill_the_worker_when_statements_are_stored_and_unmarked(product)
    until(lambda: not product.waiting())
    assert_all_arrived_once(product, mails=3)
    if product.stack.redis:
        kill_redis_under_a_living_worker(product, product.stack.redis, ada)


def kill_redis_under_a_living_worker(product: Product, redis: servers.RedisServer, ada: Browser) -> None:
    redis.restart()
    add_address(ada, "third@example.org")
    product.postbox.wait_for("third@example.org", 1)
    until(lambda: not product.waiting())
    assert_all_arrived_once(product, mails=4)


def assert_all_arrived_once(product: Product, *, mails: int) -> None:
    with Session(product.engine) as session:
        states = Counter(session.scalars(select(Job.state)))
        written = [f"<{one}@classcode.test>" for one in session.scalars(select(OutgoingMail.id))]
        recorded = {str(one.id): one.body for one in session.scalars(select(Statement))}
        recipient = session.scalars(select(Recipient)).one()
        set_aside = session.scalars(select(Poisoned.seq)).all()
    assert set(states) == {JobState.DONE}
    assert len(written) == mails
    assert sorted(str(one["Message-ID"]) for one in product.postbox.mails) == sorted(written)
    assert sorted(product.store.stored) == sorted(recorded) and product.store.kept == recorded
    assert (recipient.sent, recipient.last_error, set_aside) == (len(recorded), None, [])
