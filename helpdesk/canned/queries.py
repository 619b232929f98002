"""Which kept answers somebody may use, and which she may change."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.i18n import LANGUAGES
from classcode.people.models import Role
from classcode.territory.models import Region
from helpdesk.canned.models import CannedAnswer
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets.access import Who


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept answer as somebody may use it; `language` is the best of its languages for what she does with it."""

    answer: CannedAnswer
    region: Region | None
    language: str
    may_change: bool

    @property
    def own(self) -> bool:
        """Whether it is nobody's but hers."""
        return self.answer.owner_id is not None

    @property
    def title(self) -> str:
        """Return its title in that language."""
        return str(self.answer.titles[self.language])

    @property
    def text(self) -> str:
        """Return its text in that language, its places not filled yet."""
        return str(self.answer.texts[self.language])


def answers_for(session: Session, visitor: Who, language: str) -> list[Kept]:
    """Return what somebody may use: her own first, then her regions', by title, each in its best language."""
    rows = session.execute(_usable(visitor)).all()
    kept = [Kept(one, region, _best(one, language), may_change(visitor, one)) for one, region in rows]
    return sorted(kept, key=lambda one: (not one.own, one.title.casefold(), str(one.answer.id)))


def answer_for(session: Session, visitor: Who, answer_id: UUID, language: str) -> Kept:
    """Return one answer that somebody may use; raise `NotFound` for others' and unknown ones alike."""
    row = session.execute(_usable(visitor).where(CannedAnswer.id == answer_id)).one_or_none()
    if row is None:
        raise NotFound
    one, region = row
    return Kept(one, region, _best(one, language), may_change(visitor, one))


def may_change(visitor: Who, answer: CannedAnswer) -> bool:
    """Tell whether she may change it: her own, or one of a region that she leads (of all regions, if she leads all)."""
    if answer.owner_id is not None:
        return answer.owner_id == visitor.id
    return may_share(visitor, answer.region_code)


def may_share(visitor: Who, region_code: str | None) -> bool:
    """Tell whether she may keep answers for everybody of a region (None: of all)."""
    led = visitor.regions.get(Role.LEAD, frozenset())
    return EVERYWHERE in led or (region_code is not None and region_code in led)


def regions_led(session: Session, visitor: Who) -> list[Region]:
    """Return the regions for which she may keep answers, by code."""
    led = visitor.regions.get(Role.LEAD, frozenset())
    if not led:
        return []
    wanted = select(Region).order_by(Region.code)
    return list(session.scalars(wanted if EVERYWHERE in led else wanted.where(Region.code.in_(led))))


def _usable(visitor: Who) -> Select[CannedAnswer, Region]:
    wanted = select(CannedAnswer, Region).outerjoin(Region, Region.code == CannedAnswer.region_code)
    return wanted.where(or_(CannedAnswer.owner_id == visitor.id, _shared(visitor)))


def _shared(visitor: Who) -> ColumnElement[bool]:
    everybody_s = CannedAnswer.owner_id.is_(None)
    mine = visitor.regions.get(Role.FACILITATOR, frozenset()) | visitor.regions.get(Role.LEAD, frozenset())
    here = or_(CannedAnswer.region_code.is_(None), CannedAnswer.region_code.in_(mine))
    return everybody_s & (true() if EVERYWHERE in mine else here)


def _best(answer: CannedAnswer, language: str) -> str:
    """Return the language asked for, or the first of ours in which the answer exists."""
    return next(code for code in (language, *LANGUAGES, *answer.texts) if code in answer.texts)
