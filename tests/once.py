"""What one worker needs to work out only once, though each of its tests has a database and an application of its own.

Statements and addresses mean the same whichever test asks; putting them together anew was half of the suite's time.
No test need know: fixtures live in conftest.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from modules.catalog import Module, reading
from modules.catalog.problems import Problem
from modules.catalog.sources import Sources
from tests import resting

STATEMENTS = 4000
"""More than the product has; an engine of its own keeps 500."""


class _OfOneKind:
    """A dialect that is the same as another of its class, so that what one has compiled, the other finds."""

    compiled: ClassVar[LRUCache[Any, Any]]

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let a new engine keep what it compiles beside what others did."""
        engine.update_execution_options(compiled_cache=cls.compiled)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


class Sqlite(_OfOneKind, SQLiteDialect_pysqlite):
    """SQLite, whose engines share what they compile."""

    supports_statement_cache = True
    compiled = LRUCache(STATEMENTS)


class Postgres(_OfOneKind, PGDialect_psycopg):
    """PostgreSQL, whose engines share what they compile, and one after the other connections to the same database."""

    supports_statement_cache = True
    compiled = LRUCache(STATEMENTS)

    def connect(self, *given: Any, **asked: Any) -> Any:
        """Take a connection that rests, or make one."""
        return resting.taken(asked.get("dbname")) or super().connect(*given, **asked)

    def do_close(self, dbapi_connection: Any) -> None:
        """Let a connection rest whose engine is done with it, where somebody will come for it."""
        if not resting.kept(dbapi_connection):
            dbapi_connection.close()


Builder = Callable[..., tuple[str, str]]
_BUILDERS: dict[object, Builder] = {}


class KnownRule(Rule):
    """A rule that has the function that builds its address from whoever had the same rule before."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        # All that the function is made of; it receives the rule itself, with its converters, when it is called.
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in _BUILDERS:
            _BUILDERS[key] = super()._compile_builder(append_unknown)
        return _BUILDERS[key]


_from_sources = reading.from_sources
_MODULES: dict[tuple[str, str], Module] = {}


def known_module(
    sources: Sources, problems: list[Problem], var_dir: Path | None
) -> tuple[Module | None, list[Problem]]:
    """Return what these texts were read as before; whatever has a problem is read again."""
    known = sources.folder, sources.revision
    if problems or known not in _MODULES:
        module, problems = _from_sources(sources, problems, var_dir)
        if module is None:
            return None, problems
        _MODULES[known] = module
    return _MODULES[known], []


def share() -> None:
    """Let every engine and every application of this process share; for its start, before the first is made."""
    reading.from_sources = known_module  # for `read_modules`; tests of one module call what reads it
    registry.register("sqlite", __name__, "Sqlite")
    registry.register("postgresql.psycopg", __name__, "Postgres")
    Flask.url_rule_class = KnownRule


IN_MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30
"""Bytes that must be free there: a PostgreSQL, a browser and a demonstration for each worker take half of it."""


def write_in_memory() -> None:
    """Let all temporary files of the tests lie in memory, where the machine has such a place; TMPDIR says otherwise.

    Half of the time of a test on a disk was waiting for it: the product has each commit written for good.
    """
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK):
        place = os.statvfs(IN_MEMORY)
        if place.f_bavail * place.f_frsize > ROOM and not place.f_flag & os.ST_NOEXEC:
            os.environ["TMPDIR"] = str(IN_MEMORY)
            tempfile.tempdir = None


def search_less() -> None:
    """Look for garbage less often, and never again in what is there by now: all the modules, all the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
