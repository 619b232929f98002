"""The catalogue that this process shows: the revisions named by rows, compiled on disk, read once and kept.

Every process looks at the rows again every few seconds, so a published revision reaches them all without a restart.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import db
from modules.catalog import Catalog, Module, NotCompiled, load_compiled
from modules.models import CurrentRevision

log = logging.getLogger(__name__)

LOOKS_EVERY: Final = 5.0
"""Seconds between two looks at the rows."""


class Shelf:
    """The compiled modules of a folder, and the catalogue made of the current ones."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self._lock = Lock()
        self._looked = float("-inf")
        self._revisions: dict[str, str] = {}
        self._catalog = Catalog(())

    def catalog(self) -> Catalog:
        """Return the current catalogue, looking at the rows when the last look is old."""
        if time.monotonic() - self._looked > LOOKS_EVERY:
            with self._lock:
                if time.monotonic() - self._looked > LOOKS_EVERY:
                    self._look()
        return self._catalog

    def forget(self) -> None:
        """Look at the rows again at the next question."""
        self._looked = float("-inf")

    def _look(self) -> None:
        with db.reading() as session:
            wanted = current_revisions(session)
        if wanted != self._revisions:
            modules = [found for slug, revision in wanted.items() if (found := self._load(slug, revision))]
            # What could not be read keeps its old revision here, and is tried again at the next look.
            self._catalog, self._revisions = Catalog(modules), {one.slug: one.revision for one in modules}
        self._looked = time.monotonic()

    def _load(self, slug: str, revision: str) -> Module | None:
        """Read one module; where this machine lacks the new revision, the one shown before stays."""
        try:
            return load_compiled(self.var_dir, slug, revision)
        except NotCompiled as error:
            log.error("module %s stays as it was: %s", slug, error)
            return self._catalog.module(slug)


def current_revisions(session: Session) -> dict[str, str]:
    """Return the current revision of each module."""
    rows = session.execute(
        select(CurrentRevision.module, CurrentRevision.revision).order_by(CurrentRevision.module)
    )
    return {row.module: row.revision for row in rows}


_bound: dict[str, Shelf] = {}


def bind(var_dir: Path) -> None:
    """Tell this process where compiled modules lie."""
    _bound["shelf"] = Shelf(var_dir)


def shelf() -> Shelf:
    """Return the shelf of this process."""
    return _bound["shelf"]


def catalog() -> Catalog:
    """Return the catalogue to show now."""
    return _bound["shelf"].catalog()
