"""What is in a file of a study: who consents, under pseudonyms, to the week, and nothing free."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import select

from classcode import clock
from classcode.people.models import Person
from classcode.territory.schools.importing import import_schools
from classcode.territory.schools.models import School
from tests.tracking.indicators.told import NOW, SLUG
from tests.tracking.research.world import DAY, World
from tracking.projections.merging import merge
from tracking.research.names import Names
from tracking.research.rules.choosing import choose
from tracking.rules import note_fact, void
from tracking.statements import Result
from tracking.vocabulary import Verb, activity
from tracking.xapi.statements import check_statement
from tracking.xapi.versions import Version


def a_full_world(world: World) -> list[Person]:
    """Six women of Rennes who did some of everything."""
    place = world.make.place().id
    people = world.learners(
        6, region="FR-BRE", department="35", gender="f", setting="in-school", level="fr:CM1"
    )
    for number, person in enumerate(people):
        world.story.reads(person, "loops", 50, day=number)
        world.answers(person, "a[,]b", day=number + 0.1)
        score = Result(success=True, scaled=0.5, raw=1, most=2, extensions={"attempt": 2})
        world.story.tell(person, Verb.PASSED, activity(SLUG, "u", "quiz"), number + 0.2, result=score)
        meeting = world.story.meets(person, place, day=number)
        world.story.comes(person, meeting, place, day=number + 3, minutes=90, instructor=people[-1])
        ticket = world.story.asks(person, day=number)
        world.story.answers(people[number - 1], ticket, number + 0.5, minutes=61)
    return people


def test_a_file_holds_every_table_with_its_rows(world: World) -> None:
    a_full_world(world)
    pack = world.pack(world.agreed())
    assert {len(pack.rows(one)) for one in ("learners", "units", "meetings", "questions")} == {6}
    assert len(pack.rows("answers")) == 12 and pack.rows("weeks") and pack.rows("milestones")
    learner = pack.rows("learners")[0]
    assert re.fullmatch("p[0-9a-f]{32}", learner.pop("learner"))
    assert learner == {
        "place": "35", "commune_type": "", "gender": "f", "setting": "in-school", "level": "fr:CM1",
        "language": "", "network": "", "registered": "2026-W10",
    }  # fmt: skip
    answer = next(one for one in pack.rows("answers") if one["response"])
    assert (answer["thing"], answer["attempt"], answer["success"]) == ("u/quiz/q1", "1", "false")
    assert {one["hours_waited"] for one in pack.rows("questions")} == {"2"}
    assert {one["status"] for one in pack.rows("meetings")} == {"attended"}


def test_statements_are_valid_and_hold_nothing_that_leads_to_somebody(world: World) -> None:
    people = a_full_world(world)
    people[0].name = "Zébulonie"
    study = world.agreed()
    pack = world.pack(study)
    statements = list(pack.statements())
    assert statements
    for one in statements:
        check_statement(one, Version.V1)
        assert one["actor"]["account"]["homePage"] == f"http://classcode.test/research/{study.id}"
        assert one["timestamp"] == one["stored"] and one["timestamp"].endswith("T00:00:00.000Z")
        assert set(one.get("context", {})) <= {"contextActivities", "revision"}
    told = b"".join(pack.inside.values()).decode()
    for person in people:
        assert str(world.actor(person)) not in told and str(person.id) not in told
    assert "Zébulonie" not in told
    assert "/places/" not in told and "registered" not in {
        one["verb"]["id"].rpartition("/")[2] for one in statements
    }
    names = {one["actor"]["account"]["name"] for one in statements}
    assert names == {one["learner"] for one in pack.rows("learners")}


def test_identifiers_of_the_record_are_replaced_everywhere(world: World) -> None:
    people = world.learners(5)
    ticket = world.story.asks(people[0], day=3)
    answered = world.answers(people[0], "a", day=3)
    told = b"".join(world.pack(world.agreed()).inside.values()).decode()
    assert str(ticket) not in told and str(answered) not in told


def test_what_somebody_wrote_is_in_no_file(world: World) -> None:
    people = world.learners(5)
    world.answers(people[0], "MARKER-open", kind="long-fill-in")
    world.answers(people[0], "MARKER-short", kind="fill-in", n=2)
    world.answers(people[0], "0612345678", kind="numeric", n=3)
    world.answers(people[0], "call me at MARKER", kind="choice", n=4)
    pack = world.pack(world.agreed())
    told = b"".join(pack.inside.values())
    assert b"MARKER" not in told and b"0612345678" not in told
    assert [one["response"] for one in pack.rows("answers")] == ["", "", "", ""]


def test_only_who_agrees_is_in_a_file(world: World) -> None:
    world.learners(5, region="FR-BRE")
    silent = world.make.person()
    world.story.joins(silent, 1)
    refused = world.learner(agrees=False)
    left = world.learner()
    choose(world.session, left.id, agrees=False)
    for one in (silent, refused, left):
        world.answers(one, "a")
    pack = world.pack(world.agreed())
    assert len(pack.rows("learners")) == 5 and pack.rows("answers") == []


def test_who_has_no_account_any_more_is_left_out(world: World) -> None:
    people = world.learners(6)
    people[0].disabled_at = NOW
    world.session.flush()
    assert len(world.pack(world.agreed()).rows("learners")) == 5


def test_two_accounts_of_one_person_are_one_learner_and_her_last_word_counts(world: World) -> None:
    people = world.learners(6)
    merge(world.session, world.actor(people[0]), world.actor(people[1]))
    world.answers(people[1], "a")
    pack = world.pack(world.agreed())
    assert len(pack.rows("learners")) == 5 and len(pack.rows("answers")) == 1
    with clock.at(NOW - DAY):
        choose(world.session, people[1].id, agrees=False)
    world.learner()
    assert len(world.pack(world.agreed()).rows("learners")) == 5


def test_only_the_days_of_the_study_are_in_a_file(world: World) -> None:
    people = world.learners(5)
    for day in (-80, 1, 130):
        world.answers(people[0], "a", day=day, n=abs(day))
        world.story.reads(people[0], f"u{day}", 20, day=day)
    pack = world.pack(world.agreed())
    assert [one["unit"] for one in pack.rows("units")] == ["u1"] and len(pack.rows("answers")) == 1
    assert {one["week"] for one in pack.rows("weeks")} == {"2026-W10"}


def test_a_voided_statement_is_in_no_file(world: World) -> None:
    people = world.learners(5)
    void(world.session, world.answers(people[0], "a"), people[0].id)
    pack = world.pack(world.agreed())
    assert pack.rows("answers") == [] and list(pack.statements()) == []


def test_only_what_a_study_asked_for_is_in_its_file(world: World) -> None:
    world.learners(5, region="FR-BRE", gender="f")
    pack = world.pack(world.agreed(variables=["region", "weeks"]))
    assert list(pack.rows("learners")[0]) == ["learner", "place"]
    assert {one for one in pack.inside if one.endswith((".csv", ".jsonl"))} == {"learners.csv", "weeks.csv"}


def test_the_same_data_make_the_same_file_byte_for_byte(world: World) -> None:
    a_full_world(world)
    study = world.agreed()
    assert world.pack(study).content == world.pack(study).content


def test_pseudonyms_are_the_same_within_a_study_and_others_in_another(world: World) -> None:
    a_full_world(world)
    first, second = world.agreed(), world.agreed(title="Autre")
    of_first = {one["learner"] for one in world.pack(first).rows("learners")}
    world.learner()
    again = {one["learner"] for one in world.pack(first).rows("learners")}
    other = world.pack(second)
    assert of_first <= again
    assert not of_first & {one["learner"] for one in other.rows("learners")}
    kept = {one["id"] for one in world.pack(first).statements()}
    assert not kept & {one["id"] for one in other.statements()}


def test_names_are_keyed_hashes_of_128_bits() -> None:
    import hmac

    actor = UUID(int=7)
    expected = hmac.new(b"k" * 32, b"learner:" + actor.bytes, "sha256").hexdigest()[:32]
    assert Names(b"k" * 32).learner(actor) == f"p{expected}"
    assert Names(b"k" * 32).thing(actor) != Names(b"l" * 32).thing(actor)


def test_small_groups_are_coarsened_and_the_report_says_how(world: World) -> None:
    world.learners(4, region="FR-BRE", department="35")
    world.learners(4, region="FR-BRE", department="29")
    pack = world.pack(world.agreed(variables=["department", "gender"]))
    assert {one["place"] for one in pack.rows("learners")} == {"FR-BRE"}
    told = pack.json("protection.json")
    assert told["columns"][0] == {"name": "place", "step": "region", "level": 1, "of": 3}
    assert (told["shown"], told["left_out_at_most"], told["smallest_group"]) == (8, 0, 8)
    assert "région" in pack.inside["protection.md"].decode()


def test_the_network_is_that_of_the_school_whose_name_stays_here(world: World) -> None:
    listed = "official_id;name;stages;commune;network\n0351234A;École Zébulon;elementaire;35238;public\n"
    import_schools(world.session, "fr", listed.encode())
    school = world.session.scalars(select(School)).one()
    people = world.learners(5)
    for person in people:
        note_fact(world.session, person.id, "school", str(school.id), since=NOW - 60 * DAY)
    pack = world.pack(world.agreed())
    assert {one["network"] for one in pack.rows("learners")} == {"public"}
    told = b"".join(pack.inside.values()).decode()
    assert "Zébulon" not in told and str(school.id) not in told and "0351234A" not in told


def test_who_stands_alone_is_left_out_of_every_table(world: World) -> None:
    world.learners(40, gender="f")
    odd = world.learner(gender="m")
    world.answers(odd, "a")
    pack = world.pack(world.agreed(variables=["gender", "answers", "statements"]))
    assert len(pack.rows("learners")) == 40 and pack.rows("answers") == [] == list(pack.statements())
    assert pack.json("protection.json")["left_out_at_most"] == 5


def test_a_later_file_is_never_finer_than_the_one_before(world: World) -> None:
    world.learners(4, region="FR-BRE", department="35")
    world.learners(4, region="FR-BRE", department="29")
    study = world.agreed(variables=["department"])
    assert {one["place"] for one in world.pack(study).rows("learners")} == {"FR-BRE"}
    world.learners(3, region="FR-BRE", department="35")
    world.learners(3, region="FR-BRE", department="29")
    assert {one["place"] for one in world.pack(study).rows("learners")} == {"FR-BRE"}


def test_the_registration_is_told_nowhere_finer_than_among_the_learners(world: World) -> None:
    for day in range(0, 60, 7):
        world.learner(day)
    pack = world.pack(world.agreed(variables=["registered", "milestones", "statements"]))
    assert {one["registered"] for one in pack.rows("learners")} == {"2025-2026"}
    assert pack.rows("milestones") == [] and list(pack.statements()) == []


def test_too_few_people_make_no_file(world: World) -> None:
    world.learners(4)
    row = world.made(world.agreed())
    assert (row.state, row.problem, row.sha2) == ("failed", "too-few", None)


def test_a_formula_among_declared_values_is_harmless(world: World) -> None:
    people = world.learners(5, region="FR-BRE")
    for person in people:
        note_fact(world.session, person.id, "setting", "=1+1", since=NOW - 60 * DAY)
    assert world.pack(world.agreed()).rows("learners")[0]["setting"] == "'=1+1"
