"""The rules of the house, as tests. A rule that fails names the place; docs/architecture.md gives its reason."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, inspect

from classcode import db, schedule
from classcode.config import Config
from classcode.migrating import migrate
from classcode.site.register import undeclared
from classcode.start import MIGRATIONS, newest_schema
from classcode.tables import ALL
from tests import servers

assert ALL
ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("classcode", "helpdesk", "modules", "tracking")
LONGEST_FUNCTION = 40
LONGEST_FILE = 400
WITHOUT_LANGUAGE = {
    "/",
    "/c/<token>",
    "/indicators/views/stop/<token>",
    "/health",
    "/favicon.ico",
    "/metrics",
    "/api/indicators",
    "/api/indicators/paths",
    "/api/openapi.json",
    "/modules/<slug>/<unit_id>/exercises/<exercise_id>/draft",
}
"""Addresses for programs, supervisors and QR codes, which lead on; files of several kinds join them below."""


@cache
def sources() -> dict[str, ast.Module]:
    """Return the syntax tree of every file of the four packages, by path; generated migrations are left out."""
    found = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    kept = (path for path in found if path.parent != MIGRATIONS / "versions")
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in kept}


def places(wrong: Callable[[ast.AST], bool], *, allowed: set[str]) -> list[str]:
    """Return path:line of every node for which `wrong` holds, outside the files where it is allowed."""
    return [
        f"{path}:{getattr(node, 'lineno', 1)}"
        for path, tree in sources().items()
        if path not in allowed
        for node in ast.walk(tree)
        if wrong(node)
    ]


def dotted(node: ast.AST) -> str:
    """Return the name that an expression spells (`os.environ`), or "" when it is not a plain one."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


# Who may, and where: every view.


def test_every_view_says_to_whom_it_is_open(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if not getattr(view, "open_to", ())]
    assert silent == []


def test_no_posted_address_carries_a_language(app: Flask) -> None:
    reading = {"GET", "HEAD", "OPTIONS"}
    unsafe = [rule for rule in app.url_map.iter_rules() if set(rule.methods or ()) - reading]
    assert unsafe
    assert [rule.rule for rule in unsafe if "lang" in rule.arguments] == []


def test_every_page_begins_with_a_language_that_we_speak(app: Flask) -> None:
    pages = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    files = ("/media/", "/static/")
    others = [
        page
        for page in pages
        if page not in WITHOUT_LANGUAGE
        and not page.startswith(files)
        and not page.endswith(("/profile.jsonld", ".ics", "/worker.js"))
    ]
    assert [page for page in others if not page.startswith("/<lang:lang>/")] == []


# What is kept: tables and migrations.


def test_every_column_says_whether_it_is_personal() -> None:
    assert undeclared() == []


def test_there_is_one_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [newest_schema()]


def migrated(url: str) -> Engine:
    """Return the engine of an empty database after all migrations."""
    engine = db.make_engine(url)
    migrate(engine)
    return engine


def created(url: str) -> Engine:
    """Return the engine of an empty database after the models made their tables, as most tests do."""
    engine = db.make_engine(url)
    db.Base.metadata.create_all(engine)
    return engine


def differences(engine: Engine) -> list[Any]:
    """Return what the models have and the migrations lack, or the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": db.compared(engine.dialect.name)}
        )
        return list(compare_metadata(context, db.Base.metadata))


def checks_and_conditions(engine: Engine) -> dict[str, list[tuple[str, str]]]:
    """Return what Alembic does not compare: check constraints, and the conditions of partial indexes."""
    seen = inspect(engine)
    found = {}
    for table in set(seen.get_table_names()) - {"alembic_version"}:
        checks = [(str(check["name"]), check["sqltext"]) for check in seen.get_check_constraints(table)]
        conditions = [
            (str(index["name"]), str(condition))
            for index in seen.get_indexes(table)
            for key, condition in index.get("dialect_options", {}).items()
            if key.endswith("_where")
        ]
        found[table] = sorted(checks + conditions)
    return found


def assert_models_equal_migrations(migrated_url: str, created_url: str) -> None:
    by_migration, by_model = migrated(migrated_url), created(created_url)
    try:
        assert differences(by_migration) == []
        assert checks_and_conditions(by_migration) == checks_and_conditions(by_model)
    finally:
        by_migration.dispose()
        by_model.dispose()


def test_models_equal_migrations_on_sqlite(tmp_path: Path) -> None:
    assert_models_equal_migrations(f"sqlite:///{tmp_path / 'migrated'}", f"sqlite:///{tmp_path / 'created'}")


@pytest.mark.postgres
def test_models_equal_migrations_on_postgresql(postgres: str) -> None:
    assert_models_equal_migrations(servers.fresh_database(postgres), servers.fresh_database(postgres))


# What happens later: jobs.


def topics() -> Iterator[tuple[str, str | None]]:
    """Return (place, topic) of every job that the code writes; None for a topic that only shows when it runs."""
    for path, tree in sources().items():
        if path == "classcode/queues/alarm.py":  # its own `enqueue` is RQ's
            continue
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            if (
                isinstance(node, ast.Call)
                and called
                and dotted(called).split(".")[-1] in {"enqueue", "enqueue_once"}
            ):
                named = [keyword.value for keyword in node.keywords if keyword.arg == "topic"]
                topic = named[0] if named else node.args[1]
                yield f"{path}:{node.lineno} {ast.unparse(topic)}", constant(path, topic)


def constant(path: str, node: ast.expr) -> str | None:
    """Return the string that an expression stands for in its module: written there, or a name of it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    value: object = import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    for part in dotted(node).split("."):
        value = getattr(value, part, None)
    return str(value) if isinstance(value, str) else None


def test_every_job_has_a_handler(config: Config) -> None:
    handled = schedule.handlers(config)
    written = dict(topics())
    assert set(written.values()) >= {"mail", "forward", "completion"}
    unknown = [place for place, topic in written.items() if topic and topic not in handled]
    assert unknown == []
    # Known only when it runs: a round of the table below, and a job that was written before.
    assert {place.split()[1] for place, topic in written.items() if not topic} <= {
        "periodic.topic",
        "job.topic",
    }
    assert [periodic.topic for periodic in schedule.PERIODIC if periodic.topic not in handled] == []


# What a line may do: rooms and doors.


def test_imports_respect_the_layers() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    told = subprocess.run([str(program), "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_root_package_is_empty() -> None:
    assert (ROOT / "classcode" / "__init__.py").read_bytes() == b""


def test_only_the_database_door_commits() -> None:
    def ends_a_transaction(node: ast.AST) -> bool:
        called = node.func if isinstance(node, ast.Call) else None
        return isinstance(called, ast.Attribute) and called.attr in {"commit", "rollback"}

    assert places(ends_a_transaction, allowed={"classcode/db.py"}) == []


def test_rules_queries_and_models_open_no_transaction() -> None:
    rooms = {"rules", "queries", "models"}
    elsewhere = {path for path in sources() if not rooms & set(path.removesuffix(".py").split("/"))}

    def opens(node: ast.AST) -> bool:
        opening = {"transaction", "reading", "acting"}
        return isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in opening

    assert places(opens, allowed=elsewhere) == []


CLOCKS = {
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today"),
    *("datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today"),
    *("time.time", "time.time_ns", "func.now", "func.current_timestamp"),
}
"""Everything that tells the time of day, the database included; `time.monotonic` measures and tells none."""


def test_only_the_clock_knows_the_time_of_day() -> None:
    def asks(node: ast.AST) -> bool:
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            return any(name.name in {"time", "time_ns"} for name in node.names)
        return isinstance(node, ast.Attribute) and dotted(node) in CLOCKS

    assert places(asks, allowed={"classcode/clock.py"}) == []


def test_only_the_roots_read_the_environment() -> None:
    roots = {"classcode/config.py", "classcode/cli.py", "classcode/runner.py"}
    roots |= {
        path
        for path in sources()
        if path.startswith(("classcode/demonstration/", "classcode/demonstration.py"))
    }

    def asks(node: ast.AST) -> bool:
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            return any(name.name in {"environ", "getenv"} for name in node.names)
        return dotted(node) in {"os.environ", "os.getenv"}

    assert places(asks, allowed=roots) == []


# How long a reader must hold her breath.


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {path: len((ROOT / path).read_text().splitlines()) for path in sources()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}
