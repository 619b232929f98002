"""The definition files: complete, in three languages, never edited once published, refused by name where broken."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import ModuleType

import pytest

from classcode.territory.schools.indices import SCHEMES
from helpdesk.afterwards.opinions import USEFUL
from helpdesk.places import standing as places
from tracking.indicators import definition as module
from tracking.indicators.definition import (
    FOLDER,
    ORDER,
    BadDefinition,
    Definition,
    breaks,
    definition,
    definitions,
    every_version,
    read,
)
from tracking.indicators.kinds import Disclosure, Kind, Origin, Progress, Unit
from tracking.standing import PARTICIPATING_DAYS

ROOT = Path(__file__).resolve().parents[3]
GOOD = (FOLDER / "enrolments.1.toml").read_text()
FIRST_RELEASE = date(2026, 11, 21)
IN_PARTS = {"age-class-lower", "age-class-upper"}
"""Shares of an age class: no part of a group of people, but one number divided by another."""


def write(folder: Path, text: str, name: str = "enrolments.1.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the definitions, read in place of them."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    every_version.cache_clear()
    yield tmp_path
    every_version.cache_clear()


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that publishes definitions and writes their list."""
    spec = importlib.util.spec_from_file_location("publish_definitions", ROOT / "scripts" / "definitions.py")
    assert spec and spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


# The set


def test_every_indicator_in_order_is_defined_group_by_group() -> None:
    found = definitions()
    assert tuple(one.id for one in found) == ORDER
    groups = [group for group, _some in groupby(one.group for one in found)]
    assert len(groups) == len(set(groups))


def test_each_definition_states_its_zone_and_its_disclosure_fits_its_unit() -> None:
    for one in definitions():
        assert one.time_zone == "Europe/Paris"
        assert (one.disclosure is Disclosure.RATE) == (one.unit is Unit.SHARE and one.id not in IN_PARTS)


def test_what_is_declared_is_told_apart_from_what_is_measured() -> None:
    declared = {one.id for one in definitions() if one.disclosure is Disclosure.DECLARED}
    assert all(definition(id_).origin is Origin.DECLARED for id_ in declared)
    assert {"informed", "press", "partner-hours", "leverage-money", "action-progress"} <= declared
    assert definition("pupils-reached").origin is definition("girls-share").origin is Origin.DECLARED


def test_a_sum_over_people_says_in_its_label_that_it_is_one_or_counts_no_people() -> None:
    counts_things = {"questions", "resolved"}
    for one in definitions():
        if one.disclosure is Disclosure.SUM and one.id not in counts_things:
            assert one.label.fr.endswith("(somme)") and one.label.en.endswith("(sum)")
            assert one.label.nl.endswith("(som)")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("initiated", "trained"),
        ("age-class-lower", "age-class-upper"),
        ("attendance-rate", "no-show-rate"),
        ("satisfaction-answers", "satisfaction-answers-response"),
        ("satisfaction-meetings", "satisfaction-meetings-response"),
        ("meetings-with-facilitator", "meetings-without-facilitator"),
        ("self-efficacy-before", "self-efficacy-after"),
    ],
)
def test_two_that_explain_each_other_are_shown_together(one: str, other: str) -> None:
    assert definition(one).beside == other and definition(other).beside == one


def test_enrolments_stand_beside_the_people_registered() -> None:
    assert definition("enrolments").beside == "registered"


def test_what_has_no_source_yet_says_so_and_tells_what_will_be_there() -> None:
    waiting = [one for one in every_version() if not one.available]
    assert [(one.id, one.version) for one in waiting] == [("self-efficacy", 1)]
    assert all(one.empty for one in waiting)


def test_what_learners_are_asked_has_words_for_the_day_before_the_first_answers() -> None:
    assert all(one.empty for one in definitions() if one.origin is Origin.SURVEY)


def test_every_declared_figure_has_words_for_the_day_before_the_first_is_entered() -> None:
    assert all(one.empty for one in definitions() if one.origin is Origin.DECLARED)


def test_the_progress_state_has_its_five_steps_in_words() -> None:
    found = definition("action-progress")
    assert (found.kind, found.unit, len(Progress)) == (Kind.PROGRESS, Unit.STEP, 5)
    steps = "not started, under a quarter, a quarter to a half, a half to three quarters, finished"
    assert steps in found.formula.en


# What it says is what the code does


def test_the_threshold_of_participation_stands_in_its_definition() -> None:
    assert PARTICIPATING_DAYS == 3 and "three distinct days" in definition("participating").formula.en


def test_the_threshold_of_a_sustained_place_stands_in_its_definition() -> None:
    formula = definition("places-sustained").formula.en
    assert places.DAYS_SUSTAINED == 4 and "four different days" in formula
    assert f"in the {places.LOOKED_BACK.days} days" in formula
    assert f"{places.SPAN_SUSTAINED.days} days or more apart" in formula


def test_satisfaction_is_told_on_the_scale_that_people_answered_on() -> None:
    assert range(1, 6) == USEFUL
    for id_ in ("satisfaction-answers", "satisfaction-meetings"):
        assert "on a scale from 1 to 5" in definition(id_).formula.en


def test_the_lines_of_the_social_indices_stand_in_the_definition() -> None:
    remark = definition("low-index").remark.en
    assert (SCHEMES["be-class"].low_to, SCHEMES["be-share"].low_from) == (5, 40)
    assert "classes 1 to 5 of 20" in remark and "40% of pupils" in remark
    assert SCHEMES["fr-ips"].low_to is SCHEMES["fr-ips"].low_from is None
    assert "no official threshold" in remark


# Words


def texts(one: Definition) -> Iterator[tuple[str, str, str]]:
    for entry in (*module.WORDS, *module.SOME_WORDS):
        names = getattr(one, entry)
        if names is not None:
            yield from ((entry, language, names.called(language)) for language in module.LANGUAGES)


def test_what_is_a_sentence_ends_as_one_and_labels_do_not() -> None:
    for one in definitions():
        for entry, _language, text in texts(one):
            assert text.endswith(".") != (entry == "label"), f"{one.id}: {text}"


def test_the_french_is_set_as_french_is() -> None:
    for one in definitions():
        for _entry, language, text in texts(one):
            if language == "fr":
                assert not re.search(
                    r"(?<!\N{NO-BREAK SPACE})[:;?!»%]|«(?!\N{NO-BREAK SPACE})|['\"]", text
                ), text


def test_a_label_is_short_enough_for_the_head_of_a_column() -> None:
    for one in definitions():
        assert max(map(len, (one.label.fr, one.label.en, one.label.nl))) <= 48, one.id


# Versions


def test_at_a_day_the_versions_of_that_day_are_in_force() -> None:
    first = {one.id: one.version for one in definitions(FIRST_RELEASE)}
    assert first["registered"] == 1 and "enrolments" not in first
    today = {one.id: one.version for one in definitions(date(2026, 11, 22))}
    assert today["registered"] == 2 and set(today) == set(ORDER)
    assert definitions(date(2020, 1, 1)) == ()


def test_the_files_of_the_first_release_are_still_read_with_what_they_left_unsaid() -> None:
    old = definition("registered", 1)
    assert (old.since, old.since_version, old.numerator) == (FIRST_RELEASE, "0.1.0", None)
    assert old.source.en == "The record of learning on this site"


def test_a_version_that_only_says_it_better_breaks_no_series() -> None:
    assert breaks("registered") == (date(2026, 11, 22),)
    assert definition("questions").version == 2 and breaks("questions") == breaks("enrolments") == ()


def test_a_new_version_takes_over_from_its_day_and_the_old_one_stays(folder: Path) -> None:
    newer = GOOD.replace("version = 1", "version = 2").replace("since = 2026-11-22", "since = 2027-09-01")
    write(folder, newer, "enrolments.2.toml")
    before, after = definitions(date(2027, 8, 31)), definitions(date(2027, 9, 1))
    assert {one.id: one.version for one in before}["enrolments"] == 1
    assert {one.id: one.version for one in after}["enrolments"] == 2 == definition("enrolments").version
    assert definition("enrolments", 1).version == 1 and breaks("enrolments") == (date(2027, 9, 1),)


def test_a_definition_knows_the_checksum_of_its_file() -> None:
    content = (FOLDER / "enrolments.1.toml").read_bytes()
    assert definition("enrolments", 1).digest == sha256(content).hexdigest()


def test_an_unknown_indicator_or_version_is_no_definition() -> None:
    for asked in (("nothing", None), ("enrolments", 9)):
        with pytest.raises(KeyError):
            definition(*asked)


# Files


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('unit = "enrolments"', 'unit = "persons"'),
        ('disclosure = "sum"', 'disclosure = "none"'),
        ("version = 1", 'version = "1"'),
        ("since = 2026-11-22", 'since = "yesterday"'),
        ("[label]", "[name]"),
        ('nl = "Inschrijvingen voor modules (som)"', 'nl = " "'),
        ("[source]", "[origins]"),
        ("version = 1\n", "version = 2\n"),
        ('unit = "enrolments"', 'unit = "share"'),
        ('beside = "registered"', "available = false"),
        ("[context]", '[numerator]\nfr = "a"\nen = "a"\nnl = "a"\n\n[context]'),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(BadDefinition, match=r"enrolments\.1\.toml"):
        read(write(tmp_path, GOOD.replace(old, new, 1)))


def test_a_version_that_skips_a_number_is_refused(folder: Path) -> None:
    write(folder, GOOD.replace("version = 1", "version = 3"), "enrolments.3.toml")
    with pytest.raises(BadDefinition, match=r"enrolments\.3\.toml"):
        definitions()


def test_a_version_that_begins_before_the_one_it_replaces_is_refused(folder: Path) -> None:
    earlier = GOOD.replace("version = 1", "version = 2").replace("since = 2026-11-22", "since = 2026-11-01")
    write(folder, earlier, "enrolments.2.toml")
    with pytest.raises(BadDefinition, match=r"enrolments\.2\.toml"):
        definitions()


def test_an_indicator_shown_beside_something_unknown_is_refused(folder: Path) -> None:
    write(folder, GOOD.replace('beside = "registered"', 'beside = "nothing"'))
    with pytest.raises(BadDefinition, match="nothing"):
        definitions()


def test_a_published_definition_is_never_edited_and_every_file_is_published(script: ModuleType) -> None:
    assert script.altered(FOLDER) == []
    assert script.published(FOLDER) == script.digests(FOLDER)


def test_an_edited_or_deleted_published_file_is_found(script: ModuleType, folder: Path) -> None:
    write(folder, GOOD + "\n")
    (folder / "trained.1.toml").unlink()
    assert script.altered(folder) == ["enrolments.1.toml", "trained.1.toml"]


def test_the_documented_list_is_that_of_the_files(script: ModuleType) -> None:
    told = (ROOT / "docs" / "indicators.md").read_text()
    assert script.BEGIN in told and script.page(told) == told
