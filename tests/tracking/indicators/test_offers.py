"""What a filter offers: what exists, in the reader's language, and for a lead of some regions what lies in them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from classcode import i18n
from tests.tracking.indicators.rows import Rows
from tests.tracking.indicators.told import NOW
from tracking.indicators import choices, offers
from tracking.indicators.choices import Known
from tracking.indicators.filters import DIMENSIONS

TODAY = NOW.date()


def known(session: Session, allowed: frozenset[str] | None = None, language: str = "en") -> Known:
    with i18n.reader(language):
        return offers.known(session, language, allowed, TODAY)


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_every_dimension_has_something_to_choose_and_each_of_it_is_understood(
    session: Session, language: str
) -> None:
    offered = known(session, language=language)
    for name in DIMENSIONS:
        values = [value for value, _words in offers.options(offered, name)]
        assert len(values) > 1
        for value in values:
            choices.read({name: value}, offered)


def test_who_did_not_say_and_who_was_not_asked_are_two_choices(session: Session) -> None:
    with i18n.reader("en"):
        words = dict(offers.options(known(session), "gender"))
    assert (words["not-said"], words["not-asked"]) == ("Preferred not to say", "Not asked")


def test_a_lead_of_one_region_is_offered_what_lies_in_it(session: Session) -> None:
    offered = known(session, frozenset({"FR-BRE"})).offered
    assert set(offered["department"]) == {"22", "29", "35", "56"}
    assert set(offered["academy"]) == {"14"} and set(offered["country"]) == {"FR"}
    assert offers.options(known(session, frozenset({"FR-BRE"})), "region") == [("FR-BRE", "Brittany")]
    assert set(known(session, frozenset({"BE-WNA"})).offered["academy"]) == {"BE-WNA"}


def test_modules_are_those_that_somebody_joined(rows: Rows) -> None:
    assert known(rows.session).modules == {}
    rows.reaches(rows.someone(), "registered", 1, "robots")
    rows.session.flush()
    assert known(rows.session).modules == {"robots": "robots"}
