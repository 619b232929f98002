"""Pages on their way out: the stored bytes as they are, in chunks of some size, with no connection held meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from tests.tracking.lrs.exchange import body_of, get, post
from tests.tracking.lrs.logged import statement
from tracking.lrs.multipart import CHUNK
from tracking.lrs.statements.answering import in_chunks, listed


def long_statement() -> dict[str, Any]:
    """Return a statement of more than a chunk."""
    return statement(result={"response": "x" * CHUNK})


@pytest.mark.parametrize("statements", [[], [b"{}"], [b'{"a":1}', b'{"b":2}', b"{}"]], ids=len)
def test_the_pieces_of_a_page_are_a_statement_result(statements: list[bytes]) -> None:
    whole = orjson.loads(b"".join(listed(statements, "/more")))
    assert whole == {"statements": [orjson.loads(one) for one in statements], "more": "/more"}


@pytest.mark.parametrize("sizes", [[0], [1, CHUNK, 1], [CHUNK // 2] * 5, [3 * CHUNK], [1] * 9], ids=str)
def test_chunks_hold_all_bytes_and_only_a_single_piece_is_longer(sizes: list[int]) -> None:
    pieces = [bytes([65 + place]) * size for place, size in enumerate(sizes)]
    chunks = list(in_chunks(pieces))
    assert b"".join(chunks) == b"".join(pieces)
    assert all(len(chunk) <= CHUNK or chunk in pieces for chunk in chunks)


def test_a_long_piece_is_not_copied() -> None:
    long = b"x" * (CHUNK + 1)
    assert any(chunk is long for chunk in in_chunks([b"[", long, b"]"]))


def test_a_page_leaves_in_chunks_and_its_length_is_told_first(lrs: FlaskClient) -> None:
    (identity,) = post(lrs, long_statement())
    post(lrs, *(statement() for _ in range(5)))
    answer = get(lrs, limit="6")
    chunks = list(cast(Iterable[bytes], answer.response))
    assert answer.is_streamed and body_of(identity) in chunks
    assert answer.content_length == sum(map(len, chunks))


def test_no_connection_is_held_while_a_page_is_sent(lrs: FlaskClient, engine: Engine) -> None:
    post(lrs, long_statement(), long_statement())
    answer = lrs.get("/statements", buffered=False)
    chunks = iter(cast(Iterable[bytes], answer.response))
    assert next(chunks)
    assert isinstance(engine.pool, QueuePool) and engine.pool.checkedout() == 0
    assert len(list(chunks)) >= 2
