"""What leaves a report: nothing that rests on few people, and nothing that subtracting would give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.reports.disclosing import Line, lines
from helpdesk.reports.questions import Facts, Policies, Question, measured
from helpdesk.reports.report import CHANGES, Facilitator, Report, report
from helpdesk.tickets.promise import Clock
from helpdesk.tickets.states import State

MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
K = 5
REGIONS = ("FR-BRE", "FR-OCC", "BE-BRU")


def asked(
    learner: int,
    region: str = "FR-BRE",
    state: State = State.ACCEPTED,
    hours: int | None = 5,
    source: str = "web",
) -> Question:
    """Return a question of somebody, answered after so many hours or not at all."""
    facts = Facts(
        learner=UUID(int=learner),
        holder=UUID(int=learner % 3 + 1000),
        region=region,
        language="fr",
        source=source,
        state=state,
        opened_at=MONDAY,
        first_answered_at=MONDAY + timedelta(hours=hours) if hours is not None else None,
        ended_at=None if state is State.ACCEPTED else MONDAY + timedelta(days=1),
        clock=Clock(since=MONDAY),
        changes=(CHANGES[0],) if learner % 2 else (),
    )
    return measured([facts], Policies([], timedelta(days=3)), MONDAY + timedelta(days=9))[0]


def leaving(*questions: Question, facilitators: int = 0) -> dict[tuple[str, str, str], Line]:
    there = [
        Facilitator(UUID(int=2000 + n), frozenset({"FR-BRE"}), frozenset({"fr"})) for n in range(facilitators)
    ]
    return {(one.table, one.key, one.figure): one for one in lines(report(questions, there), K)}


def test_nothing_leaves_that_rests_on_fewer_than_k_people() -> None:
    found = leaving(*(asked(n) for n in range(K - 1)))
    assert found and all(line.hidden and line.value is None for line in found.values())


def test_where_nobody_asked_nothing_is_hidden_but_what_few_share() -> None:
    assert leaving()[("all", "", "asked")].value == 0


def test_one_small_region_hides_a_second_one() -> None:
    found = leaving(
        *(asked(n) for n in range(20)),
        *(asked(n, "FR-OCC") for n in range(20, 28)),
        *(asked(n, "BE-BRU") for n in range(30, 32)),
    )
    shown = {region: not found[("region", region, "asked")].hidden for region in REGIONS}
    assert shown == {"FR-BRE": True, "FR-OCC": False, "BE-BRU": False}
    assert found[("region", "FR-OCC", "first-answer-p50")].hidden


def test_a_share_that_would_tell_of_few_is_hidden() -> None:
    late = [asked(n, hours=None) for n in range(2)]
    found = leaving(*late, *(asked(n) for n in range(10, 30)))
    assert found[("all", "", "promise-kept")].hidden
    assert not found[("all", "", "first-answer-p50")].hidden


def test_inequality_among_few_facilitators_does_not_leave() -> None:
    questions = [asked(n) for n in range(12)]
    assert leaving(*questions)[("all", "", "load-inequality")].hidden
    assert leaving(*questions, facilitators=4)[("all", "", "load-inequality")].value is not None


def test_a_joined_question_is_not_counted() -> None:
    found = report([asked(1), asked(2, state=State.MERGED)], [])
    assert found.whole.asked == 1


QUESTIONS = st.lists(
    st.builds(
        asked,
        st.integers(1, 40),
        st.sampled_from(REGIONS),
        st.sampled_from([State.ACCEPTED, State.RESOLVED, State.CANCELLED]),
        st.none() | st.integers(0, 200),
        st.sampled_from(["web", "mail", "form"]),
    ),
    max_size=80,
)


@given(QUESTIONS)
def test_in_every_table_of_parts_what_is_hidden_cannot_be_computed(questions: list[Question]) -> None:
    made: Report = report(questions, [])
    found = [one for one in lines(made, K) if one.figure == "asked"]
    for table in ("region", "source", "state", "first-answer", "settled"):
        parts = [one for one in found if one.table == table]
        hidden = [one for one in parts if one.hidden]
        if made.whole.people >= K and hidden and len(hidden) < len(parts):
            assert len(hidden) >= 2
    assert all(one.value is None for one in found if one.hidden)
