"""`classcode lrs erase`: an actor's statements and documents go, others' stay without her, and a receipt is kept."""

from __future__ import annotations

import hashlib
import json
import os
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.config import Config
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.conftest import Run
from tests.tracking.lrs.recorded import (
    BASE,
    about,
    account,
    attachment,
    done,
    keep_file,
    log,
    mailbox,
    statement,
    voiding,
)
from tracking.doctor.examining import examine
from tracking.erasure import queries, rules
from tracking.erasure.models import Erasure
from tracking.erasure.rewriting import NAME
from tracking.erasure.subjects import subject_told
from tracking.log.keys import key_of
from tracking.log.models import StatementAgent, StatementFile, StatementTarget, XapiAgent
from tracking.lrs.documents.models import Document
from tracking.models import ActiveDay, LearnerFact, Milestone, Pseudonym, Statement
from tracking.record.models import RecordLook, RecordSearch
from tracking.rules import actor_of, void
from tracking.xapi.pseudonyms import key_from, pseudonymise
from tracking.xapi.signatures import SIGNATURE

MINE, SHARED, SIGNED = "ab" * 32, "cd" * 32, "ef" * 32
ERASED = account(NAME)


@pytest.fixture
def run(run: Run) -> Run:
    """Erase on this test's database: `run("zoe@example.org", "--yes")`."""
    return partial(run, "erase")


def write(*statements: dict[str, Any], **more: Any) -> None:
    with db.transaction() as session:
        log(session, *statements, **more)


def erased(run: Run, actor: str) -> dict[str, Any]:
    """Erase somebody and return the receipt."""
    result = run(actor, "--yes")
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def body(of: dict[str, Any]) -> dict[str, Any] | None:
    with db.reading() as session:
        found = session.scalar(select(Statement.body).where(Statement.id == UUID(of["id"])))
    return orjson.loads(found) if found else None


def count(table: Any) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def sound(config: Config) -> None:
    """The doctor finds nothing."""
    with db.reading() as session:
        told = [str(one) for stretch in examine(session, config.files_dir) for one in stretch.findings]
    assert told == []


def document(agent: str) -> None:
    row = Document(
        key=uuid4(),
        kind="state",
        activity=None,
        activity_key=None,
        agent=agent,
        agent_key=key_of(agent),
        registration=None,
        id="resume",
        content_type="text/plain",
        etag="x",
        updated_at=clock.now(),
        contents=b"page 3",
    )
    with db.transaction() as session:
        session.add(row)


# What goes


@pytest.mark.parametrize(
    "hers",
    [
        statement(mailbox("zoe")),
        statement(mailbox("max"), object=mailbox("zoe")),
        statement({"objectType": "Group", "member": [mailbox("max"), mailbox("zoe")]}),
    ],
    ids=["actor", "object", "member"],
)
def test_statements_of_which_she_is_actor_object_or_member_are_deleted(
    run: Run, config: Config, hers: dict[str, Any]
) -> None:
    other = statement(mailbox("max"))
    write(hers, other)
    told = erased(run, "zoe@example.org")
    assert body(hers) is None
    assert body(other) == other
    assert (told["statements"], told["rewritten"]) == (1, 0)
    sound(config)


def test_an_address_takes_its_checksum_and_its_pseudonyms_along(run: Run, config: Config) -> None:
    checksum = hashlib.sha1(b"mailto:zoe@example.org", usedforsecurity=False).hexdigest()
    summed = statement({"mbox_sha1sum": checksum})
    replaced = pseudonymise(statement(mailbox("zoe")), key_from(config.secret_key), BASE)
    write(summed, replaced)
    assert erased(run, "mailto:zoe@example.org")["statements"] == 2
    assert count(Statement) == 0


def test_her_documents_her_row_and_her_index_rows_go(run: Run, config: Config) -> None:
    document("mbox:mailto:zoe@example.org")
    document("mbox:mailto:max@example.org")
    write(statement(), statement(mailbox("max")))
    told = erased(run, "zoe@example.org")
    assert told["documents"] == 1
    assert told["index_rows"] == 3  # the actor, the authority, the activity
    with db.reading() as session:
        assert session.scalars(select(Document.agent)).all() == ["mbox:mailto:max@example.org"]
        assert not session.scalars(select(XapiAgent).where(XapiAgent.ifi.contains("zoe"))).all()
        assert not session.scalars(
            select(StatementAgent).where(StatementAgent.agent_key == key_of("mbox:mailto:zoe@example.org"))
        ).all()
    sound(config)


def test_files_go_with_the_last_statement_that_names_them(run: Run, config: Config) -> None:
    mine, shared = (keep_file(config.files_dir, sha2) for sha2 in (MINE, SHARED))
    write(statement(attachments=[attachment(MINE), attachment(SHARED)]), files=[MINE, SHARED])
    write(statement(mailbox("max"), attachments=[attachment(SHARED)]), files=[SHARED])
    assert erased(run, "zoe@example.org")["attachments"] == 1
    assert not mine.exists()
    assert shared.exists()
    sound(config)


def test_a_file_that_a_request_took_up_just_now_is_left_to_the_sweep(run: Run, config: Config) -> None:
    mine = keep_file(config.files_dir, MINE)
    write(statement(attachments=[attachment(MINE)]), files=[MINE])
    os.utime(mine)
    erased(run, "zoe@example.org")
    assert mine.exists()
    assert count(StatementFile) == 0


def test_what_followed_from_a_learners_statements_goes_with_the_link_to_her(
    run: Run, config: Config, session: Session, make: Make
) -> None:
    ada, bruno = make.person("ada", commune="FR-35238"), make.person("bruno", commune="FR-35238")
    session.commit()
    with db.transaction() as writing:
        for person in (ada, bruno):
            done(writing, person.id)
    actor, other = actor_of(session, ada.id), actor_of(session, bruno.id)
    facts = session.scalar(select(func.count()).where(LearnerFact.actor == other))
    session.commit()
    assert erased(run, str(actor))["statements"] == 1
    for table in (Milestone, ActiveDay, LearnerFact, Pseudonym, Statement):
        assert not session.scalars(select(table).where(table.actor == actor)).all(), table
    assert session.scalar(select(func.count()).where(LearnerFact.actor == other)) == facts
    assert session.scalars(select(Pseudonym.actor)).all() == [other]
    session.rollback()
    sound(config)


def test_a_person_is_erased_by_her_address_with_all_that_the_record_calls_her(
    run: Run, session: Session, make: Make
) -> None:
    ada = make.person("ada")
    email = ada.addresses[0].email
    done(session, ada.id)
    session.commit()
    write(statement({"mbox": f"mailto:{email}"}), statement(mailbox("max")))
    result = run("--person", email, "--yes")
    assert json.loads(result.stdout)["statements"] == 2
    assert count(Statement) == 1


def test_lines_of_who_looked_at_her_go_too(run: Run, session: Session, ada: Person) -> None:
    done(session, ada.id)
    actor = actor_of(session, ada.id)
    search = RecordSearch(who=uuid4(), at=clock.now(), reason="r", named=True, criteria={})
    session.add(search)
    session.flush()
    key = key_of(f"account:{BASE}|{actor}")
    session.add(RecordLook(search_id=search.id, actor_key=key, named=True, at=clock.now()))
    session.commit()
    erased(run, str(actor))
    assert count(RecordLook) == 0


def test_nothing_of_her_is_left_in_the_database_file(
    run: Run, config: Config, database_url: str, session: Session
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps dead rows until its own vacuum")
    marker = "q7zw0marker"
    write(statement(mailbox(marker)), statement(mailbox("max"), context={"instructor": mailbox(marker)}))
    document(f"mbox:mailto:{marker}@example.org")
    erased(run, f"{marker}@example.org")
    with db.transaction() as writing:
        assert writing
    session.connection().exec_driver_sql("ROLLBACK")
    session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(database_url.removeprefix("sqlite:///"))
    assert marker.encode() not in path.read_bytes()


# What stays


MENTIONS = {
    "instructor": {"context": {"instructor": mailbox("zoe")}},
    "team": {"context": {"team": {"objectType": "Group", "member": [mailbox("zoe"), mailbox("max")]}}},
    "authority": {"authority": mailbox("zoe")},
    "context agent": {
        "context": {"contextAgents": [{"objectType": "contextAgent", "agent": mailbox("zoe")}]}
    },
    "inner actor": {
        "object": {
            "objectType": "SubStatement",
            "actor": mailbox("zoe"),
            "verb": {"id": "http://example.org/verbs/tried"},
            "object": {"id": "http://example.org/things/2"},
        }
    },
}


@pytest.mark.parametrize("where", MENTIONS)
def test_statements_of_others_stay_with_the_erased_account_in_her_place(
    run: Run, config: Config, where: str
) -> None:
    given = statement(mailbox("max"), **MENTIONS[where])
    write(given)
    told = erased(run, "zoe@example.org")
    assert (told["statements"], told["rewritten"]) == (0, 1)
    kept = body(given)
    assert kept is not None
    text = json.dumps(kept)
    assert "zoe" not in text and "Zoe" not in text
    assert json.loads(json.dumps(given).replace(json.dumps(mailbox("zoe")), json.dumps(ERASED))) == kept
    sound(config)


def test_a_signature_that_holds_her_goes_from_a_statement_that_stays(run: Run, config: Config) -> None:
    signature, kept_file = keep_file(config.files_dir, SIGNED), keep_file(config.files_dir, SHARED)
    listed = [attachment(SIGNED, SIGNATURE), attachment(SHARED)]
    given = statement(mailbox("max"), context={"instructor": mailbox("zoe")}, attachments=listed)
    write(given, files=[SIGNED, SHARED])
    assert erased(run, "zoe@example.org")["attachments"] == 1
    kept = body(given)
    assert kept is not None and kept["attachments"] == [attachment(SHARED)]
    assert not signature.exists()
    assert kept_file.exists()
    sound(config)


def test_who_refers_to_a_deleted_statement_waits_for_it_again(run: Run, config: Config) -> None:
    hers = statement()
    one, two = about(hers, mailbox("max")), statement(mailbox("eve"))
    two |= {"object": {"objectType": "StatementRef", "id": one["id"]}}
    write(hers, one, two)
    erased(run, "zoe@example.org")
    with db.reading() as session:
        ways = session.execute(
            select(StatementTarget.target, StatementTarget.of, StatementTarget.direct)
        ).all()
    assert sorted((str(target), of is None, direct) for target, of, direct in ways) == sorted(
        [(hers["id"], True, True), (one["id"], False, True), (hers["id"], True, False)]
    )
    sound(config)


def test_the_middle_of_a_chain_takes_the_way_through_it_along(run: Run, config: Config) -> None:
    first = statement(mailbox("max"))
    hers = about(first, mailbox("zoe"))
    last = about(hers, mailbox("eve"))
    write(first, hers, last)
    erased(run, "zoe@example.org")
    assert count(StatementTarget) == 1
    sound(config)


def test_what_she_voided_of_others_stays_voided_without_her(run: Run, config: Config) -> None:
    others = statement(mailbox("max"))
    voider = voiding(others, mailbox("zoe"))
    write(others, voider)
    told = erased(run, "zoe@example.org")
    assert (told["statements"], told["rewritten"]) == (0, 1)
    kept = body(voider)
    assert kept is not None and kept["actor"] == ERASED
    with db.reading() as session:
        assert session.scalars(select(Statement.voided).where(Statement.id == UUID(others["id"]))).one()
    sound(config)


def test_what_she_voided_of_her_own_goes_with_its_voiding(
    run: Run, config: Config, session: Session, ada: Person
) -> None:
    void(session, done(session, ada.id), ada.id)
    actor = actor_of(session, ada.id)
    session.commit()
    assert erased(run, str(actor))["statements"] == 2
    assert count(Statement) == 0
    sound(config)


# How it goes


def test_the_receipt_leads_to_nobody_and_is_kept(run: Run, tmp_path: Path) -> None:
    write(statement(), statement())
    result = run("zoe@example.org", "--yes", "--receipt", str(tmp_path / "receipt.json"))
    told = json.loads(result.stdout)
    assert told == json.loads((tmp_path / "receipt.json").read_text())
    assert "zoe" not in result.stdout
    assert len(told["identifier_digest"]) == len(told["ids_digest"]) == 64
    with db.reading() as session:
        kept = session.scalars(select(Erasure)).one()
    assert kept.finished_at is not None
    assert kept.counts["statements"] == told["statements"] == 2
    assert kept.identifier_digest == told["identifier_digest"]


def test_a_dry_run_counts_and_changes_nothing(run: Run, config: Config) -> None:
    keep_file(config.files_dir, MINE)
    document("mbox:mailto:zoe@example.org")
    write(statement(attachments=[attachment(MINE)]), files=[MINE])
    write(statement(mailbox("max"), context={"instructor": mailbox("zoe")}))
    result = run("zoe@example.org", "--dry-run")
    assert result.exit_code == 0
    assert "1 statements and 1 documents to delete with 1 files; 1 statements of others" in result.stderr
    assert (count(Statement), count(Document), count(Erasure)) == (2, 1, 0)


def test_without_a_yes_nothing_is_erased(run: Run) -> None:
    write(statement())
    assert run("zoe@example.org", said="n\n").exit_code == 1
    assert count(Statement) == 1
    assert run("zoe@example.org", said="y\n").exit_code == 0
    assert count(Statement) == 0


def test_an_erasure_that_was_interrupted_is_taken_up_with_its_counts(
    run: Run, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    write(*(statement() for _ in range(5)))
    with db.transaction() as session:
        subject = subject_told(session, "zoe@example.org", config.secret_key)
        assert subject is not None
        begun = rules.begin(session, subject).id
    with db.transaction() as session:
        rules.erase_some(session, begun, subject)
    assert count(Statement) == 3
    told = erased(run, "zoe@example.org")
    assert told["erasure"] == str(begun)
    assert told["statements"] == 5
    assert count(Erasure) == 1


def test_numbers_of_erased_statements_are_never_given_again(run: Run) -> None:
    with db.transaction() as session:
        (before,) = log(session, statement())
    erased(run, "zoe@example.org")
    with db.transaction() as session:
        (after,) = log(session, statement(mailbox("max")))
    assert after > before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["somebody"], "names no actor"),
        (["--person", "nobody@example.org"], "nobody's confirmed address"),
    ],
)
def test_who_cannot_be_found_is_told_in_one_line(run: Run, words: list[str], told: str) -> None:
    result = run(*words, "--yes")
    assert result.exit_code == 1
    assert told in result.output


@pytest.mark.parametrize("words", [[], ["zoe@example.org", "--person", "zoe@example.org"]])
def test_one_way_of_naming_somebody_is_needed(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 2
