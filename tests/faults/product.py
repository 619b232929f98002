"""The product as separate processes, to be killed: gunicorn, the worker and what it starts, mail, another LRS.

It is the stack of the browser's story on a database that is ready, so that it stands within seconds.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.queues import Job, JobState
from tests import servers
from tests.browser.stack import Postbox, Stack, is_up, until
from tests.conftest import ROOT
from tests.tracking.other_store import Store
from tracking.forwarding.models import Recipient
from tracking.models import Statement


class HeldPostbox(Postbox):
    """A mail server that can be made to hold a mail before it says 250; whoever hangs up meanwhile has sent nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()
        self.open.set()
        self.holds = threading.Event()

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        """Keep one mail, once the door is open; a connection that ends first cancels this."""
        if not self.open.is_set():
            self.holds.set()
            await asyncio.to_thread(self.open.wait, servers.START_SECONDS)
        return await super().handle_DATA(server, session, envelope)

    def hold(self) -> None:
        """From now on, let the other side wait."""
        self.holds.clear()
        self.open.clear()


@dataclass
class Product:
    """The running product, the world around it, and its database seen from the test."""

    stack: Stack
    postbox: HeldPostbox
    store: Store
    engine: Engine

    def kill_worker(self) -> None:
        """End the worker and everything it started, in the middle of whatever they do."""
        process = self.stack.processes.pop("worker")
        kill_tree(process.pid)
        process.wait()

    def a_minute_passes(self) -> None:
        """Move every time of waiting work a minute back: leases run out, tries are due, sweeps lose patience."""
        minute = timedelta(seconds=61)
        with Session(self.engine) as session:
            for job in session.scalars(select(Job).where(Job.state == JobState.WAITING).with_for_update()):
                job.due_at -= minute
                job.leased_until = job.leased_until and job.leased_until - minute
                job.woken_at = job.woken_at and job.woken_at - minute
            for recipient in session.scalars(select(Recipient).with_for_update()):
                recipient.next_at = recipient.next_at and recipient.next_at - minute
            session.commit()

    def waiting(self) -> list[str]:
        """Return what is still to be done now: jobs, and statements that have not been marked as forwarded."""
        with Session(self.engine) as session:
            due = (Job.state == JobState.WAITING, Job.due_at <= clock.now())
            jobs = [f"{job.topic} {job.subject}" for job in session.scalars(select(Job).where(*due))]
            cursor = session.scalar(select(Recipient.cursor)) or 0
            left = session.scalars(select(Statement.id).where(Statement.seq > cursor))
            return jobs + [f"statement {one}" for one in left]


def kill_tree(pid: int) -> None:
    """Kill a process and all that it started: stopped first, it starts nothing more while we look."""
    os.kill(pid, signal.SIGSTOP)
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        kill_tree(int(child))
    os.kill(pid, signal.SIGKILL)


@contextmanager
def running(
    environment: dict[str, str], store: Store, redis: servers.RedisServer | None
) -> Iterator[Product]:
    """Run the product on the database, compiled course and Redis that `environment` names."""
    port = servers.free_port()
    postbox = HeldPostbox()
    given = {
        "ENVIRONMENT": "test",
        "SECRET_KEY": "k" * 40,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "IRI_BASE": "http://classcode.test",
        "CONTENT_DIR": str(ROOT / "content"),
        "SMTP_URL": f"smtp://127.0.0.1:{postbox.port}",
        "MAIL_FROM": "Class'Code <aide@classcode.test>",
        "LRS_ENDPOINT": f"http://127.0.0.1:{store.port}/xapi",
        "LRS_KEY": "key",
        "LRS_SECRET": "secret",
    }
    stack = Stack(given["BASE_URL"], os.environ | given | environment, postbox, redis)
    engine = db.make_engine(environment["DATABASE_URL"])
    with ExitStack() as things:
        things.callback(engine.dispose)
        postbox.start()
        things.callback(postbox.stop)
        things.callback(lambda: [stack.stop(name) for name in list(stack.processes)])
        web = ["gunicorn", "classcode.serving:create()", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
        stack.start("web", *web, "--no-control-socket")
        stack.start_worker()
        until(lambda: is_up(stack.base_url))
        yield Product(stack, postbox, store, engine)


def folder_with(compiled: Path, folder: Path) -> Path:
    """Make a VAR_DIR of its own that holds the compiled course."""
    shutil.copytree(compiled, folder)
    return folder
