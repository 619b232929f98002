"""What the record is told of a question or of an answer to one: who did what, and where in the course. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb


class InTheCourse(Protocol):
    """What stands somewhere in the course, in a language: a question, a public answer."""

    @property
    def module(self) -> str:
        """The slug of its module."""

    @property
    def unit(self) -> str | None:
        """The slug of its unit, if it is about one."""

    @property
    def language(self) -> str:
        """The language it is written in."""


def done(
    verb: Verb,
    thing: Thing,
    about: InTheCourse,
    *,
    by: UUID,
    act_id: UUID,
    at: datetime,
    result: Result | None = None,
    instructor_id: UUID | None = None,
) -> Event:
    """Return the event of somebody who did this with a thing that is about a unit, or a module as a whole."""
    module = vocabulary.module(about.module)
    unit = (vocabulary.unit(about.module, about.unit),) if about.unit else ()
    return Event(
        act_id=act_id,
        person_id=by,
        verb=verb,
        object=thing,
        at=at,
        result=result,
        module=about.module,
        grouping=(*unit, module),
        language=about.language,
        instructor_id=instructor_id,
    )
