"""Three seconds of what `make proof` does for ten minutes: requests of every kind, and what none of them may do."""

from __future__ import annotations

import pytest
from flask import Flask

from classcode.config import Config
from tests.tracking.lrs.fuzz.running import fuzz

SECONDS = 3


@pytest.mark.slow
def test_whatever_comes_is_answered_in_order_and_what_was_accepted_stays(app: Flask, config: Config) -> None:
    witness = fuzz(app, config.files_dir, seconds=SECONDS, first_seed=0)
    assert witness.statements
