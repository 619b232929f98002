"""Who and what statements speak of, in full: written once, grown by what is new, and nothing of what failed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import select

from classcode import db
from tests.tracking.lrs.logged import WRITERS, at_once, batches, entry, log, statement
from tests.tracking.lrs.statement import ADA, BRUNO
from tracking.log import names
from tracking.log.keys import key_of
from tracking.log.models import XapiActivity, XapiAgent
from tracking.log.writing import write

pytestmark = pytest.mark.usefixtures("engine")
IRI = "https://example.org/page"
ADA_MBOX = "mbox:mailto:ada@example.org"
BRUNO_ACCOUNT = "account:https://example.org|bruno"


def activity(iri: str = IRI, **definition: Any) -> dict[str, Any]:
    return {"id": iri, "definition": definition} if definition else {"id": iri}


def called(name: str | None) -> dict[str, Any]:
    return {"mbox": ADA["mbox"], **({"name": name} if name else {})}


def names_of(identifier: str = ADA_MBOX) -> list[str]:
    with db.reading() as session:
        return session.get_one(XapiAgent, key_of(identifier)).names


def definition_of(iri: str = IRI) -> Any:
    with db.reading() as session:
        kept = session.get_one(XapiActivity, key_of(iri)).definition
    return orjson.loads(kept) if kept is not None else None


def test_an_actor_is_kept_in_full_with_whether_it_is_a_mailbox() -> None:
    log(statement(actor=ADA, object=BRUNO | {"objectType": "Agent"}))
    with db.reading() as session:
        rows = {row.ifi: row for row in session.scalars(select(XapiAgent))}
    assert rows[ADA_MBOX].key == key_of(ADA_MBOX)
    assert rows[ADA_MBOX].names == ["Ada"] and rows[BRUNO_ACCOUNT].names == []
    assert rows[ADA_MBOX].mailbox and not rows[BRUNO_ACCOUNT].mailbox


def test_another_name_joins_those_known_and_none_takes_none_away() -> None:
    for name in ("Ada", "Ada L.", None, "Ada", "Ada Lovelace"):
        log(statement(actor=called(name)))
    assert names_of() == ["Ada", "Ada L.", "Ada Lovelace"]


def test_a_name_that_comes_after_a_nameless_statement_is_kept() -> None:
    log(statement(actor=called(None)))
    log(statement(actor=called("Ada")))
    assert names_of() == ["Ada"]


def test_the_newest_names_of_one_actor_are_kept_and_no_more_than_ten() -> None:
    for number in range(names.MOST_NAMES + 3):
        log(statement(actor=called(f"Ada {number:02}")))
    assert names_of() == [f"Ada {number:02}" for number in range(3, names.MOST_NAMES + 3)]


def test_the_names_of_a_batch_are_kept_each_once() -> None:
    log(*(statement(actor=called(name)) for name in ("B", "A", "B", None, "A")))
    assert sorted(names_of()) == ["A", "B"]


def test_an_activity_without_definition_is_kept_and_learns_one_later() -> None:
    log(statement(object=activity()))
    assert definition_of() is None
    log(statement(object=activity(name={"en": "A page"})))
    assert definition_of() == {"name": {"en": "A page"}}
    log(statement(object=activity()))
    assert definition_of() == {"name": {"en": "A page"}}


def test_communication_2_5_definitions_of_several_statements_are_one() -> None:
    log(statement(object=activity(name={"en": "A page"}, type="https://example.org/old")))
    log(statement(object=activity(name={"fr": "Une page"}, type="https://example.org/new")))
    assert definition_of() == {"name": {"en": "A page", "fr": "Une page"}, "type": "https://example.org/new"}


def test_what_was_said_last_counts_also_when_it_was_said_before() -> None:
    for name in ("A page", "A pgae", "A page"):
        log(statement(object=activity(name={"en": name})))
    assert definition_of() == {"name": {"en": "A page"}}


def test_what_was_said_last_counts_within_a_batch() -> None:
    log(*(statement(object=activity(name={"en": name})) for name in ("A page", "A pgae", "A page")))
    assert definition_of() == {"name": {"en": "A page"}}


def test_who_may_not_define_is_heard_of_the_activity_and_of_nothing_else() -> None:
    log(statement(object=activity(name={"en": "Mine"})), defines=False)
    assert definition_of() is None
    log(statement(object=activity(name={"en": "Ours"})))
    log(statement(object=activity(name={"en": "Mine"})), defines=False)
    assert definition_of() == {"name": {"en": "Ours"}}


def test_context_activities_and_those_of_statements_inside_are_known_too() -> None:
    inside = {"objectType": "SubStatement", "actor": BRUNO, "verb": {"id": "https://example.org/v"}}
    parent = activity("https://example.org/parent", name={"en": "Above"})
    thing = activity("https://example.org/inside", name={"en": "Inside"})
    log(statement(object=inside | {"object": thing}, context={"contextActivities": {"parent": [parent]}}))
    assert definition_of("https://example.org/parent") == {"name": {"en": "Above"}}
    assert definition_of("https://example.org/inside") == {"name": {"en": "Inside"}}


def test_nothing_of_a_failed_transaction_is_remembered() -> None:
    told = statement(actor=called("Ada"), object=activity(name={"en": "A page"}))
    with pytest.raises(ZeroDivisionError):
        fail(told)
    with db.reading() as session:
        assert not session.scalars(select(XapiAgent.key)).all()
    log(told)
    assert names_of() == ["Ada"] and definition_of() == {"name": {"en": "A page"}}


def fail(told: dict[str, Any]) -> None:
    with db.transaction() as session:
        write(session, [entry(dict(told))])
        raise ZeroDivisionError


def test_what_is_known_costs_no_question_to_the_database() -> None:
    log(statement())
    with db.transaction() as session:
        write(session, [entry(statement())])
        assert "names" not in session.info


def test_eight_writers_who_bring_the_same_new_actors_and_activities_all_get_through() -> None:
    shared = [uuid4().hex for _ in range(30)]

    def batch(number: int) -> list[dict[str, Any]]:
        # Each writer names them in another order, and calls them otherwise: rows are inserted, locked and grown.
        order = shared if number % 2 else shared[::-1]
        turned = order[number:] + order[:number]
        return [
            statement(
                actor={"mbox": f"mailto:{one}@example.org", "name": f"Called by {number}"},
                object=activity(f"https://example.org/{one}", name={f"x-{number}": one}),
            )
            for one in turned
        ]

    assert batches(2, batch) == [60] * WRITERS
    for one in shared:
        assert sorted(names_of(f"mbox:mailto:{one}@example.org")) == [
            f"Called by {n}" for n in range(WRITERS)
        ]
        assert definition_of(f"https://example.org/{one}") == {
            "name": {f"x-{n}": one for n in range(WRITERS)}
        }


def test_who_is_erased_by_this_process_is_written_again_when_somebody_names_her() -> None:
    log(statement())
    with db.transaction() as session:
        session.delete(session.get_one(XapiAgent, key_of(ADA_MBOX)))
    names.forget()
    log(statement())
    assert names_of() == ["Ada"]


def test_the_process_remembers_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "REMEMBERED", 5)
    for number in range(8):
        log(statement(object=activity(f"https://example.org/{number}")))
    log(statement(object=activity("https://example.org/0", name={"en": "Back"})))
    assert definition_of("https://example.org/0") == {"name": {"en": "Back"}}


def test_two_threads_that_first_name_somebody_write_her_once() -> None:
    at_once(*[lambda: log(statement(actor=called("Ada")))] * 4)
    assert names_of() == ["Ada"]
