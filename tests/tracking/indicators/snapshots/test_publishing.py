"""From an order to what is published: each act once, nothing changed afterwards, withdrawn with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from classcode import clock, queues
from classcode.errors import Invalid, TooMany
from classcode.people.rules import limits
from classcode.territory.schooling import Names
from tests.tracking.indicators.snapshots.publishing import MARCH, YEAR, Press, figure
from tests.tracking.indicators.told import NOW
from tracking.indicators.snapshots import jobs, queries
from tracking.indicators.snapshots.models import Publication, PublicationState
from tracking.indicators.snapshots.rules import preparing, settling
from tracking.indicators.snapshots.rules.preparing import Told

DAY = timedelta(days=1)


def test_a_publication_is_ordered_prepared_by_jobs_and_published(press: Press) -> None:
    publication_id = press.order("mars-2026")
    assert press.row(publication_id).state == PublicationState.PREPARING
    press.work()
    row = press.row(publication_id)
    assert (row.state, row.progress, row.as_of) == (PublicationState.DRAFT, 100, NOW)
    press.publish(publication_id)
    assert press.row(publication_id).state == PublicationState.PUBLISHED
    assert figure(press.raw(row), "registered")["total"] == {"value": 50}
    assert [one["value"] for one in figure(press.raw(row), "registered")["regions"]] == [30, 20]


def test_the_frozen_files_are_there_from_the_first_job_on_and_the_others_before_it_is_a_draft(
    press: Press,
) -> None:
    publication_id = press.order("mars-2026")
    press.session.commit()
    with clock.at(NOW):
        queues.drain()
    assert set(press.kept(press.row(publication_id))) == {("json", ""), ("csv", "en"), ("csv-fr", "fr")}
    assert press.row(publication_id).state == PublicationState.PREPARING
    press.work()
    workbooks = {(fmt, lang) for fmt in ("xlsx", "ods") for lang in ("fr", "en", "nl")}
    assert workbooks < set(press.kept(press.row(publication_id)))


def test_a_job_that_runs_again_changes_no_byte(press: Press, config: object) -> None:
    publication_id = press.order("mars-2026")
    press.work()
    before = press.kept(press.row(publication_id))
    press.story.joins(press.story.person("FR-BRE"), 3)
    press.session.commit()
    for job in (jobs.preparer(config, list), jobs.make_files):  # type: ignore[arg-type]
        job(preparing.subject(publication_id, 1))
    assert press.kept(press.row(publication_id)) == before


def test_there_is_one_draft_at_a_time(press: Press) -> None:
    press.order("mars-2026")
    with pytest.raises(preparing.OneUnderway):
        press.order("avril-2026", "2026-04")


def test_a_draft_prepared_before_another_publication_is_refused_and_prepared_anew(press: Press) -> None:
    first = press.published("mars-2026")
    second = press.order("mars-2026-bis", at=NOW + DAY)
    press.work(NOW + DAY)
    row = press.row(second)
    row.before = []  # as if it had been frozen before the first one appeared
    with pytest.raises(settling.Stale):
        press.publish(second, NOW + DAY)
    with clock.at(NOW + DAY):
        settling.prepare_again(press.session, press.row(second), by=press.lead.id)
    press.work(NOW + DAY)
    assert press.row(second).before == [first.sha256]
    assert press.publish(second, NOW + DAY).state == PublicationState.PUBLISHED


def test_a_discarded_draft_leaves_no_file_and_gives_its_address_back(press: Press) -> None:
    publication_id = press.order("mars-2026")
    press.work()
    settling.discard(press.session, press.row(publication_id))
    assert press.kept(press.row(publication_id)) == {}
    assert press.published("mars-2026").slug == "mars-2026"


def test_what_is_published_is_neither_published_again_nor_prepared_again_nor_discarded(press: Press) -> None:
    row = press.published("mars-2026")
    before = press.kept(row)
    with pytest.raises(settling.NotADraft):
        settling.publish(press.session, row, by=press.lead.id)
    with pytest.raises(settling.NotADraft):
        settling.prepare_again(press.session, row, by=press.lead.id)
    with pytest.raises(settling.NotADraft):
        settling.discard(press.session, row)
    assert press.kept(row) == before


def test_a_withdrawn_publication_keeps_its_bytes_and_says_why(press: Press) -> None:
    row = press.published("mars-2026")
    before = press.kept(row)
    with pytest.raises(Invalid):
        settling.withdraw(press.session, row, "  ", by=press.lead.id)
    settling.withdraw(press.session, row, "Une région manquait.", by=press.lead.id)
    assert (press.kept(row), row.withdrawn_because) == (before, "Une région manquait.")
    with pytest.raises(settling.NotADraft):
        settling.withdraw(press.session, row, "Encore.", by=press.lead.id)


def test_a_withdrawn_publication_is_still_taken_into_account_by_later_ones(press: Press) -> None:
    row = press.published("mars-2026")
    settling.withdraw(press.session, row, "Une région manquait.", by=press.lead.id)
    for _ in range(3):
        press.story.joins(press.story.person("FR-BRE"), 3)
    later = press.published("mars-bis", at=NOW + DAY)
    assert figure(press.raw(later), "registered")["total"] == {"hidden": True}


@pytest.mark.parametrize(
    ("earlier", "later", "refused"),
    [
        ("2026-03", "2026-03", False),
        ("2026-03", "2026-04", False),
        ("2026-03", "2026", False),
        ("2026", "2026-03", True),
        ("2026", "fr:2025-2026", True),
        ("fr:2025-2026", "be-fr:2025-2026", True),
    ],
)
def test_periods_that_could_be_subtracted_from_each_other_are_refused(
    press: Press, earlier: str, later: str, refused: bool
) -> None:
    press.published("premier", earlier, by_month=False)
    told = Told(slug="second", title=Names("x", "", ""), period=later)
    with clock.at(NOW):
        if refused:
            with pytest.raises(preparing.Overlaps):
                preparing.order(press.session, told, by=press.lead.id)
        else:
            row = preparing.order(press.session, told, by=press.lead.id)
            assert row.state == PublicationState.PREPARING


def test_a_year_that_tells_no_region_by_month_cannot_follow_one_of_its_months(press: Press) -> None:
    press.published("mars-2026")
    with pytest.raises(preparing.Overlaps):
        press.order("annee", YEAR, by_month=False)


def test_a_publication_that_came_to_overlap_while_it_was_prepared_is_given_up_with_the_reason(
    press: Press,
) -> None:
    publication_id = press.order("annee", "fr:2025-2026", by_month=False)
    press.session.add(
        Publication(
            slug="autre",
            title_fr="A",
            title_en="A",
            title_nl="A",
            period=YEAR,
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
            state=PublicationState.PUBLISHED,
            underway=None,
            sha256="0" * 64,
            ordered_at=NOW - DAY,
            published_at=NOW,
        )
    )
    press.work()
    row = press.row(publication_id)
    assert (row.state, row.slug, row.refused) == (PublicationState.DISCARDED, None, preparing.OVERLAPPED)
    assert queries.refused_last(press.session) is row


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("slug", Told(slug="Bad Slug", title=Names("x", "", ""), period=MARCH)),
        ("slug", Told(slug="ab", title=Names("x", "", ""), period=MARCH)),
        ("title_fr", Told(slug="good", title=Names(" ", "x", "x"), period=MARCH)),
        ("title_nl", Told(slug="good", title=Names("x", "x", "x" * 121), period=MARCH)),
        ("period", Told(slug="good", title=Names("x", "", ""), period="dates")),
        ("period", Told(slug="good", title=Names("x", "", ""), period="2026-07")),
    ],
)
def test_what_cannot_be_published_is_refused_at_its_field(press: Press, field: str, told: Told) -> None:
    with clock.at(NOW), pytest.raises(Invalid) as refusal:
        preparing.order(press.session, told, by=press.lead.id)
    assert refusal.value.field == field
    assert press.session.scalars(select(Publication)).all() == []


def test_preparing_is_limited_so_that_nobody_watches_exact_figures_move(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "PREPARED", limits.Limit("publication", 1, 60))
    settling.discard(press.session, press.row(press.order("mars-2026")))
    with pytest.raises(TooMany):
        press.order("mars-2026")


def test_a_job_without_its_publication_does_nothing(press: Press) -> None:
    jobs.make_files(preparing.subject(uuid4(), 1))
    assert press.session.scalars(select(Publication)).all() == []
