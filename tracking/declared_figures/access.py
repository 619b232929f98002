"""Who may declare and correct: leads for their regions; for the whole programme, leads of all regions alone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.auth.visitors import EVERYWHERE, Visitor
from classcode.errors import NotFound
from classcode.people.models import Role
from tracking.declared_figures.models import ClassDeclaration, DeclaredClass, DeclaredFigure


def regions_of(who: Visitor) -> frozenset[str] | None:
    """Return the regions that somebody leads; None is all of them."""
    held = who.regions.get(Role.LEAD, frozenset())
    return None if EVERYWHERE in held else held


def may_declare(who: Visitor, region_code: str | None) -> bool:
    """Tell whether somebody may declare for a region, or (None) for the whole programme."""
    mine = regions_of(who)
    return mine is None or region_code in mine


def correctable(session: Session, who: Visitor, figure_id: UUID, *, acting: bool = False) -> DeclaredFigure:
    """Return a figure to who may correct it; with `acting` its row is held until the transaction ends."""
    wanted = select(DeclaredFigure).where(DeclaredFigure.id == figure_id)
    if acting:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None or found.withdrawn_at is not None or not may_declare(who, found.region_code):
        raise NotFound
    return found


def declaration(session: Session, who: Visitor, declaration_id: UUID) -> ClassDeclaration:
    """Return a declaration of a class to who leads its region."""
    found = session.get(ClassDeclaration, declaration_id, with_for_update=True)
    if found is None or not may_declare(who, session.get_one(DeclaredClass, found.class_id).region_code):
        raise NotFound
    return found
