"""For each topic of work for later, something to do: each function prepares it and returns the job's subject."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import update

from classcode import clock, mail, schedule, tidy
from classcode.acts import Act
from classcode.config import Config
from classcode.mail import Letter
from classcode.people.models import Facilitator
from classcode.people.queries import recipient
from classcode.queues import Job, JobState
from helpdesk.afterwards import jobs as afterwards
from helpdesk.afterwards.rules import noting
from helpdesk.attachments.rules import attach, first_message
from helpdesk.calendar import jobs as calendar
from helpdesk.checkin import jobs as checkin
from helpdesk.checkin.rules import guests as guests_of_a_meeting
from helpdesk.checkin.rules import recording
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.recording import Ticked
from helpdesk.gathering import jobs as gathering
from helpdesk.growth import jobs as growth
from helpdesk.growth.rules import applying, deciding
from helpdesk.guests import jobs as guests
from helpdesk.guests.rules import receive
from helpdesk.mailbox import jobs as mailbox
from helpdesk.mailbox.models import Became, IncomingMail
from helpdesk.meetings import jobs as meetings
from helpdesk.meetings.models import Presence, Reply
from helpdesk.meetings.rules import replying
from helpdesk.models import Message, Source, Ticket
from helpdesk.places import jobs as places
from helpdesk.presence.rules import is_here
from helpdesk.tickets.rules import away, talking
from helpdesk.tickets.states import State
from modules.assessing import jobs as readings
from modules.assessing import rules as assessing
from modules.current import catalog
from modules.rules import learning
from modules.rules.learning import Here, Learner
from tests.faults.after_forms import been
from tests.faults.alert_forms import an_alert
from tests.faults.conftest import QUIZ, SLUG, UNIT, Scene, asked
from tests.faults.guest_forms import EMAIL, TEXT, waits
from tests.faults.meeting_forms import organised
from tests.faults.publication_forms import a_frozen_one, a_lead, an_order
from tests.faults.research_forms import a_file, a_study
from tests.faults.story_forms import right_answers
from tests.faults.thread_forms import settle
from tests.faults.view_forms import a_view
from tests.helpdesk.growth.conftest import wish
from tests.modules.assessing.opened import LESSON, LEVELS, answered, publish_opened, waiting
from tests.modules.assessing.opened import who as as_visitor
from tracking import rules as record
from tracking import vocabulary
from tracking.forwarding import rules as forwarding
from tracking.forwarding.rules import ENVIRONMENT, FORWARD
from tracking.indicators.alerts import jobs as alerts
from tracking.indicators.exports import jobs as exports
from tracking.indicators.exports import rules as ordering
from tracking.indicators.snapshots.rules import preparing as publishing
from tracking.indicators.views import jobs as views
from tracking.indicators.views import rules as viewing
from tracking.log import files
from tracking.research import jobs as research
from tracking.research.rules import files as research_files
from tracking.rules import COMPLETION
from tracking.statements import Event
from tracking.vocabulary import Verb

Maker = Callable[[Scene, Config], str]


def a_mail(scene: Scene, _config: Config | None = None) -> str:
    to = recipient(scene.session, scene.ada.id)
    assert to is not None
    return str(mail.write(scene.session, to, Letter("test", "Bonjour", "Une ligne.")).id)


def a_recipient(scene: Scene, _config: Config | None = None) -> str:
    """Let the store that the environment names lack every statement of the scene."""
    forwarding.add_environment(scene.session)
    return str(forwarding.recipient(scene.session, ENVIRONMENT).id)


def a_completion(scene: Scene, _config: Config | None = None) -> str:
    """Let Ada meet the rule of the module; return the subject of the job that looks whether she has."""
    module = catalog().module(SLUG)
    assert module is not None and module.rule is not None
    for unit_id in module.rule.required_units:
        unit = module.unit(unit_id)
        assert unit is not None
        learning.mark_done(scene.session, Learner(scene.ada.id, uuid4(), "fr"), Here(module, unit))
    unit = module.unit("loops-and-events")
    assert unit is not None
    chosen = {name: list(options) for name, options in right_answers().items()}  # type: ignore[call-overload]
    learner = Learner(scene.ada.id, uuid4(), "fr")
    learning.answer(scene.session, learner, Here(module, unit), unit.activities[0], chosen=chosen)
    came = [Ticked(scene.ada.id, Presence.ATTENDED)]
    recording.record_presence(scene.session, scene.met().id, came, by=scene.bruno.id, act_id=uuid4())
    return f"{scene.ada.id}:{SLUG}"


def a_round_before_a_slot(scene: Scene, _config: Config | None = None) -> str:
    """Let Bruno's slot begin in half an hour."""
    begins = clock.now().astimezone(ZoneInfo(scene.bruno.time_zone)) + timedelta(minutes=30)
    ends = begins + timedelta(hours=1)
    slot = {"weekday": begins.weekday(), "start": f"{begins:%H:%M}", "end": f"{ends:%H:%M}"}
    scene.session.get_one(Facilitator, scene.bruno.id).slots = [slot]
    return begins.isoformat()


def an_hour_with_old_acts(scene: Scene, _config: Config | None = None) -> str:
    long_ago = clock.now() - timedelta(days=365)
    scene.session.add(Act(person_id=scene.ada.id, act_id=uuid4(), answered_at="/", at=long_ago))
    scene.session.add(Job(topic="mail", subject="old", state=JobState.DONE, due_at=long_ago))
    return long_ago.isoformat()


def a_day_with_an_unused_file(_scene: Scene, config: Config) -> str:
    """Let an attached file of long ago lie there that no statement names."""
    path = files.address(config.files_dir, "0" * 64)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (0, 0))
    return "a day"


def a_day_after_a_second_answer(scene: Scene, _config: Config | None = None) -> str:
    """Let the second answer of two wait for a day, since the first one's mail lies unread."""
    long_ago = clock.now() - timedelta(hours=60)
    scene.session.execute(update(Message).values(written_at=long_ago))
    for hours in (50, 49):
        with clock.at(clock.now() - timedelta(hours=hours)):
            talking.answer(scene.session, scene.ticket, "Look at the condition.", act_id=uuid4())
    return "an hour"


def a_day_with_an_old_mail(scene: Scene, _config: Config | None = None) -> str:
    """Let a mail of long ago still hold what it said."""
    where = {"place": "here", "uidvalidity": 1, "uid": 1, "size": 1, "digest": "-", "became": Became.AUTO}
    long_ago = clock.now() - timedelta(days=60)
    scene.session.add(IncomingMail(**where, message_id="<old@x>", received_at=long_ago, source=b"old"))
    return "a day"


def a_day_with_a_hidden_file(scene: Scene, _config: Config | None = None) -> str:
    """Let a message that was hidden two months ago still have its file."""
    question = first_message(scene.session, scene.ticket.id)
    attach(scene.session, question, "note.txt", "text/plain", b"hidden")
    question.hidden_at = clock.now() - timedelta(days=60)
    return "a day"


def a_round_with_much_to_do(scene: Scene, _config: Config | None = None) -> str:
    """Let a proposal have met with silence, a question have been settled long ago, and one wait that nobody holds."""
    now = clock.now()
    for state, values in (
        (State.PROPOSED, {"offered_until": now - timedelta(minutes=1)}),
        (State.RESOLVED, {"resolved_at": now - timedelta(days=20)}),
        (State.NEW, {"facilitator_id": None, "promised_by": now}),
    ):
        ticket = asked(scene.session, scene.ada)
        scene.session.execute(update(Ticket).where(Ticket.id == ticket.id).values(state=state, **values))
    scene.make.lead("denise", "FR-BRE")
    return "five minutes"


def a_round_with_an_absence(scene: Scene, _config: Config | None = None) -> str:
    """Let Bruno's absence begin today, which he declared yesterday."""
    today = clock.local(clock.now(), scene.bruno.time_zone).date()
    with clock.at(clock.now() - timedelta(days=1)):
        away.declare(scene.session, scene.bruno.id, today, today + timedelta(days=3))
    return "five minutes"


def a_round_after_a_settled_question(scene: Scene, _config: Config | None = None) -> str:
    """Let Ada have said two hours ago that the answer settled her question."""
    settle(scene)
    return "half an hour"


def a_round_after_a_meeting(scene: Scene, _config: Config | None = None) -> str:
    """Let Ada have been at a meeting that ended a day and an hour ago, and a note of long ago still be there."""
    meeting = been(scene)
    for days, left in ((400, "Vieux."), (1, "Frais.")):
        other = meeting if days == 1 else been(scene)
        other.starts_at, other.ends_at = (clock.now() - timedelta(days=days, hours=hours) for hours in (3, 1))
        noting.write(scene.session, other, left, by=scene.ada.id)
    return "half an hour"


def an_hour_after_a_page_was_left(scene: Scene, _config: Config | None = None) -> str:
    """Let Bruno have had the question open an hour ago, and somebody else have it open now."""
    other = scene.make.facilitator("chloe", region="FR-BRE", commune="FR-35288")
    with clock.at(clock.now() - timedelta(hours=1)):
        is_here(scene.session, scene.ticket.id, person_id=scene.bruno.id, writing=True)
    is_here(scene.session, scene.ticket.id, person_id=other.id, writing=False)
    return "an hour"


def a_day_after_a_link_grew_old(scene: Scene, _config: Config | None = None) -> str:
    """Let one question wait for its confirmation for eight days, and another since now."""
    with clock.at(clock.now() - timedelta(days=8)):
        waits(scene, "old@example.org")
    receive(scene.session, email=EMAIL, name=None, subject=None, text=TEXT, via=Source.FORM, language="fr")
    return "an hour"


def a_round_on_the_day_of_a_meeting(scene: Scene, _config: Config | None = None) -> str:
    """Let a meeting to which Ada said yes long ago begin in three hours, and nobody have been reminded of it."""
    with clock.at(clock.now() - timedelta(days=10)):
        meeting = scene.meet()
        replying.reply(scene.session, meeting.id, scene.ada.id, Reply.YES, act_id=uuid4())
    meeting.starts_at, meeting.ends_at = (clock.now() + timedelta(hours=hours) for hours in (3, 5))
    return "five minutes"


def a_day_after_a_first_meeting(scene: Scene, _config: Config | None = None) -> str:
    """Let the record tell of somebody at a meeting in a place that is only known so far."""
    event = Event(
        act_id=uuid4(),
        person_id=scene.ada.id,
        verb=Verb.ATTENDED,
        object=vocabulary.meeting(uuid4()),
        at=clock.now() - timedelta(days=1),
        module=SLUG,
        grouping=(vocabulary.place(scene.place.id), vocabulary.module(SLUG)),
    )
    record.record(scene.session, event)
    return "a day"


def a_round_of_growth(scene: Scene, _config: Config | None = None) -> str:
    """Let Ada's record open the door, an application wait for the lead, and an old refusal still have its words."""
    learned(scene)
    lead = scene.make.lead("denise", "FR-BRE")
    with clock.at(clock.now() - timedelta(days=200)):
        old = applying.apply(scene.session, scene.make.person("noor").id, wish())
        deciding.refuse(scene.session, old, "Pas encore.", by=lead.id)
    applying.apply(scene.session, scene.make.person("lena").id, wish())
    return "an hour"


def an_hour_after_a_week_without_closing(scene: Scene, _config: Config | None = None) -> str:
    """Let the list of a meeting of last week still be open, and a line of long ago still have its name."""
    meeting = scene.met()
    line = Line(1, Presence.ATTENDED, None, "Nadia")
    guests_of_a_meeting.record_lines(scene.session, meeting.id, [line], by=scene.bruno.id)
    meeting.starts_at, meeting.ends_at = (
        one - timedelta(days=61) for one in (meeting.starts_at, meeting.ends_at)
    )
    return "an hour"


def an_hour_in_which_four_finished_a_week(scene: Scene, _config: Config | None = None) -> str:
    """Let Ada and three others of Rennes have finished the week before the module's meeting."""
    module = catalog().module(SLUG)
    assert module is not None
    week, *_later = schedule.weeks_with_meetings()[SLUG]
    for person in (
        scene.ada,
        *(scene.make.person(name, commune="FR-35238") for name in ("eve", "zoe", "lea")),
    ):
        for unit_id in week.required:
            unit = module.unit(unit_id)
            assert unit is not None
            learning.mark_done(scene.session, Learner(person.id, uuid4(), "fr"), Here(module, unit))
    return "an hour"


def a_round_with_an_offer_that_lapsed(scene: Scene, _config: Config | None = None) -> str:
    """Let a seat offered to Ada two days ago be still unanswered while Eve waits, and a poll have no date left."""
    eve, zoe = scene.learner("eve"), scene.learner("zoe")
    with clock.at(clock.now() - timedelta(days=2)):
        meeting = scene.meet(eve.id, zoe.id, capacity=1)
        for who, said in ((zoe, Reply.YES), (scene.ada, Reply.YES), (eve, Reply.YES), (zoe, Reply.NO)):
            replying.reply(scene.session, meeting.id, who.id, said, act_id=uuid4())
    meeting.starts_at, meeting.ends_at = (clock.now() + timedelta(days=3, hours=hours) for hours in (0, 2))
    poll = organised(scene, dates=2)
    for date in poll.dates:
        date.starts_at, date.ends_at = date.starts_at - timedelta(days=9), date.ends_at - timedelta(days=9)
    return "five minutes"


def learned(scene: Scene) -> None:
    """Write in the record what opens the door to the desk: five days, one meeting, one module, one person helped."""
    answer = vocabulary.public_answer(uuid4())
    deeds = [(Verb.PASSED, vocabulary.activity(SLUG, UNIT, QUIZ), day) for day in range(20, 25)]
    deeds += [(Verb.ATTENDED, vocabulary.meeting(uuid4()), 10), (Verb.COMPLETED, vocabulary.module(SLUG), 5)]
    hers = [(scene.ada, *deed) for deed in (*deeds, (Verb.SHARED, answer, 8))]
    for who, verb, thing, days in (*hers, (scene.bruno, Verb.FOUND_HELPFUL, answer, 7)):
        at = clock.now() - timedelta(days=days)
        event = Event(act_id=uuid4(), person_id=who.id, verb=verb, object=thing, at=at, module=SLUG)
        record.record(scene.session, event)


def an_ordered_file(scene: Scene, _config: Config | None = None) -> str:
    """Let a lead have ordered a file of figures."""
    lead = scene.make.lead("lena")
    wish = ordering.Wish(asked="period=fr:2026-2027", fmt="csv", language="fr", every=False, regions=None)
    return str(ordering.order(scene.session, lead.id, wish).id)


def a_day_with_an_expired_file(scene: Scene, _config: Config | None = None) -> str:
    """Let a file that was ordered long ago have expired."""
    with clock.at(clock.now() - timedelta(days=31)):
        an_ordered_file(scene)
    return "a day"


def a_day_with_an_alert_that_is_over(scene: Scene, _config: Config | None = None) -> str:
    """Let an alert be open although waits are as they were."""
    an_alert(scene)
    return "a day"


def a_round_early_in_a_month(scene: Scene, _config: Config | None = None) -> str:
    """Let a lead have asked long ago for a view by mail each month, and a month have begun two days ago."""
    with clock.at(clock.now() - timedelta(days=100)):
        a_view(scene, mailed=True)
    return clock.now().replace(day=2, hour=9).isoformat()


def a_month_to_be_told(scene: Scene, _config: Config | None = None) -> str:
    """Let a month of a view wait for its mail."""
    _lead, view_id = a_view(scene, mailed=True)
    return str(viewing.order(scene.session, view_id, "2020-02"))


def a_file_of_a_study(scene: Scene, _config: Config | None = None) -> str:
    """Let a file of a study be ordered, for which too few people agree."""
    return str(a_file(scene))


def an_hour_after_a_study(scene: Scene, _config: Config | None = None) -> str:
    """Let the last day of a study be over, which still has its key."""
    with clock.at(clock.now() - timedelta(days=100)):
        a_study(scene)
    return "an hour"


def a_publication_to_freeze(scene: Scene, _config: Config | None = None) -> str:
    return publishing.subject(an_order(scene, a_lead(scene)).id, 1)


def a_publication_without_its_workbooks(scene: Scene, _config: Config | None = None) -> str:
    return publishing.subject(a_frozen_one(scene, a_lead(scene)).id, 1)


def an_hour_after_an_answer_was_read(scene: Scene, _config: Config | None = None) -> str:
    """Let Bruno have read an open answer of Ada's two hours ago."""
    publish_opened(scene.session)
    with clock.at(clock.now() - timedelta(hours=2)):
        answered(scene.session, scene.ada)
        reader, answer = as_visitor(scene.session, scene.bruno), waiting(scene.session)[0]
        assessing.read(scene.session, reader, answer, LESSON, levels=LEVELS, words="Oui.")
    return "an hour"


SUBJECTS: Final[dict[str, Maker]] = {
    mail.TOPIC: a_mail,
    FORWARD: a_recipient,
    COMPLETION: a_completion,
    readings.TOPIC: an_hour_after_an_answer_was_read,
    schedule.DESK_BUNDLES: a_round_before_a_slot,
    schedule.DESK_ROUND: a_round_with_much_to_do,
    schedule.DESK_RATINGS: a_round_after_a_settled_question,
    afterwards.TOPIC: a_round_after_a_meeting,
    schedule.DESK_PRESENCE: an_hour_after_a_page_was_left,
    calendar.TOPIC: a_round_on_the_day_of_a_meeting,
    gathering.TOPIC: an_hour_in_which_four_finished_a_week,
    growth.TOPIC: a_round_of_growth,
    meetings.TOPIC: a_round_with_an_offer_that_lapsed,
    places.TOPIC: a_day_after_a_first_meeting,
    checkin.TOPIC: an_hour_after_a_week_without_closing,
    guests.TOPIC: a_day_after_a_link_grew_old,
    schedule.LATE_ANSWERS: a_day_after_a_second_answer,
    mailbox.FORGET: a_day_with_an_old_mail,
    tidy.TOPIC: an_hour_with_old_acts,
    schedule.ATTACHED_FILES: a_day_with_an_unused_file,
    schedule.DESK_FILES: a_day_with_a_hidden_file,
    ordering.TOPIC: an_ordered_file,
    exports.FILES: a_day_with_an_expired_file,
    publishing.TOPIC: a_publication_to_freeze,
    publishing.FILES: a_publication_without_its_workbooks,
    research_files.TOPIC: a_file_of_a_study,
    research.ROUND: an_hour_after_a_study,
    views.ROUND: a_round_early_in_a_month,
    views.MAIL: a_month_to_be_told,
    alerts.TOPIC: a_day_with_an_alert_that_is_over,
}
"""By topic: what makes a job of it that has something to do."""
