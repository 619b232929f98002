"""The published vocabulary: complete, equal to the documentation, and open to anyone."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

from tracking import profile
from tracking.events import TEMPLATES, table
from tracking.vocabulary import ADL_VERBS, DEFINITION, DISPLAY, Verb

IRI_BASE = "http://classcode.test"
DOCS = Path(__file__).parents[2] / "docs" / "vocabulary.md"
BUILT = profile.build(IRI_BASE)
WORDS = {"fr", "en", "nl"}


def test_every_verb_has_a_template_and_a_name_in_three_languages() -> None:
    assert {one.verb for one in TEMPLATES} == set(Verb) == set(DISPLAY)
    assert all(set(names) == WORDS for names in DISPLAY.values())


def test_our_own_verbs_are_defined_and_adls_are_left_to_adl() -> None:
    own = set(Verb) - ADL_VERBS
    assert own == set(DEFINITION) == set(profile.DEFINITIONS)
    defined = {one["id"] for one in BUILT["concepts"] if one["type"] == "Verb"}
    assert defined == {f"{IRI_BASE}/xapi/verbs/{verb}" for verb in own}


def test_the_profile_says_what_it_is_and_what_it_conforms_to() -> None:
    assert BUILT["@context"] == "https://w3id.org/xapi/profiles/context"
    assert (BUILT["type"], BUILT["conformsTo"]) == ("Profile", "https://w3id.org/xapi/profiles#1.0")
    assert BUILT["versions"][0]["id"].startswith(BUILT["id"])


def test_each_concept_and_template_belongs_to_the_version_and_speaks_three_languages() -> None:
    for one in [*BUILT["concepts"], *BUILT["templates"]]:
        assert one["inScheme"] == BUILT["versions"][0]["id"]
        assert set(one["prefLabel"]) == set(one["definition"]) == WORDS


def test_no_two_things_share_an_identifier() -> None:
    identifiers = [one["id"] for one in [*BUILT["concepts"], *BUILT["templates"]]]
    assert len(identifiers) == len(set(identifiers))


def test_what_templates_carry_has_a_path_or_is_a_defined_extension() -> None:
    carried = {name for one in TEMPLATES for name in (*one.always, *one.sometimes)}
    assert carried - set(profile.PATHS) == set(profile.EXTENSIONS)


def test_the_documented_table_is_the_one_of_the_code() -> None:
    rows = re.findall(r"^\| (?!event|---)(.+) \|$", DOCS.read_text(), re.MULTILINE)
    assert [tuple(row.split(" | ")) for row in rows] == [
        tuple(part or " " for part in row) for row in table()
    ]


def test_the_profile_is_published_to_anyone(client: FlaskClient) -> None:
    answer = client.get("/profile.jsonld")
    assert answer.status_code == 200 and answer.content_type == "application/ld+json"
    assert answer.get_json(force=True) == BUILT
