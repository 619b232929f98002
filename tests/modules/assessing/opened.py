"""An activity with an open question for facilitators and one for oneself, answered by somebody."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.auth.visitors import Visitor, find, open_session
from classcode.people.models import Person
from modules import current
from modules.assessing.models import OpenAnswer
from modules.catalog import Activity
from modules.catalog.definitions import Reader
from modules.models import ActivityAttempt
from modules.rules import learning
from modules.rules.learning import Here, Learner
from modules.rules.publishing import publish
from tests.modules.questions import samples
from tests.modules.questions.place import here

LESSON: Final = replace(samples.OPEN, id="lesson", reader=Reader.FACILITATOR)
OWN: Final = replace(samples.OPEN, id="own")
ACTIVITY: Final = Activity("turn", {"fr": "À vous"}, False, None, (LESSON, OWN))
HERE: Final[Here] = here(ACTIVITY)
WRITTEN: Final = {"lesson": ["Les élèves dansent la boucle."], "own": ["Moi aussi."]}
LEVELS: Final = {"clear": "yes", "short": "no"}


def answered(
    session: Session, person: Person, written: dict[str, list[str]] | None = None
) -> ActivityAttempt:
    """Let somebody answer."""
    learner = Learner(person.id, uuid4(), "fr")
    return learning.answer(session, learner, HERE, ACTIVITY, chosen=written or WRITTEN)


def waiting(session: Session) -> list[OpenAnswer]:
    """Return the answers that wait or were read."""
    return list(session.scalars(select(OpenAnswer).order_by(OpenAnswer.asked_at, OpenAnswer.id)))


def who(session: Session, person: Person) -> Visitor:
    """Return somebody as pages know her."""
    session.flush()
    found = find(session, open_session(session, person.id))
    assert found is not None
    return found


def publish_opened(session: Session) -> None:
    """Publish the module that holds the activity."""
    publish(session, HERE.module, current.shelf().var_dir)
    session.commit()
    current.shelf().forget()
