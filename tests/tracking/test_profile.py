"""The published vocabulary: complete, well formed, equal to the documentation, and a new version of the former one."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from tests.tracking.emitted import QUANTIFIERS, Follows
from tracking import profile
from tracking.profile.concepts import EXTENSIONS, TYPES, VERBS
from tracking.profile.events import TEMPLATES
from tracking.profile.locations import LOCATIONS
from tracking.profile.meanings import EVENTS, NOTES
from tracking.profile.paths import steps
from tracking.profile.stories import PATTERNS, TOLD
from tracking.vocabulary import ADL_TYPE, ADL_VERB, ADL_VERBS, DISPLAY, Verb, profile_version_iri

IRI_BASE = "http://classcode.test"
ROOT = Path(__file__).parents[2]
BUILT = profile.build(IRI_BASE)
LANGUAGES = {"fr", "en", "nl"}
DEFINED = [*BUILT["concepts"], *BUILT["templates"], *BUILT["patterns"]]
WAYS = {"sequence", "alternates", *QUANTIFIERS}


def names(one: dict[str, Any], *keys: str) -> Iterator[str]:
    """Walk the identifiers that something names under these properties, be they one or many."""
    for key in keys:
        yield from [one[key]] if isinstance(one.get(key), str) else one.get(key, ())


def of_kind(kind: str) -> set[str]:
    return {one["id"] for one in BUILT["concepts"] if one["type"] == kind}


# The whole


def test_the_profile_says_what_it_is_and_what_it_conforms_to() -> None:
    assert BUILT["@context"] == "https://w3id.org/xapi/profiles/context"
    assert (BUILT["type"], BUILT["conformsTo"]) == ("Profile", "https://w3id.org/xapi/profiles#1.0")
    assert BUILT["id"] == f"{IRI_BASE}/xapi/profile"


def test_each_version_names_the_one_before_it_and_none_is_the_profile_itself() -> None:
    versions = BUILT["versions"]
    assert versions[0]["id"] == profile_version_iri(IRI_BASE)
    assert BUILT["id"] not in [one["id"] for one in versions]
    for newer, older in pairwise(versions):
        assert newer["wasRevisionOf"] == [older["id"]]
        assert newer["generatedAtTime"] > older["generatedAtTime"]
    assert "wasRevisionOf" not in versions[-1]


def test_no_two_things_share_an_identifier() -> None:
    identifiers = [BUILT["id"], *(one["id"] for one in [*BUILT["versions"], *DEFINED])]
    assert len(identifiers) == len(set(identifiers))


def test_everything_belongs_to_the_newest_version() -> None:
    assert {one["inScheme"] for one in DEFINED} == {profile_version_iri(IRI_BASE)}


def test_whatever_is_told_is_told_in_three_languages() -> None:
    maps = [one[key] for one in [BUILT, *DEFINED] for key in ("prefLabel", "definition") if key in one]
    notes = [rule["scopeNote"] for one in BUILT["templates"] for rule in one["rules"] if "scopeNote" in rule]
    assert all(set(told) == LANGUAGES and all(told.values()) for told in [*maps, *notes, *DISPLAY.values()])


# Concepts


def test_our_own_verbs_and_types_are_defined_and_adls_are_left_to_adl() -> None:
    own = set(Verb) - ADL_VERBS
    assert own == set(VERBS)
    assert of_kind("Verb") == {f"{IRI_BASE}/xapi/verbs/{verb}" for verb in own}
    assert of_kind("ActivityType") == {f"{IRI_BASE}/xapi/types/{kind}" for kind in TYPES}


def test_each_extension_has_a_schema_and_the_verbs_that_carry_it() -> None:
    extensions = [one for one in BUILT["concepts"] if one["type"] == "ResultExtension"]
    assert len(extensions) == len(EXTENSIONS)
    for one in extensions:
        assert orjson.loads(one["inlineSchema"])["type"] in {"integer", "boolean", "string"}
        assert one["recommendedVerbs"]


# Templates


def test_every_verb_has_a_template_and_every_template_a_meaning() -> None:
    assert {one.verb for one in TEMPLATES} == set(Verb) == set(DISPLAY)
    assert [one.id for one in TEMPLATES] == list(EVENTS)


def test_every_concept_that_is_named_is_ours_or_adls() -> None:
    verbs = [*BUILT["templates"], *BUILT["concepts"]]
    for verb in (name for one in verbs for name in names(one, "verb", "recommendedVerbs")):
        assert verb in of_kind("Verb") or verb in {ADL_VERB + each for each in ADL_VERBS}
    kinds = ("objectActivityType", "contextParentActivityType", "contextGroupingActivityType")
    for kind in (name for one in BUILT["templates"] for name in names(one, *kinds)):
        assert kind in of_kind("ActivityType") or kind.startswith(ADL_TYPE)


def test_no_two_templates_are_determined_by_the_same_verb_and_object() -> None:
    determining = [(one["verb"], one.get("objectActivityType")) for one in BUILT["templates"]]
    assert len(determining) == len(set(determining))


def test_a_reference_to_a_statement_excludes_an_activity_type_and_names_templates() -> None:
    templates = {one["id"] for one in BUILT["templates"]}
    referring = [one for one in BUILT["templates"] if "objectStatementRefTemplate" in one]
    assert referring
    for one in referring:
        assert "objectActivityType" not in one
        assert set(one["objectStatementRefTemplate"]) <= templates - {one["id"]}


def test_every_rule_can_be_read_and_none_speaks_twice_of_one_place() -> None:
    for one in BUILT["templates"]:
        places = [rule["location"] for rule in one["rules"]]
        assert len(places) == len(set(places))
        assert all(steps(place) for place in places)
        assert {rule["presence"] for rule in one["rules"]} <= {"included", "recommended", "excluded"}


def test_what_templates_carry_has_a_path_or_is_a_defined_extension() -> None:
    named = {name for one in TEMPLATES for name in (*one.always, *one.sometimes, *one.never)}
    assert named - set(LOCATIONS) == set(EXTENSIONS)


def test_closed_values_and_notes_are_of_parts_that_the_event_has() -> None:
    carried = {one.id: {"home", *one.always, *one.sometimes} for one in TEMPLATES}
    assert all(set(one.closed) <= carried[one.id] for one in TEMPLATES)
    everything = set().union(*carried.values())
    assert all(name in (carried[event] if event else everything) for event, name in NOTES)


# Patterns


def test_a_pattern_follows_one_way_through_things_that_are_there() -> None:
    known = {one["id"] for one in [*BUILT["templates"], *BUILT["patterns"]]}
    for one in BUILT["patterns"]:
        ways = WAYS & set(one)
        assert len(ways) == 1
        assert set(names(one, *ways)) <= known
        assert all(len(one[way]) >= 2 for way in ways if isinstance(one[way], list))


def test_each_story_has_a_name_and_the_other_patterns_are_parts_of_one() -> None:
    primary = {one.id for one in PATTERNS if one.primary}
    parts = {part for one in PATTERNS for part in one.of}
    assert primary == set(TOLD)
    assert primary.isdisjoint(parts)
    assert {one.id for one in PATTERNS} <= primary | parts


def test_no_pattern_leads_back_to_itself_and_no_choice_may_be_nothing() -> None:
    follows = Follows(BUILT)  # ends only where no pattern holds itself
    assert len(follows.stories) == len(TOLD)
    ways = {one["id"]: WAYS & set(one) for one in BUILT["patterns"]}
    for one in BUILT["patterns"]:
        assert not any(
            ways.get(part, set()) & {"optional", "zeroOrMore"} for part in one.get("alternates", ())
        )


def test_every_event_is_part_of_a_story_or_may_stand_alone() -> None:
    told = {part for one in PATTERNS for part in one.of}
    assert {one.id for one in TEMPLATES if one.id not in told} <= {one.id for one in TEMPLATES if one.solo}


@pytest.mark.parametrize(
    ("events", "story"),
    [
        ("module-joined module-opened unit-opened question-answered activity-failed unit-done", "learning"),
        ("module-joined module-opened unit-done module-finished unit-opened", "learning"),
        ("desk-asked desk-responded desk-resolved desk-responded", "asking"),
        ("desk-asked desk-responded desk-resolved desk-rated", "asking"),
        ("answer-shared answer-found-helpful answer-found-helpful", "public-answer"),
        ("answer-found-helpful", "public-answer"),
        ("answer-found-helpful answer-shared", None),
        ("meeting-proposed meeting-declined meeting-accepted meeting-attended", "meeting"),
        ("unit-opened module-joined", None),
        ("module-joined activity-passed", None),
        ("desk-resolved desk-asked", None),
        ("meeting-proposed meeting-attended meeting-accepted", None),
    ],
)
def test_stories_go_forward(events: str, story: str | None) -> None:
    found = Follows(BUILT).story_of(f"{IRI_BASE}/xapi/templates/{one}" for one in events.split())
    assert found == (story and f"{IRI_BASE}/xapi/patterns/{story}")


# Where it is told


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that writes the page."""
    spec = importlib.util.spec_from_file_location("write_vocabulary", ROOT / "scripts" / "vocabulary.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_documented_tables_are_those_of_the_profile(script: ModuleType) -> None:
    told = (ROOT / "docs" / "vocabulary.md").read_text()
    assert all(f"<!-- begin {part} -->" in told for part in ("concepts", "rules", "templates", "patterns"))
    assert script.page(told) == told


def test_the_first_address_of_the_profile_leads_to_its_present_one(client: FlaskClient) -> None:
    answer = client.get("/profile.jsonld")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/xapi/profile")
