"""Data 4.1 and 4.2: extensions and language maps, wherever they stand."""

from __future__ import annotations

import pytest

from tests.tracking.lrs.statement import BOTH, FILE, accepted, having, refusal
from tracking.xapi.versions import Version

EXTENSIBLE = ["result.extensions", "context.extensions", "object.definition.extensions"]
MAPS = ["verb.display", "object.definition.name", "object.definition.description"]
LANGUAGES = """
en fr-FR zh-Hant-TW sr-Latn es-419 de-CH-1996 sl-rozaj-biske de-DE-u-co-phonebk x-ours i-klingon EN-us zh-yue tlh
en-GB-oed und hy-Latn-IT-arevela de-x-ours
""".split()
NO_LANGUAGES = "a12345678 e english-us-x fr_FR fr- -fr en--GB 7 en-GB-u x i-unknown en-1".split()


@BOTH
@pytest.mark.parametrize("path", EXTENSIBLE)
def test_data_4_1_the_values_of_extensions_are_never_refused(path: str, version: Version) -> None:
    for value in (None, "", {}, [], [None], {"Any": {"thing": None}}, 7, -0.5, True):
        assert accepted(having(path, {"https://example.org/x": value}), version)
    assert accepted(having(path, {}), version)


@BOTH
@pytest.mark.parametrize("path", EXTENSIBLE)
@pytest.mark.parametrize("key", ["colour", "", "example.org/colour", "http://a b"])
def test_data_4_1_the_keys_of_extensions_are_iris(path: str, key: str, version: Version) -> None:
    where, clause = refusal(having(path, {key: 1}), version)
    assert where.startswith(path)
    assert clause == "Data 4.1"


@pytest.mark.parametrize("path", EXTENSIBLE)
@pytest.mark.parametrize("value", [None, [], "x", 7], ids=repr)
def test_data_4_1_extensions_are_an_object(path: str, value: object) -> None:
    assert refusal(having(path, value))[0] == path


@BOTH
@pytest.mark.parametrize("path", MAPS)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_data_4_2_a_language_map_goes_by_language_tags(path: str, tag: str, version: Version) -> None:
    assert accepted(having(path, {tag: "A text", "en": ""}), version)


@BOTH
@pytest.mark.parametrize("path", MAPS)
@pytest.mark.parametrize("tag", [*NO_LANGUAGES, ""])
def test_data_4_2_what_is_formed_otherwise_is_no_language_tag(path: str, tag: str, version: Version) -> None:
    where, clause = refusal(having(path, {"en": "A text", tag: "A text"}), version)
    assert where.startswith(path)
    assert clause == "Data 4.2"


@pytest.mark.parametrize("path", MAPS)
@pytest.mark.parametrize("said", [None, 7, {}, ["A text"]], ids=repr)
def test_data_4_2_what_a_language_map_says_is_text(path: str, said: object) -> None:
    assert refusal(having(path, {"fr": said})) == (f"{path}.fr", "Data 4.2")


def test_data_4_2_titles_of_attachments_and_components_are_language_maps() -> None:
    wrong = {"a12345678": "A text"}
    assert refusal(having("attachments", [FILE | {"display": wrong}]))[1] == "Data 4.2"
    choice = {"interactionType": "choice", "choices": [{"id": "a", "description": wrong}]}
    assert refusal(having("object.definition", choice))[1] == "Data 4.2"
