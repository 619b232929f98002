"""Data 2.4.7 to 2.4.10 and 4.5: timestamp, stored, authority and version."""

from __future__ import annotations

import pytest

from tests.tracking.lrs.statement import ADA, BOTH, BRUNO, TEAM, accepted, having, refusal
from tracking.xapi.values import instant
from tracking.xapi.versions import Version

MOMENTS = """
2026-09-01T08:30:00Z 2026-09-01T08:30:00.123Z 2026-09-01T08:30:00+00:00 2026-09-01T08:30:00.123456789-05:30
2024-02-29T23:59:59.9+14:00 2050-01-01T00:00:00Z
""".split()
ONLY_ISO = """
2026-09-01T08:30:00 2026-09-01T08:30Z 2026-09-01T08+02 20260901T083000Z 20260901T083000.5+0200 2026-W36-2T08:30:00Z
2026-09-01T08:30:00,5Z
""".split()
NO_MOMENTS = """
01/011/2015 yesterday 2026-09-01 2026-13-01T00:00:00Z 2026-02-30T00:00:00Z 2026-09-01T25:00:00Z 2026-09-01T08:61:00Z
2026-09-01t08:30:00Z 2026-09-01T08:30:00z 2026-09-01T08:30:00+25:00 26-09-01T08:30:00Z 2026-09-01T08:30:00ZZ T08:30:00Z
""".split()
MINUS_ZERO = "2008-09-15T15:53:00.601-00 2008-09-15T15:53:00.601-0000 2008-09-15T15:53:00.601-00:00".split()
TWO = {"objectType": "Group", "member": [ADA, BRUNO]}


@BOTH
@pytest.mark.parametrize("name", ["timestamp", "stored"])
@pytest.mark.parametrize("value", MOMENTS)
def test_data_4_5_a_timestamp_is_a_moment_with_its_zone(name: str, value: str, version: Version) -> None:
    assert accepted(having(name, value), version)


@pytest.mark.parametrize("value", ONLY_ISO)
def test_data_4_5_1_0_takes_every_form_of_iso_8601_and_2_0_only_rfc_3339(value: str) -> None:
    assert accepted(having("timestamp", value))
    assert refusal(having("timestamp", value), Version.V2) == ("timestamp", "9274.1.1 4.2.7")


@BOTH
@pytest.mark.parametrize("name", ["timestamp", "stored", "object.timestamp"])
@pytest.mark.parametrize("value", [*NO_MOMENTS, "", "2026-09-01T08:30:00Z\n", 1756715400, None], ids=repr)
def test_data_4_5_what_is_no_moment_is_refused(name: str, value: object, version: Version) -> None:
    statement = having(name, value)
    if name.startswith("object"):
        statement["object"] |= {"objectType": "SubStatement", "actor": ADA, "verb": statement["verb"]}
        statement["object"]["object"] = {"id": statement["object"].pop("id")}
    assert refusal(statement, version)[0] == name


@BOTH
@pytest.mark.parametrize("value", MINUS_ZERO)
def test_data_4_5_an_unknown_zone_is_refused(value: str, version: Version) -> None:
    assert refusal(having("timestamp", value), version)[0] == "timestamp"


def test_data_4_5_a_moment_without_zone_is_taken_as_utc() -> None:
    assert instant("2026-09-01T08:30:00") == instant("2026-09-01T10:30:00+02:00") == instant("20260901T0830Z")


@BOTH
@pytest.mark.parametrize("value", [ADA, BRUNO, TWO, TWO | {"name": "The site and Bruno"}], ids=repr)
def test_data_2_4_9_an_agent_or_a_group_of_two_vouches(value: object, version: Version) -> None:
    assert accepted(having("authority", value), version)


@BOTH
@pytest.mark.parametrize(
    "value",
    [
        TWO | {"mbox": "mailto:team@example.org"},
        TWO | {"account": BRUNO["account"]},
        TWO | {"member": [ADA]},
        TWO | {"member": [ADA, BRUNO, ADA]},
        {"objectType": "Group", "mbox": "mailto:team@example.org"},
    ],
    ids=repr,
)
def test_data_2_4_9_another_group_does_not_vouch(value: object, version: Version) -> None:
    assert refusal(having("authority", value), version) == ("authority", "Data 2.4.9")


def test_data_2_4_9_who_vouches_is_checked_like_any_actor() -> None:
    assert refusal(having("authority", {"name": "Ada"})) == ("authority", "Data 2.4.2.1")
    assert refusal(having("authority", TWO | {"member": [ADA, TEAM]})) == (
        "authority.member[1]",
        "Data 2.4.2.1",
    )


@BOTH
@pytest.mark.parametrize("value", ["1.0", "1.0.0", "1.0.3", "1.0.9", "1.0.32", "1.0.4-beta"])
def test_data_2_4_10_any_version_that_starts_with_1_0_is_good(value: str, version: Version) -> None:
    assert accepted(having("version", value), version)


@pytest.mark.parametrize("value", ["2.0", "2.0.0", "2.0.1"])
def test_9274_1_1_4_2_4_3_2_0_takes_its_own_version_and_1_0_does_not(value: str) -> None:
    assert accepted(having("version", value), Version.V2)
    assert refusal(having("version", value)) == ("version", "Data 2.4.10")


@BOTH
@pytest.mark.parametrize(
    "value", ["", "1", "0.9.9", "1.1.0", "1.00", "3.0.0", "1.0.", "v1.0.3", 1.0, None], ids=repr
)
def test_data_2_4_10_another_version_is_refused(value: object, version: Version) -> None:
    assert refusal(having("version", value), version)[0] == "version"
