"""`classcode indicators explain`: what it tells of a figure, and the statements for whom, with which reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import cli, clock
from classcode.config import Config
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.indicators.told import NOW
from tracking.indicators.definition import definition
from tracking.indicators.snapshots.reckoning import query_version
from tracking.record.models import RecordSearch

Explain = Callable[..., Result]
REASON = "Contrôle annuel des chiffres publiés."
YEAR = ("--period", "fr:2025-2026")


@pytest.fixture
def explain(config: Config, monkeypatch: pytest.MonkeyPatch) -> Explain:
    monkeypatch.setattr(cli, "_bound", lambda: config)
    monkeypatch.setenv("LANG", "en")

    def run(*words: str) -> Result:
        with clock.at(NOW):
            return CliRunner().invoke(cli.main, ["indicators", "explain", *words])

    return run


@pytest.fixture
def address(make: Make) -> str:
    administrator = make.administrator()
    make.session.commit()
    return administrator.addresses[0].email


def test_it_tells_the_definition_the_query_and_the_count_as_shown(
    explain: Explain, joined: list[Person]
) -> None:
    result = explain("registered", *YEAR, "--region", "FR-BRE")
    assert result.exit_code == 0, result.output
    one = definition("registered")
    assert f"version {one.version}, SHA-256 {one.digest[:12]}" in result.stdout
    assert query_version().digest[:12] in result.stdout and "family “people”" in result.stdout
    assert "Region: Brittany" in result.stdout and "Europe/Paris" in result.stdout
    assert result.stdout.startswith("People registered: ") and " people\n" in result.stdout


def test_it_tells_no_count_under_k(explain: Explain, joined: list[Person]) -> None:
    result = explain("registered", *YEAR, "--region", "FR-OCC")
    told = re.match(r"People registered: (\d+) ", result.stdout)
    assert result.exit_code == 0 and (told is None or int(told[1]) >= 11)


def test_with_a_reason_an_administrator_gets_the_statements_and_leaves_her_name(
    explain: Explain, address: str, joined: list[Person], session: Session
) -> None:
    result = explain("registered", *YEAR, "--statements", "--reason", REASON, "--as", address)
    assert result.exit_code == 0, result.output
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len({row["person"] for row in found}) == len(found) == 16
    assert "People registered" in result.stderr
    session.rollback()
    assert session.scalars(select(RecordSearch)).one().reason == REASON


@pytest.mark.parametrize("reason", ["", "short"])
def test_without_a_reason_there_are_no_statements(
    reason: str, explain: Explain, address: str, session: Session
) -> None:
    result = explain("registered", "--statements", "--reason", reason, "--as", address)
    assert result.exit_code == 1 and "Please say why" in result.stderr and not result.stdout
    session.rollback()
    assert session.scalar(select(func.count()).select_from(RecordSearch)) == 0


def test_nobody_and_a_lead_get_no_statements(explain: Explain, make: Make) -> None:
    lead = make.lead("lea").addresses[0].email
    make.session.commit()
    for words in ((), ("--as", lead), ("--as", "nobody@example.org")):
        result = explain("registered", "--statements", "--reason", REASON, *words)
        assert result.exit_code == 1 and not result.stdout


@pytest.mark.parametrize("words", [("nothing",), ("registered", "--period", "never")])
def test_what_is_unknown_is_refused(words: tuple[str, ...], explain: Explain) -> None:
    assert explain(*words).exit_code == 1
