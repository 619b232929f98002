"""Views: a lead's own rows, under names that differ, no more than a list can hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from tests.tracking.indicators.views.conftest import Keep
from tracking.indicators.views import queries, rules
from tracking.indicators.views.models import MonthlyMail, SavedView
from tracking.indicators.views.rules import LinkGone, Wish


def test_views_are_found_again_by_their_names_in_order(session: Session, dora: Person, keep: Keep) -> None:
    for name in ("bilan", "Écoles", "Avril"):
        keep(dora, name)
    assert [view.name for view in queries.views_of(session, dora.id)] == ["Avril", "bilan", "Écoles"]


def test_a_view_comes_by_mail_only_once_it_is_asked_for(session: Session, dora: Person, keep: Keep) -> None:
    assert rules.view(session, dora.id, keep(dora)).mailed_since is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_will_not_do_is_refused(session: Session, dora: Person, name: str) -> None:
    with pytest.raises(Invalid):
        rules.save(session, dora.id, Wish(name, "figures", ""))


def test_two_views_of_one_name_are_refused_and_another_lead_may_have_it(
    session: Session, dora: Person, eva: Person, keep: Keep
) -> None:
    first, other = keep(dora, "Bilan"), keep(dora, "Écoles")
    keep(eva, "Bilan")
    with pytest.raises(Invalid):
        rules.save(session, dora.id, Wish(" Bilan ", "map", ""))
    with pytest.raises(Invalid):
        rules.rename(session, dora.id, other, "Bilan")
    rules.rename(session, dora.id, first, "Bilan")


def test_one_person_keeps_only_so_many(
    session: Session, dora: Person, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST", 2)
    keep(dora, "Un"), keep(dora, "Deux")
    with pytest.raises(Invalid):
        rules.save(session, dora.id, Wish("Trois", "figures", ""))


def test_a_page_that_is_none_is_refused(session: Session, dora: Person) -> None:
    with pytest.raises(Invalid):
        rules.save(session, dora.id, Wish("Bilan", "elsewhere", ""))


def test_nobody_touches_the_view_of_another(session: Session, dora: Person, eva: Person, keep: Keep) -> None:
    view_id = keep(dora)
    with pytest.raises(NotFound):
        rules.rename(session, eva.id, view_id, "Autre")
    with pytest.raises(NotFound):
        rules.let_go(session, eva.id, view_id)
    with pytest.raises(NotFound):
        rules.mail_monthly(session, eva.id, view_id, wanted=True)


def test_a_view_that_goes_takes_its_mails_along(session: Session, dora: Person, keep: Keep) -> None:
    view_id = keep(dora, mailed=True)
    rules.order(session, view_id, "2026-06")
    rules.let_go(session, dora.id, view_id)
    session.flush()
    assert (
        not session.scalars(select(MonthlyMail.id)).all() and not session.scalars(select(SavedView.id)).all()
    )


def test_asking_twice_for_the_mail_keeps_the_first_day(session: Session, dora: Person, keep: Keep) -> None:
    view = rules.view(session, dora.id, keep(dora, mailed=True))
    since = view.mailed_since
    rules.mail_monthly(session, dora.id, view.id, wanted=True)
    assert view.mailed_since == since


def test_a_month_is_ordered_and_closed_once(session: Session, dora: Person, keep: Keep) -> None:
    view_id = keep(dora, mailed=True)
    mail_id = rules.order(session, view_id, "2026-06")
    assert mail_id is not None and rules.order(session, view_id, "2026-06") is None
    assert [rules.close(session, mail_id, "token") for _twice in range(2)] == [True, False]


def test_a_link_stops_the_mails_of_its_view_and_again_is_the_same(
    session: Session, dora: Person, keep: Keep
) -> None:
    view = rules.view(session, dora.id, keep(dora, mailed=True))
    mail_id = rules.order(session, view.id, "2026-06")
    assert mail_id is not None
    rules.close(session, mail_id, "secret")
    for _twice in range(2):
        rules.stop(session, "secret")
        assert view.mailed_since is None
    with pytest.raises(LinkGone):
        rules.stop(session, "another")


def test_a_month_of_long_ago_goes_and_its_link_with_it(session: Session, dora: Person, keep: Keep) -> None:
    view_id = keep(dora, mailed=True)
    for days, month, token in ((366, "2025-01", "old"), (364, "2025-02", "young")):
        with clock.at(clock.now() - timedelta(days=days)):
            mail_id = rules.order(session, view_id, month)
            assert mail_id is not None and rules.close(session, mail_id, token)
    assert rules.forget(session) == 1
    assert rules.stopped_by(session, "young").id == view_id
    with pytest.raises(LinkGone):
        rules.stopped_by(session, "old")
