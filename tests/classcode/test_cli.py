"""The `classcode` command: what it does, its exit codes, and that whatever goes wrong is one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.cli import main
from classcode.config import SETTINGS, Config
from classcode.people.models import Person, RoleGrant
from classcode.territory.models import Commune
from modules.models import CurrentRevision
from tests.conftest import INFO
from tests.modules.written import FIRST_FR, spoil, write_module

Run = Callable[..., Result]


@pytest.fixture
def run(config: Config, engine: Engine, tmp_path: Path) -> Run:
    """Run a command on this test's database: `run("person", "grant", ..., PORT="1")`; capitals are settings."""
    ours: dict[str, str | None] = {setting.name: None for setting in SETTINGS}
    ours |= {
        "ENVIRONMENT": "test",
        "SECRET_KEY": config.secret_key,
        "DATABASE_URL": config.database_url,
        "LANG": "en",
    }
    ours |= {
        "BASE_URL": config.base_url,
        "VAR_DIR": str(config.var_dir),
        "CONTENT_DIR": str(tmp_path / "content"),
    }

    def invoke(*arguments: str, **settings: str) -> Result:
        result = CliRunner().invoke(main, arguments, env=ours | settings)
        if (own := db.bound_engine()) is not engine:
            own.dispose()
            db.bind(engine, **INFO)
        return result

    return invoke


def assert_one_line(result: Result, beginning: str) -> None:
    """The command ended with 1 and one line, without a trace."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.output.splitlines() == [result.output.strip()]
    assert result.output.startswith(f"Error: {beginning}")


def test_the_configuration_is_shown_without_its_secrets(run: Run) -> None:
    secrets = {
        "SECRET_KEY": "k3y" * 20,
        "LRS_SECRET": "s3cret-of-the-lrs",
        "SMTP_URL": "smtp://me:s3cret-of-the-mail@mail.example:587",
        "REDIS_URL": "redis://:s3cret-of-redis@127.0.0.1:6379/0",
        "DATABASE_URL": "postgresql+psycopg://me:s3cret-of-the-database@db.example/x",
    }
    other = {"LRS_ENDPOINT": "https://lrs.example/xapi", "LRS_KEY": "us", "MAIL_FROM": "us@classcode.example"}
    result = run("config", **secrets, **other)
    shown = json.loads(result.output)
    assert result.exit_code == 0
    assert set(shown) == {setting.name.lower() for setting in SETTINGS}
    assert {shown[name.lower()] for name in secrets} == {"…"}
    assert "s3cret" not in result.output and "k3y" not in result.output
    assert shown["lrs_endpoint"] == other["LRS_ENDPOINT"]


@pytest.mark.parametrize(
    "command", [("config",), ("db", "upgrade"), ("worker",), ("serve",), ("demo", "--no-serve")]
)
def test_a_wrong_setting_is_one_line_that_begins_with_its_name(run: Run, command: tuple[str, ...]) -> None:
    assert_one_line(run(*command, PORT="soon"), "PORT must be")


@pytest.mark.parametrize(
    "command", [("worker",), ("content", "publish"), ("person", "grant", "a@b.fr", "lead")]
)
def test_a_database_without_schema_is_one_line_that_names_the_command_to_run(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    empty = run(*command, DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert_one_line(empty, "DATABASE_URL holds schema none")
    assert "classcode db upgrade" in empty.output


def test_the_demonstration_refuses_a_database_of_other_people_with_one_line(
    run: Run, session: Session, ada: Person
) -> None:
    session.commit()
    assert_one_line(run("demo", "--no-serve"), "DATABASE_URL holds people")


def test_a_role_is_given_once_for_a_region(run: Run, session: Session, ada: Person) -> None:
    email = ada.addresses[0].email
    session.commit()
    for _ in range(2):
        result = run("person", "grant", email, "facilitator", "FR-BRE")
        assert (result.exit_code, result.output) == (0, f"{email} is now facilitator for FR-BRE.\n")
    with db.reading() as reading:
        (grant,) = reading.scalars(select(RoleGrant))
    assert (grant.person_id, grant.role, grant.region_code) == (ada.id, "facilitator", "FR-BRE")


@pytest.mark.parametrize(
    ("role", "region", "beginning"),
    [
        ("boss", "FR-BRE", "ROLE must be one of learner, facilitator"),
        ("lead", "FR-XXX", "REGION FR-XXX is unknown"),
        ("lead", "FR-BRE", "nobody@example.org is nobody's confirmed address"),
    ],
)
def test_a_role_that_cannot_be_given_is_one_line_and_changes_nothing(
    run: Run, role: str, region: str, beginning: str
) -> None:
    assert_one_line(run("person", "grant", "nobody@example.org", role, region), beginning)
    with db.reading() as session:
        assert session.scalars(select(RoleGrant)).all() == []


def test_an_address_that_is_not_confirmed_gets_no_role(run: Run, session: Session, ada: Person) -> None:
    ada.addresses[0].confirmed_at = None
    session.commit()
    email = ada.addresses[0].email
    assert_one_line(run("person", "grant", email, "administrator"), f"{email} is nobody's")


def test_content_is_checked_without_a_database_or_another_setting(run: Run, tmp_path: Path) -> None:
    folder = write_module(tmp_path / "content")
    sound = run("content", "check", DATABASE_URL="", SECRET_KEY="", BASE_URL="")
    assert (sound.exit_code, sound.output.startswith("Modules in order: 1;")) == (0, True)
    spoil(folder / FIRST_FR, "minutes: 10", "minutes: 0")
    broken = run("content", "check")
    assert (broken.exit_code, "to mend." in broken.output) == (1, True)


def test_a_broken_revision_never_replaces_a_good_one(run: Run, tmp_path: Path) -> None:
    folder = write_module(tmp_path / "content")
    assert run("content", "publish").exit_code == 0
    with db.reading() as session:
        good = session.get_one(CurrentRevision, "small").revision
    assert "nothing new" in run("content", "publish").output
    spoil(folder / FIRST_FR, "minutes: 10", "minutes: 0")
    assert run("content", "publish").exit_code == 1
    with db.reading() as session:
        assert session.get_one(CurrentRevision, "small").revision == good


def test_a_density_grid_replaces_the_flags_and_names_its_bad_lines(run: Run, tmp_path: Path) -> None:
    grid = tmp_path / "grid.csv"
    grid.write_text("CODGEO,DENS\n35238,7\n29019,many\n", encoding="utf-8")
    result = run("territory", "density", str(grid))
    assert result.exit_code == 1
    assert f"{grid}:3: many:" in result.output and "1 lines refused" in result.output
    with db.reading() as session:
        assert session.get_one(Commune, "FR-35238").rural is True


def test_a_file_that_is_no_grid_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert_one_line(run("territory", "density", str(tmp_path / "list.csv")), "")


@pytest.mark.slow
def test_an_empty_database_is_made_whole_and_making_it_again_is_harmless(
    run: Run, empty_database: Callable[[], str]
) -> None:
    url = empty_database()
    for _ in range(2):
        result = run("db", "upgrade", DATABASE_URL=url)
        assert (result.exit_code, result.output) == (0, "The database has the newest schema.\n")
