"""The faults of tests/faults/test_statements.py, many times over."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests import servers
from tests.faults.test_statements import database_restarted, own_engine, served, workers_killed
from tests.served import Served

__all__ = ["own_engine", "served"]
pytestmark = pytest.mark.proof


def test_f1_workers_killed_twenty_times(
    served: Served, own_engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\n{own_engine.dialect.name}:")
        workers_killed(served, own_engine, tmp_path / "var" / "files", rounds=20)


@pytest.mark.postgres
def test_f5_database_restarted_ten_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with servers.crashing_postgres() as server, capsys.disabled():
        print()
        database_restarted(server, tmp_path / "var", rounds=10)
