"""Two accounts become one: programs go on under the kept one, and of two drafts the newer one."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from modules.exercises.merging import take_programs
from modules.exercises.models import ProgramDraft, ProgramRun
from modules.exercises.place import Place
from modules.exercises.queries import draft_of, known_of
from modules.exercises.rules import run_program, save_draft
from modules.programs.language import Tree
from modules.rules.learning import Learner
from tests.modules.exercises.conftest import COUNTED, LOOP


def saved(session: Session, person: Person, place: Place, tree: Tree, hours: int) -> None:
    """Let somebody save a draft so many hours ago."""
    with clock.at(clock.now() - timedelta(hours=hours)):
        save_draft(session, person.id, place, tree, 0)


def test_the_newer_of_two_drafts_goes_on_under_a_version_that_no_device_knows(
    session: Session, ada: Person, bruno: Person, corridors: Place
) -> None:
    saved(session, ada, corridors, LOOP, 2)
    saved(session, bruno, corridors, COUNTED, 1)
    take_programs(session, ada.id, bruno.id)
    session.flush()
    draft = draft_of(session, ada.id, "small", "corridors")
    assert (draft.program, draft.version) == (COUNTED, 2)
    assert session.scalar(select(func.count()).select_from(ProgramDraft)) == 1


def test_an_older_draft_of_the_closed_account_goes(
    session: Session, ada: Person, bruno: Person, corridors: Place
) -> None:
    saved(session, ada, corridors, LOOP, 1)
    saved(session, bruno, corridors, COUNTED, 2)
    take_programs(session, ada.id, bruno.id)
    assert draft_of(session, ada.id, "small", "corridors").program == LOOP


def test_what_only_the_closed_account_wrote_is_taken(
    session: Session, ada: Person, bruno: Person, corridors: Place
) -> None:
    saved(session, bruno, corridors, COUNTED, 1)
    run_program(session, Learner(bruno.id, uuid4(), "fr"), corridors, LOOP)
    session.flush()
    take_programs(session, ada.id, bruno.id)
    session.flush()
    known = known_of(session, ada.id, "small", "second")["corridors"]
    assert known.draft.program == COUNTED
    assert known.last is not None and known.last.passed
    assert session.scalar(select(func.count()).where(ProgramRun.person_id == bruno.id)) == 0
