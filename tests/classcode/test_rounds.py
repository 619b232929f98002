"""A round over many things: one that trips is told in the log and stops no other, unless the database is away."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.exc import OperationalError

from classcode.errors import NotFound
from classcode.queues.rounds import going_on


def test_what_trips_is_told_in_the_log_with_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    with going_on("meeting %s of %s", 3, "Rennes"):
        raise ValueError("a stone on the way")
    (told,) = caplog.records
    assert (told.levelno, told.getMessage()) == (logging.ERROR, "left undone: meeting 3 of Rennes")
    assert "a stone on the way" in caplog.text


def test_the_next_has_its_turn() -> None:
    done = []
    for number in range(3):
        with going_on("number %s", number):
            done.append(6 // (1 - number))
    assert done == [6, -6]


def test_what_moved_on_meanwhile_is_no_mishap(caplog: pytest.LogCaptureFixture) -> None:
    with going_on("a list", past=(NotFound,)):
        raise NotFound
    assert caplog.records == []


def test_a_database_that_is_away_stops_the_round(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(OperationalError), going_on("a list"):
        raise OperationalError("SELECT 1", {}, Exception("away"))
    assert caplog.records == []


def test_being_stopped_from_outside_is_not_held_up() -> None:
    with pytest.raises(KeyboardInterrupt), going_on("a list"):
        raise KeyboardInterrupt
