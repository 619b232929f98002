"""Fuzzing for so many seconds, and what must hold afterwards. Figures are printed: `make proof` shows them."""

from __future__ import annotations

import time
from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS
from sqlalchemy import select

from classcode import db
from tests.tracking.lrs.conftest import SECRET, new_client
from tests.tracking.lrs.fuzz.asking import Asked, basic, requests
from tests.tracking.lrs.fuzz.witness import Witness, sha1
from tracking.doctor.examining import examine
from tracking.log.names import forget
from tracking.lrs.documents.models import Document
from tracking.lrs.scopes import Scope

# Under a name of its own the same source of choices is used without hypothesis's search for short and for repeated
# examples, which would send nearly the same few requests again and again.
PLAIN = "plain"
AVAILABLE_PROVIDERS[PLAIN] = AVAILABLE_PROVIDERS["hypothesis"]
AT_ONCE = 50
"""Conversations between two looks at the watch."""
QUICK = settings(
    backend=PLAIN,
    max_examples=AT_ONCE,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    verbosity=Verbosity.quiet,  # the request that fails is in its assertion; what came before it is not to blame
    suppress_health_check=list(HealthCheck),
)


def fuzz(app: Flask, files_dir: Path, *, seconds: float, first_seed: int) -> Witness:
    """Send requests of every kind for so many seconds; fail at the first that breaks a promise."""
    forget()
    authorizations = _clients()
    witness = Witness(app, authorizations[0])
    ends = time.monotonic() + seconds
    number = first_seed
    while time.monotonic() < ends:
        _converse(witness, authorizations, number)
        number += 1
    files = witness.counts.pop("files read back", 0)
    print(f"\nfuzz: {witness.counts.total()} requests in {seconds:.0f} s, seeds {first_seed} to {number - 1}")
    print(f"fuzz: {len(witness.statements)} statements and {files} files accepted; {_told(witness)}")
    assert witness.unchanged()
    wrong = _healthy(files_dir)
    assert wrong == [], wrong[:5]
    return witness


def _clients() -> tuple[str, ...]:
    """Make clients of each kind; the first may do everything."""
    scopes = [
        [Scope.ALL],
        [Scope.ALL],
        [Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE],
        [Scope.ALL_READ],
    ]
    scopes += [[Scope.STATE, Scope.PROFILE], [Scope.STATEMENTS_WRITE, Scope.DEFINE, Scope.STATEMENTS_READ]]
    keys = [new_client(*held).key for held in scopes]
    keys.append(new_client(Scope.ALL, largest=10_000).key)
    # Most requests come from those who may do everything.
    return tuple(basic(key, SECRET) for key in [*keys, *[keys[0]] * 12, *[keys[1]] * 6])


def _converse(witness: Witness, authorizations: tuple[str, ...], number: int) -> None:
    @QUICK
    @seed(number)
    @given(st.lists(requests(authorizations), min_size=1, max_size=6))
    def conversation(asked: list[Asked]) -> None:
        for one in asked:
            witness.look(one)

    conversation()


def _told(witness: Witness) -> str:
    statuses = dict.fromkeys(sorted({name.rpartition(" ")[2] for name in witness.counts}), 0)
    for name, count in witness.counts.items():
        statuses[name.rpartition(" ")[2]] += count
    return ", ".join(f"{count} times {status}" for status, count in statuses.items())


def _healthy(files_dir: Path) -> list[str]:
    """Return what is wrong in the database: rows beside the log that differ from it, documents with another ETag."""
    with db.reading() as session:
        wrong = [str(finding) for stretch in examine(session, files_dir) for finding in stretch.findings]
    with db.reading() as session:
        held = session.execute(select(Document.etag, Document.contents))
        return wrong + [f"document {etag}" for etag, contents in held if sha1(contents) != etag]
