"""Requests of every kind to every resource of the record for ten minutes, half of them on each kind of database.

`FUZZ_SECONDS` says how long altogether, `FUZZ_SEED` where to begin: the seeds of a run are printed.
"""

from __future__ import annotations

import os
import random

import pytest
from flask import Flask

from classcode.config import Config
from tests.tracking.lrs.fuzz.running import fuzz

pytestmark = pytest.mark.proof
SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
SEED = int(os.environ.get("FUZZ_SEED") or random.randrange(10**6) * 10**6)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_whatever_comes_is_answered_in_order_and_what_was_accepted_stays(
    app: Flask, config: Config, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert config.database_url.startswith(kind)
    with capsys.disabled():
        print(f"\n{kind}:")
        fuzz(app, config.files_dir, seconds=SECONDS / 2, first_seed=SEED)
