"""Histories of a few people told to the record through its rules: what each did, took back, declared, and who left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from sqlalchemy import delete, select

from classcode.territory.models import Place
from tests.make import Make
from tracking import vocabulary
from tracking.erasure import rules as erasing
from tracking.erasure.subjects import subject_told
from tracking.models import Pseudonym
from tracking.projections import following, rebuilding
from tracking.projections.merging import merge
from tracking.projections.models import MeetingCount, QuestionCount
from tracking.projections.slices import Slice
from tracking.projections.writing import OF_PERSON, rows_of
from tracking.rules import actor_of, note_fact, record, void
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb

START: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRET: Final = "k" * 40
PEOPLE: Final = 4
MODULES: Final = ("front-door", "creative-programming")
FACTS: Final = {
    "region": ("FR-BRE", "FR-OCC", "BE-BRU", None),
    "gender": ("f", "not-said", None),
    "setting": ("in-school", "initial-training"),
}
QUARTERS: Final = tuple(Slice(UUID(int=n << 126), UUID(int=((n + 1) << 126) - 1)) for n in range(4))
"""All learners in four slices, so that who was merged or asked lies in another one now and then."""

Act = tuple[str, int, int, int]
"""What, by whom, about which thing, and when or how much."""

WHAT: Final = (
    "join", "open", "unit", "answer", "finish", "earn", "attend", "lead", "miss", "propose",
    "ask", "respond", "resolve", "rate", "opine", "feel", "fact", "move", "void", "merge", "erase",
)  # fmt: skip
ACTS: Final = st.tuples(
    st.sampled_from(WHAT), st.integers(0, PEOPLE - 1), st.integers(0, 2), st.integers(0, 100)
)
HISTORIES: Final = st.lists(ACTS, max_size=25)


class Telling:
    """Tells a history to the record; people who were erased come back as somebody new."""

    def __init__(self, make: Make) -> None:
        self.make, self.session = make, make.session
        self.people = [make.person().id for _ in range(PEOPLE)]
        self.places = [make.place("FR-35238").id, make.place("BE-21004").id]
        self.ids = [[uuid4() for _ in range(3)] for _ in ("meetings", "tickets")]
        self.said: list[UUID] = []
        self.erased = False

    def tell(self, history: Sequence[Act]) -> None:
        """Tell everything, in this order, whatever its times."""
        for what, who, which, number in history:
            act: Callable[[UUID, int, int], None] = getattr(self, what)
            act(self.people[who], which, number)

    def event(self, who: UUID, verb: Verb, thing: Thing, hours: int, **more: Any) -> None:
        """Record one event."""
        at = START + timedelta(hours=hours)
        event = Event(act_id=uuid4(), person_id=who, verb=verb, object=thing, at=at, **more)
        self.said.append(record(self.session, event))

    def _course(self, who: UUID, verb: Verb, which: int, hours: int) -> None:
        slug = MODULES[which % 2]
        self.event(who, verb, vocabulary.module(slug), hours, module=slug)

    def join(self, who: UUID, which: int, hours: int) -> None:
        """She joins a module."""
        self._course(who, Verb.REGISTERED, which, hours)

    def open(self, who: UUID, which: int, hours: int) -> None:
        """She opens a module."""
        self._course(who, Verb.INITIALIZED, which, hours)

    def finish(self, who: UUID, which: int, hours: int) -> None:
        """She finishes a module."""
        self._course(who, Verb.COMPLETED, which, hours)

    def unit(self, who: UUID, which: int, hours: int) -> None:
        """She marks one of three units as done."""
        thing = vocabulary.unit(MODULES[which % 2], f"u{which}")
        self.event(who, Verb.COMPLETED, thing, hours, module=MODULES[which % 2], result=Result(minutes=hours))

    def answer(self, who: UUID, which: int, hours: int) -> None:
        """She passes an activity."""
        thing = vocabulary.activity(MODULES[which % 2], "u", "a")
        self.event(who, Verb.PASSED, thing, hours, module=MODULES[which % 2])

    def earn(self, who: UUID, which: int, hours: int) -> None:
        """She earns an attestation."""
        self.event(who, Verb.EARNED, vocabulary.certificate(uuid4()), hours, module=MODULES[which % 2])

    def attend(self, who: UUID, which: int, hours: int, led_by: UUID | None = None) -> None:
        """She is at a meeting."""
        result = Result(minutes=hours)
        self.event(
            who,
            Verb.ATTENDED,
            self._meeting(which),
            hours,
            result=result,
            instructor_id=led_by,
            **self._near(which),
        )

    def lead(self, who: UUID, which: int, hours: int) -> None:
        """The first of all is at a meeting that she leads."""
        self.attend(self.people[0], which, hours, led_by=who if who != self.people[0] else None)

    def miss(self, who: UUID, which: int, hours: int) -> None:
        """She is not at a meeting."""
        result = Result(extensions={"excused": hours % 2 == 0})
        self.event(who, Verb.ABSENT, self._meeting(which), hours, result=result, **self._near(which))

    def propose(self, who: UUID, which: int, hours: int) -> None:
        """She proposes a meeting."""
        self.event(who, Verb.PROPOSED, self._meeting(which), hours, **self._near(which))

    def opine(self, who: UUID, which: int, number: int) -> None:
        """She says what a meeting gave her."""
        thing = vocabulary.meeting_survey(self.ids[0][which])
        self.event(who, Verb.ANSWERED, thing, number, result=_points(number), **self._near(which))

    def feel(self, who: UUID, which: int, number: int) -> None:
        """She says how able she feels: of one thing before and after a module, of another in another one."""
        slug, place, item = (
            (MODULES[0], "before", "one"),
            (MODULES[0], "after", "one"),
            (MODULES[1], "before", "two"),
        )[which]
        parent = vocabulary.activity(slug, "u", place)
        scale = "confidence" if number % 11 else "agreement"
        thing = vocabulary.question(parent, item, "likert", scale)
        result = Result(response=str(number % 7), extensions={"attempt": 1, "scale": scale})
        self.event(who, Verb.ANSWERED, thing, number, module=slug, result=result)

    def _meeting(self, which: int) -> Thing:
        return vocabulary.meeting(self.ids[0][which])

    def _near(self, which: int) -> dict[str, Any]:
        """Say where: the third meeting is about no module."""
        place = vocabulary.place(self.places[which % 2])
        return {"grouping": (place,), "module": (*MODULES, None)[which]}

    def _ticket(self, who: UUID, verb: Verb, which: int, hours: int, **more: Any) -> None:
        # Each question is asked by one person.
        asker = self.people[which] if verb in (Verb.ASKED, Verb.RATED) else who
        self.event(asker, verb, vocabulary.ticket(self.ids[1][which]), hours, module=MODULES[0], **more)

    def ask(self, who: UUID, which: int, hours: int) -> None:
        """One of the three questions is asked."""
        self._ticket(who, Verb.ASKED, which, hours)

    def respond(self, who: UUID, which: int, hours: int) -> None:
        """She answers a question."""
        self._ticket(who, Verb.RESPONDED, which, hours, result=Result(minutes=hours) if hours % 2 else None)

    def resolve(self, who: UUID, which: int, hours: int) -> None:
        """She says that a question is settled."""
        self._ticket(who, Verb.RESOLVED, which, hours)

    def rate(self, who: UUID, which: int, number: int) -> None:
        """Who asked says what the answer was worth."""
        self._ticket(who, Verb.RATED, which, number, result=_points(number))

    def fact(self, who: UUID, which: int, hours: int) -> None:
        """She declares something, or takes it back."""
        kind = tuple(FACTS)[which]
        value = FACTS[kind][hours % len(FACTS[kind])]
        note_fact(self.session, who, kind, value, since=START + timedelta(hours=hours))

    def move(self, who: UUID, which: int, number: int) -> None:
        """A place turns out to lie in another commune."""
        found = self.session.get_one(Place, self.places[which % 2])
        found.commune_code = ("FR-31555", "BE-25072")[number % 2]
        self.session.flush()
        following.place(self.session, found.id)

    def void(self, who: UUID, which: int, number: int) -> None:
        """Something that was said is taken back."""
        if self.said:
            void(self.session, self.said[number % len(self.said)], who)

    def merge(self, who: UUID, which: int, number: int) -> None:
        """Two of them turn out to be one person."""
        other = self.people[number % PEOPLE]
        merge(self.session, actor_of(self.session, who), actor_of(self.session, other))

    def erase(self, who: UUID, which: int, number: int) -> None:
        """She is erased, with every account of hers."""
        subject = subject_told(self.session, str(actor_of(self.session, who)), SECRET)
        assert subject is not None
        erasure = erasing.begin(self.session, subject).id
        while erasing.erase_some(self.session, erasure, subject)[0]:
            pass
        erasing.finish(self.session, erasure, subject)
        self.session.expire_all()
        self.session.info["pseudonyms"] = {}
        left = set(self.session.scalars(select(Pseudonym.person_id)))
        self.people = [one if one in left else self.make.person().id for one in self.people]
        self.erased = True

    def rebuilt(self) -> dict[str, int]:
        """Rebuild everything and return how many rows differed, by table."""
        found = [rebuilding.rebuild_learners(self.session, one) for one in QUARTERS]
        found += [
            rebuilding.rebuild_meetings(self.session, paths) for paths in rebuilding.meetings(self.session)
        ]
        return {name: number for one in found for name, number in one.items()}

    def kept(self) -> dict[str, set[tuple[Any, ...]]]:
        """Return every row that is kept, by table."""
        tables = (*OF_PERSON, MeetingCount)
        return {
            one.__tablename__: {tuple(row) for row in self.session.execute(select(rows_of(one)))}
            for one in tables
        }

    def empty(self) -> None:
        """Forget every row."""
        for one in (*OF_PERSON, MeetingCount):
            self.session.execute(delete(rows_of(one)))


def _points(number: int) -> Result:
    return Result(scaled=0.5, raw=1 + number % 5, least=1, most=5)


assert QuestionCount in OF_PERSON
