"""Studies: one person asks, another decides, and at the end the key is destroyed for good."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from classcode import clock, db, files
from classcode.config import Config
from classcode.errors import Invalid
from classcode.people.models import RoleGrant
from classcode.people.rules import limits
from tests.tracking.indicators.told import NOW
from tests.tracking.research.world import DAY, World
from tracking.research import jobs, keeping, queries
from tracking.research.models import ResearchFile, ResearchStudy
from tracking.research.rules import files as filing
from tracking.research.rules import studies
from tracking.research.rules.files import NotOpen
from tracking.research.rules.studies import Decided, SamePerson
from tracking.research.states import StudyState


def test_a_study_that_is_asked_for_has_no_key_and_exports_nothing(world: World) -> None:
    study = world.asked()
    assert (study.state, study.key) == (StudyState.ASKED, None)
    with pytest.raises(NotOpen), clock.at(NOW):
        filing.order(world.session, world.lead.id, study.id)


def test_agreeing_draws_a_key_of_its_own_for_each_study(world: World) -> None:
    keys = {world.agreed().key, world.agreed().key}
    assert len(keys) == 2 and {len(one or b"") for one in keys} == {32}


def test_who_asked_cannot_agree(world: World) -> None:
    study = world.asked()
    with pytest.raises(SamePerson):
        studies.decide(world.session, study.id, agrees=True, reason="Yes", by=world.lead.id)
    assert study.state == StudyState.ASKED


def test_a_decision_needs_a_reason_and_is_made_once(world: World) -> None:
    study = world.asked()
    with pytest.raises(Invalid), clock.at(NOW):
        studies.decide(world.session, study.id, agrees=True, reason=" ", by=world.officer.id)
    with clock.at(NOW):
        studies.decide(world.session, study.id, agrees=False, reason="Too much", by=world.officer.id)
    assert (study.state, study.key, study.reason) == (StudyState.REFUSED, None, "Too much")
    with pytest.raises(Decided), clock.at(NOW):
        studies.decide(world.session, study.id, agrees=True, reason="Well", by=world.officer.id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("responsible", "x" * 201),
        ("ends_on", date(2025, 12, 31)),
        ("closes_on", date(2026, 6, 29)),
        ("closes_on", date(2032, 1, 1)),
        ("k", 4),
        ("may_leave_out", 21),
        ("variables", []),
        ("variables", ["gender", "name"]),
    ],
)
def test_a_study_that_cannot_be_is_refused_at_its_field(world: World, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        world.asked(**{field: value})
    assert refused.value.field == field and world.session.scalars(select(ResearchStudy)).all() == []


def test_ending_a_study_destroys_its_key_and_its_files(world: World) -> None:
    world.learners(5)
    study = world.agreed()
    row = world.made(study)
    assert row.sha2 is not None
    path = keeping.path_of(row.sha2)
    assert path.exists()
    end(world, study, NOW)
    ended = world.session.get_one(ResearchStudy, study.id)
    assert (ended.state, ended.key, ended.key_destroyed_at) == (StudyState.ENDED, None, NOW)
    world.session.commit()
    assert not path.exists() and world.again(row.id).problem == "ended"
    with pytest.raises(NotOpen), clock.at(NOW):
        filing.order(world.session, world.lead.id, study.id)


def end(world: World, study: ResearchStudy, when: datetime) -> None:
    """End a study by hand, as its page does."""
    study_id = study.id
    world.session.commit()
    with clock.at(when), db.transaction() as session:
        studies.end(session, study_id)
    world.session.expire_all()


def test_what_was_ordered_before_the_end_is_not_made_after_it(world: World) -> None:
    world.learners(5)
    study = world.agreed()
    row = world.ordered(study)
    end(world, study, NOW)
    world.make_now(row)
    assert (world.again(row.id).state, world.again(row.id).problem) == ("failed", "ended")


def test_a_study_ends_by_itself_after_its_last_day(world: World) -> None:
    study = world.agreed(closes_on=date(2026, 7, 2))
    world.session.commit()
    for day, state in ((0, StudyState.AGREED), (2, StudyState.AGREED), (3, StudyState.ENDED)):
        with clock.at(NOW + day * DAY):
            jobs.go_round("an hour")
            jobs.go_round("an hour")
        world.session.expire_all()
        found = world.session.get_one(ResearchStudy, study.id)
        assert (found.state, found.key is None) == (state, state == StudyState.ENDED)
        world.session.commit()


def test_after_its_last_day_a_study_is_closed_though_no_round_came(world: World) -> None:
    study = world.agreed(closes_on=date(2026, 7, 1))
    with clock.at(NOW + 2 * DAY):
        assert not queries.is_open(study) and queries.open_studies(world.session) == []
        with pytest.raises(NotOpen):
            filing.order(world.session, world.lead.id, study.id)


def test_who_was_responsible_is_forgotten_five_years_after_the_end(world: World) -> None:
    study = world.agreed()
    end(world, study, NOW)
    world.session.commit()
    for years, name in ((4.9, "Dr Ana, Université de Test"), (5.1, "")):
        with clock.at(NOW + timedelta(days=365 * years)):
            jobs.go_round("an hour")
        world.session.expire_all()
        assert world.session.get_one(ResearchStudy, study.id).responsible == name
        world.session.commit()


def test_a_file_goes_after_seven_days(world: World) -> None:
    world.learners(5)
    row = world.made(world.agreed())
    assert row.sha2 is not None
    for days, there in ((6.9, True), (7, False)):
        with clock.at(NOW + days * DAY):
            jobs.go_round("an hour")
        assert keeping.path_of(row.sha2).exists() is there
    assert world.session.scalars(select(ResearchFile)).all() == []


def test_a_file_is_made_once_though_its_job_runs_twice(world: World) -> None:
    world.learners(5)
    row = world.made(world.agreed())
    world.make_now(row)
    again = world.again(row.id)
    assert (again.sha2, again.made_at) == (row.sha2, row.made_at)
    assert len(list(files.room(keeping.ROOM).glob("??/*"))) == 1


def test_a_lead_who_leads_no_longer_gets_no_file(world: World) -> None:
    world.learners(5)
    row = world.ordered(world.agreed())
    world.session.query(RoleGrant).where(RoleGrant.person_id == world.lead.id).delete()
    world.make_now(row)
    assert world.again(row.id).problem == "role"


def test_a_study_that_ends_while_its_file_is_made_gets_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.learners(5)
    study = world.agreed()
    row = world.ordered(study)
    keep = keeping.keep

    def ends_meanwhile(out: object) -> tuple[str, int]:
        end(world, study, NOW)
        world.session.commit()
        return keep(out)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "keep", ends_meanwhile)
    world.make_now(row)
    assert world.again(row.id).problem == "ended"


def test_the_installation_has_the_last_word_on_how_small_a_group_may_be(world: World, config: Config) -> None:
    world.learners(6)
    row = world.ordered(world.agreed(k=5))
    with clock.at(NOW):
        jobs.maker(config)(str(row.id))
    assert config.small_count == 11 and world.again(row.id).problem == "too-few"


def test_orders_count_towards_the_limit_of_exports(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT", limits.Limit("export", 1, 60))
    study = world.agreed()
    world.ordered(study)
    with pytest.raises(limits.TooMany), clock.at(NOW):
        filing.order(world.session, world.lead.id, study.id)
