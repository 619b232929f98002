"""The monthly mail: one for each view and month, with what a live page shows, to whoever may still see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from classcode import clock, db, mail, queues
from classcode.config import Config, load
from classcode.mail import OutgoingMail
from classcode.people.models import Address, Person, RoleGrant
from tests.browser.stack import Postbox
from tests.tracking.indicators.told import Story
from tests.tracking.indicators.views.conftest import JULY, Keep
from tracking.indicators import choices
from tracking.indicators.choices import Known
from tracking.indicators.map.rows import FIRST
from tracking.indicators.report import report
from tracking.indicators.views import jobs, pages, rules
from tracking.indicators.views.models import MonthlyMail, SavedView


def tell(story: Story) -> None:
    """Let 40 people of Brittany join in March to June, 30 of them in June, and 4 of Occitania."""
    for number in range(40):
        story.joins(story.person("FR-BRE"), 100 if number < 30 else number)
    for _ in range(4):
        story.joins(story.person("FR-OCC"), 100)
    story.session.commit()


def go_round(config: Config, at: datetime = JULY) -> None:
    with clock.at(at):
        jobs.go_round(at.isoformat())
        for row in written():
            jobs.teller(config)(row)


def written() -> list[str]:
    """Return the months that a round has written."""
    with db.reading() as session:
        return [str(one) for one in session.scalars(select(MonthlyMail.id).order_by(MonthlyMail.id))]


def mails(session: Session) -> list[OutgoingMail]:
    session.expire_all()
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "indicator-month")))


def test_the_month_past_is_told_once_in_the_readers_language(
    story: Story, session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    tell(story)
    keep(dora, "Mon bilan", mailed=True)
    for _again in range(2):
        go_round(config)
    [sent] = mails(session)
    assert sent.to == session.scalar(select(Address.email).where(Address.person_id == dora.id))
    assert sent.subject == "Mon bilan, juin 2026 : les chiffres" and sent.language == "fr"


def test_its_figures_are_those_of_the_live_pages(
    story: Story, session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    tell(story)
    keep(dora, mailed=True)
    go_round(config)
    [sent] = mails(session)
    told = re.search(r"En juin 2026\s: (\d+) personnes\.", sent.text)
    year = re.search(r"Depuis le début de l’année scolaire\s: (\d+) personnes\.", sent.text)
    for found, period in ((told, "2026-06"), (year, "fr:2025-2026")):
        with clock.at(JULY):
            asked = choices.read({"period": period}, Known({}, {}, None, JULY.date()))
            shown = report(session, asked, config.small_count, "fr").figures[0][1].total.value
        assert found is not None and int(found[1]) == shown


def test_no_count_under_k_is_in_a_mail(
    story: Story, session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    tell(story)
    keep(dora, asked="region=FR-OCC", mailed=True)
    keep(dora, "Corse", asked="region=FR-20R", mailed=True)
    go_round(config)
    few, nobody = (one.text for one in sorted(mails(session), key=lambda one: "Corse" in one.subject))
    told = {int(one) for one in re.findall(r"(\d+) personnes", few)}
    assert not told & set(range(1, 11))
    assert "Rien ne peut être montré" in nobody and not re.search(r"\d personnes", nobody)


def test_a_view_that_nobody_asked_to_be_mailed_is_not(
    session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    keep(dora)
    go_round(config)
    assert not mails(session) and not written()


def test_who_asks_within_a_month_gets_the_first_mail_after_it(
    session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    view_id = keep(dora)
    with clock.at(JULY - timedelta(hours=1)):
        rules.mail_monthly(session, dora.id, view_id, wanted=True)
    session.commit()
    go_round(config)
    assert not written()


def months() -> list[str]:
    """Return the months of which a mail was ordered, in their order."""
    with db.reading() as session:
        return list(session.scalars(select(MonthlyMail.month).order_by(MonthlyMail.month)))


@pytest.mark.parametrize("days", [6, 18, 28])
def test_a_site_that_was_away_in_the_first_days_of_a_month_tells_it_late_and_once(
    days: int, config: Config, session: Session, dora: Person, keep: Keep
) -> None:
    keep(dora, mailed=True)
    for hours in (0, 6):
        go_round(config, JULY + timedelta(days=days, hours=hours))
    assert months() == ["2026-06"] and len(mails(session)) == 1


def test_a_site_that_was_away_for_more_than_a_month_tells_the_last_one_alone(
    config: Config, session: Session, dora: Person, keep: Keep
) -> None:
    keep(dora, mailed=True)
    go_round(config, JULY + timedelta(days=80))
    assert months() == ["2026-08"] and len(mails(session)) == 1


def test_a_lead_who_lost_her_role_gets_none_and_the_month_is_closed(
    session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    keep(dora, mailed=True)
    session.execute(delete(RoleGrant).where(RoleGrant.person_id == dora.id))
    session.commit()
    go_round(config)
    assert not mails(session) and session.scalars(select(MonthlyMail.done_at)).one() is not None


def test_a_lead_who_lost_the_region_gets_none(
    session: Session, config: Config, eva: Person, keep: Keep
) -> None:
    keep(eva, asked="region=FR-BRE", mailed=True)
    for row in session.scalars(select(RoleGrant).where(RoleGrant.person_id == eva.id)):
        row.region_code = "FR-OCC"
    session.commit()
    go_round(config)
    assert not mails(session)


def test_a_lead_of_some_regions_is_told_of_those_alone(
    story: Story, session: Session, config: Config, dora: Person, eva: Person, keep: Keep
) -> None:
    tell(story)
    keep(eva, mailed=True)
    go_round(config)
    [sent] = mails(session)
    told = re.search(r"En juin 2026\s: (\d+) personnes\.", sent.text)
    with clock.at(JULY):
        asked = choices.read({"period": "2026-06"}, Known({}, {}, frozenset({"FR-BRE"}), JULY.date()))
        shown = report(session, asked, config.small_count, "fr").figures[0][1].total.value
    assert told is not None and int(told[1]) == shown


def test_who_stopped_it_between_round_and_mail_gets_none(
    session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    view_id = keep(dora, mailed=True)
    with clock.at(JULY):
        jobs.go_round(JULY.isoformat())
        rules.mail_monthly(session, dora.id, view_id, wanted=False)
        session.commit()
        jobs.teller(config)(written()[0])
    assert not mails(session)


def test_a_map_tells_first_of_the_figure_that_it_draws_and_none_twice() -> None:
    told = pages.told("map", "figure=trained&sort=value")
    assert told[0] == "trained" and len(set(told)) == len(told)
    assert pages.told("map", "figure=nothing")[0] == FIRST
    assert set(pages.told("map", "")) == set(pages.told("overview", ""))


def test_a_map_tells_its_figure_by_region_as_its_page_does(
    story: Story, session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    tell(story)
    keep(dora, page="map", asked="figure=registered", mailed=True)
    go_round(config)
    [sent] = mails(session)
    with clock.at(JULY):
        asked = choices.read({"period": "2026-06"}, Known({}, {}, None, JULY.date()))
        shown = dict(report(session, asked, config.small_count, "fr").figures[0][1].by_region)["FR-BRE"].value
    assert f"Personnes inscrites, par région\nBretagne\N{NO-BREAK SPACE}: {shown:.0f}" in sent.text


def test_what_is_surely_more_than_a_month_before_is_told_so(
    story: Story, session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    for number in range(160):
        story.joins(story.person(), 100 if number < 120 else 70)
    session.commit()
    keep(dora, mailed=True)
    go_round(config)
    [sent] = mails(session)
    before = re.search(r"C’est plus qu’en mai 2026 \((\d+)\)\.", sent.text)
    assert before is not None and 40 - 12 <= int(before[1]) <= 40 + 12


@pytest.mark.parametrize(("scheme", "post"), [("https", "List-Unsubscribe=One-Click"), ("http", None)])
def test_a_mail_program_is_offered_its_own_button_where_the_address_has_tls(
    scheme: str, post: str | None, session: Session, config: Config, dora: Person, keep: Keep
) -> None:
    keep(dora, mailed=True)
    go_round(config)
    [sent] = mails(session)
    assert sent.stop_link is not None
    sent.stop_link = sent.stop_link.replace("http", scheme, 1)
    built = mail.message(sent, config.mail_from)
    assert (built["List-Unsubscribe"], built["List-Unsubscribe-Post"]) == (f"<{sent.stop_link}>", post)
    session.rollback()


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that listens."""
    opened = Postbox()
    opened.start()
    yield opened
    opened.stop()


def test_over_a_real_mail_server_its_link_stops_it(
    story: Story, session: Session, config: Config, postbox: Postbox, dora: Person, keep: Keep
) -> None:
    tell(story)
    view_id = keep(dora, mailed=True)
    connected = load(
        {
            "ENVIRONMENT": "test",
            "SECRET_KEY": config.secret_key,
            "DATABASE_URL": config.database_url,
            "BASE_URL": config.base_url,
            "VAR_DIR": str(config.var_dir),
            "MAIL_FROM": config.mail_from,
            "SMTP_URL": f"smtp://127.0.0.1:{postbox.port}",
        }
    )
    queues.bind({mail.TOPIC: mail.deliverer(connected), jobs.MAIL: jobs.teller(connected)}, None)
    with clock.at(JULY):
        jobs.go_round(JULY.isoformat())
        while not postbox.mails and queues.drain():  # the job writes the mail, another sends it
            pass
    [arrived] = postbox.mails
    plain, page = (arrived.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None and page is not None
    words = plain.get_content()
    assert f"{config.base_url}/fr/indicators/views/{view_id}/go" in words
    [token] = re.findall(r"/fr/indicators/views/stop/(\S+)", words)
    assert f'/fr/indicators/views/stop/{token}">' in page.get_content()
    assert arrived["List-Unsubscribe"] == f"<{config.base_url}/indicators/views/stop/{token}>"
    assert arrived["List-Unsubscribe-Post"] is None  # a button in the mail program needs an address with TLS
    rules.stop(session, token)
    assert session.get_one(SavedView, view_id).mailed_since is None
