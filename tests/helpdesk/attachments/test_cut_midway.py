"""F20 on a served process: fifty megabytes whole, cut midway, and too many of them.

Memory is the most that the worker ever had to itself: its highest resident size without the library files that it maps
and shares with the other workers.
"""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from helpdesk.attachments.keeping import ROOM
from helpdesk.attachments.kinds import LARGEST, MOST_FILES
from helpdesk.attachments.models import Attachment
from helpdesk.attachments.uploads import LARGEST_REQUEST
from helpdesk.models import Message, Ticket
from tests.browser.stack import until
from tests.faults.browser import Forms
from tests.helpdesk.attachments.samples import jpeg, segment
from tests.served import Served, serving

pytestmark = pytest.mark.slow

MEGABYTES: int = 150
"""The bound of the promise F20."""
ADDED: int = 40
"""Megabytes that five files of ten may add: one of them twice, as it came and as it is kept, and a request's own."""
BOUNDARY = "a-boundary-that-stands-nowhere-else"


@dataclass(frozen=True)
class Signed:
    """Ada's browser on the served site: her cookie and the fields of the form that answers."""

    web: Served
    cookie: str
    action: str
    fields: dict[str, str]

    def head(self, length: int) -> bytes:
        """Return the head of the request that posts the form with files."""
        lines = [
            f"POST {self.action} HTTP/1.1",
            f"Host: {urlsplit(self.web.base_url).netloc}",
            f"Cookie: {self.cookie}",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
            f"Content-Length: {length}",
            "Connection: close",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def body(self, *files: bytes) -> bytes:
        """Return the form with these photos."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (self.fields | {"text": "Voici mes photos."}).items()
        ]
        named = b'Content-Disposition: form-data; name="files"; filename="photo.jpg"'
        opened = f"--{BOUNDARY}\r\n".encode() + named + b"\r\nContent-Type: image/jpeg\r\n\r\n"
        sent = [opened + file + b"\r\n" for file in files]
        return b"".join([*parts, *sent, f"--{BOUNDARY}--\r\n".encode()])

    def send(self, data: bytes) -> int:
        """Send what may be a part of a request, hang up or wait for the answer's status; 0 when none came."""
        place = urlsplit(self.web.base_url)
        with socket.create_connection((place.hostname, place.port), timeout=60) as line:
            try:
                line.sendall(data)
                line.shutdown(socket.SHUT_WR)
                told = line.recv(64)
            except OSError:  # the server may answer and hang up before it has read all
                return 0
        found = re.match(rb"HTTP/1\.1 (\d+)", told)
        return int(found[1]) if found else 0


@pytest.fixture
def web(database_url: str, tmp_path: Path, session: Session) -> Iterator[Served]:
    """One worker, whose temporary files lie where the test can see them."""
    session.commit()
    (tmp_path / "tmp").mkdir()
    with serving(database_url, tmp_path / "web", workers=1, TMPDIR=str(tmp_path / "tmp")) as served:
        yield served


@pytest.fixture
def signed(
    app: Flask, web: Served, login: Callable[[FlaskClient, Person], FlaskClient], ada: Person, ticket: Ticket
) -> Signed:
    """Ada with her question open before her."""
    client = login(app.test_client(), ada)
    held = client.get_cookie("classcode")
    assert held is not None
    place = urlsplit(web.base_url)
    assert place.hostname is not None
    line = http.client.HTTPConnection(place.hostname, place.port or 80, timeout=60)
    line.request("GET", f"/fr/help/{ticket.id}/", headers={"Cookie": f"classcode={held.value}"})
    answer = line.getresponse()
    page = answer.read().decode()
    assert answer.status == 200, page[:500]
    cookie = (answer.getheader("Set-Cookie") or f"classcode={held.value};").partition(";")[0]
    action = f"/help/{ticket.id}/answer"
    hidden = {name: value for name, value in Forms(page).found[action].items() if value}
    return Signed(web, cookie, action, hidden)


def photo(size: int) -> bytes:
    """A photo of so many bytes: beside its frame a scan that any phone could have written."""
    bare = jpeg(segment(0xE1, b"Exif\0\0"))
    return bare[:-2] + bytes(size - len(bare)) + b"\xff\xd9"


def highest(web: Served) -> float:
    """Return the most memory that the worker ever had to itself, in megabytes."""
    [worker] = web.workers()
    told = dict(re.findall(r"(VmHWM|RssFile):\s+(\d+) kB", Path(f"/proc/{worker}/status").read_text()))
    return (int(told["VmHWM"]) - int(told["RssFile"])) / 1000


def left(web: Served, tmp_path: Path) -> list[Path]:
    """Return the files that lie in the room of attachments and among temporary ones."""
    room = Path(web.environment["VAR_DIR"]) / "files" / ROOM
    return [path for root in (room, tmp_path / "tmp") for path in root.rglob("*") if path.is_file()]


def count(session: Session, table: type[Attachment | Message]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def answers(web: Served) -> bool:
    """Tell whether the one worker is done with what it did before: it answers the next request."""
    place = urlsplit(web.base_url)
    line = http.client.HTTPConnection(place.hostname or "", place.port or 80, timeout=60)
    line.request("GET", "/health")
    return line.getresponse().status == 200


def test_fifty_megabytes_arrive_in_little_memory(
    signed: Signed, web: Served, session: Session, tmp_path: Path
) -> None:
    assert answers(web)
    before = highest(web)
    body = signed.body(*(photo(LARGEST - number) for number in range(MOST_FILES)))
    assert signed.send(signed.head(len(body)) + body) == 302
    assert highest(web) < MEGABYTES and highest(web) - before < ADDED
    assert count(session, Attachment) == MOST_FILES and len(left(web, tmp_path)) == MOST_FILES


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_what_is_cut_midway_leaves_nothing(
    signed: Signed, web: Served, session: Session, tmp_path: Path, share: float
) -> None:
    body = signed.body(*(photo(LARGEST) for _number in range(MOST_FILES)))
    written = count(session, Message)
    signed.send(signed.head(len(body)) + body[: int(len(body) * share)])
    until(lambda: answers(web))
    assert highest(web) < MEGABYTES
    assert left(web, tmp_path) == []
    assert count(session, Attachment) == 0 and count(session, Message) == written


def test_a_worker_killed_in_mid_upload_leaves_nothing(
    signed: Signed, web: Served, session: Session, tmp_path: Path
) -> None:
    body = signed.body(photo(LARGEST))
    place = urlsplit(web.base_url)
    with socket.create_connection((place.hostname, place.port), timeout=60) as line:
        line.sendall(signed.head(len(body)) + body[: len(body) // 2])
        web.kill_workers()
    until(lambda: answers(web))
    assert left(web, tmp_path) == [] and count(session, Attachment) == 0


def test_more_than_five_full_files_are_cut_before_they_are_read(
    signed: Signed, web: Served, tmp_path: Path
) -> None:
    assert signed.send(signed.head(LARGEST_REQUEST + 1)) == 413
    assert left(web, tmp_path) == [] and highest(web) < MEGABYTES


def test_a_stranger_sends_no_files(signed: Signed, web: Served, tmp_path: Path) -> None:
    stranger = Signed(web, "classcode=nobody", signed.action, signed.fields)
    body = stranger.body(photo(2_000_000))
    assert stranger.send(stranger.head(len(body))) == 413
    assert left(web, tmp_path) == []


def test_a_file_of_one_byte_too_many_leaves_message_and_disk_as_they_were(
    signed: Signed, web: Served, session: Session, tmp_path: Path
) -> None:
    written = count(session, Message)
    body = signed.body(photo(LARGEST + 1))
    assert signed.send(signed.head(len(body)) + body) == 422
    assert count(session, Message) == written and left(web, tmp_path) == []
