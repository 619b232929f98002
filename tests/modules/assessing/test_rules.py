"""An open answer waits for a facilitator of its learner's region, who reads it once for all to see: the learner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from modules.assessing import access, queries, rules
from modules.queries import last_answers
from modules.rules import merging
from tests.make import Make
from tests.modules.assessing.opened import HERE, LESSON, LEVELS, WRITTEN, answered, waiting, who

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_only_what_facilitators_read_waits(session: Session, ada: Person) -> None:
    attempt = answered(session, ada)
    assert [(one.question, one.attempt_id) for one in waiting(session)] == [("lesson", attempt.id)]


def test_a_newer_answer_takes_the_place_of_one_that_nobody_has_read(session: Session, ada: Person) -> None:
    answered(session, ada)
    newer = answered(session, ada)
    assert [one.attempt_id for one in waiting(session)] == [newer.id]


def test_an_answer_that_was_read_stays_beside_the_newer_one(
    session: Session, ada: Person, bruno: Person
) -> None:
    with clock.at(NOON):
        answered(session, ada)
        rules.read(session, who(session, bruno), waiting(session)[0], LESSON, levels=LEVELS, words="Oui.")
    with clock.at(NOON + timedelta(hours=1)):
        answered(session, ada)
    assert [one.read_at is None for one in waiting(session)] == [False, True]


def test_a_facilitator_of_the_region_finds_it_and_nobody_else(
    session: Session, make: Make, ada: Person, bruno: Person, chloe: Person
) -> None:
    answered(session, ada)
    one = waiting(session)[0]
    for reader in (bruno, make.lead("denise", "FR-BRE"), make.lead("dora")):
        assert access.answer(session, who(session, reader), one.id) is one
        assert queries.waiting(session, who(session, reader))[1] == 1
    for other in (chloe, ada, make.person("emil", commune="FR-35238"), make.administrator()):
        with pytest.raises(NotFound):
            access.answer(session, who(session, other), one.id)
        assert queries.waiting(session, who(session, other)) == ([], 0)


def test_nobody_reads_her_own_answer(session: Session, bruno: Person) -> None:
    answered(session, bruno)
    with pytest.raises(NotFound):
        access.answer(session, who(session, bruno), waiting(session)[0].id)


def test_who_has_said_no_commune_is_read_by_who_facilitates_everywhere(
    session: Session, make: Make, bruno: Person
) -> None:
    answered(session, make.person("emil"))
    everywhere = make.person("fanny")
    grant(session, everywhere.id, Role.FACILITATOR, None)
    assert queries.waiting(session, who(session, bruno))[1] == 0
    assert queries.waiting(session, who(session, everywhere))[1] == 1


def test_the_oldest_answer_comes_first(session: Session, make: Make, ada: Person, bruno: Person) -> None:
    with clock.at(NOON):
        answered(session, ada)
    with clock.at(NOON - timedelta(days=1)):
        answered(session, make.person("emil", commune="FR-35238"))
    found, total = queries.waiting(session, who(session, bruno))
    assert ([one.asked_at.day for one in found], total) == ([2, 3], 2)


def test_the_reader_sees_the_words_of_the_learner(session: Session, ada: Person) -> None:
    answered(session, ada)
    told = queries.written(session, waiting(session)[0])
    assert (told.text, told.hash, told.words) == (WRITTEN["lesson"][0], LESSON.hash, "")


def test_the_learner_sees_the_levels_and_the_sentence(session: Session, ada: Person, bruno: Person) -> None:
    answered(session, ada)
    with clock.at(NOON):
        rules.read(session, who(session, bruno), waiting(session)[0], LESSON, levels=LEVELS, words=" Oui. ")
    session.flush()
    last = last_answers(session, ada.id, HERE.module.slug, HERE.unit.id)["turn"]
    assert set(last.readings) == {"lesson"}
    reading = last.readings["lesson"]
    assert (reading.levels, reading.words, reading.at) == (LEVELS, "Oui.", NOON)
    assert queries.waiting(session, who(session, bruno)) == ([], 0)


def test_reading_again_replaces_what_was_said(session: Session, ada: Person, bruno: Person) -> None:
    answered(session, ada)
    one, reader = waiting(session)[0], who(session, bruno)
    for words in ("Oui.", "Encore mieux."):
        rules.read(session, reader, one, LESSON, levels=LEVELS, words=words)
    assert queries.written(session, one).words == "Encore mieux."


@pytest.mark.parametrize(
    ("levels", "words", "field"),
    [
        ({"clear": "yes"}, "Oui.", "level-short"),
        ({"clear": "yes", "short": "maybe"}, "Oui.", "lesson"),
        (LEVELS, "  ", "words"),
        (LEVELS, "x" * 2001, "words"),
    ],
)
def test_an_unfinished_reading_is_refused_and_the_answer_waits(
    session: Session, ada: Person, bruno: Person, levels: dict[str, str], words: str, field: str
) -> None:
    attempt = answered(session, ada)
    one = waiting(session)[0]
    with pytest.raises(Invalid) as refusal:
        rules.read(session, who(session, bruno), one, LESSON, levels=levels, words=words)
    assert refusal.value.field == field
    assert (one.read_at, attempt.readings) == (None, None)


def test_what_waits_follows_its_learner_into_another_account(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    other = make.person("ada-two", commune="FR-35238")
    answered(session, other)
    merging.take_over(session, ada.id, other.id)
    session.expire_all()
    assert [one.person_id for one in waiting(session)] == [ada.id]
    assert queries.waiting(session, who(session, bruno))[1] == 1


def test_a_reader_who_leaves_leaves_what_was_said(session: Session, make: Make, ada: Person) -> None:
    denise = make.lead("denise", "FR-BRE")
    answered(session, ada)
    rules.read(session, who(session, denise), waiting(session)[0], LESSON, levels=LEVELS, words="Oui.")
    session.flush()
    session.delete(denise)
    session.flush()
    session.expire_all()
    one = waiting(session)[0]
    assert (one.reader_id, queries.written(session, one).words) == (None, "Oui.")
