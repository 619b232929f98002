"""Making a module current: only one that reads without a problem, compiled whole before its row changes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from classcode import clock
from modules.catalog import Module, save_compiled
from modules.models import CurrentRevision


def publish(session: Session, module: Module, var_dir: Path) -> bool:
    """Write a checked module to disk, then name it current; return whether that changed anything."""
    save_compiled(module, var_dir)
    row = session.get(CurrentRevision, module.slug)
    if row and row.revision == module.revision:
        return False
    session.merge(CurrentRevision(module=module.slug, revision=module.revision, published_at=clock.now()))
    return True
