"""Recipients of statements: what each gets, under which names, its secrets at rest, and the commands."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from click.testing import Result
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from classcode import clock, db
from classcode.config import Config, load
from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from tests.make import Make
from tests.tracking.conftest import Run
from tests.tracking.other_store import Store, listening
from tests.tracking.test_forwarding import recorded
from tracking import vocabulary
from tracking.forwarding import jobs, rules
from tracking.forwarding.filters import Filter
from tracking.forwarding.models import Outsiders, Recipient
from tracking.forwarding.pseudonyms import Disguise
from tracking.forwarding.queries import Standing, standings
from tracking.forwarding.rules import Allowed, Plan
from tracking.forwarding.sealing import Seal, Unreadable
from tracking.log.files import Keeper, address
from tracking.log.writing import AttachedFile, Entry, write
from tracking.models import Statement
from tracking.rules import record, void
from tracking.statements import Event
from tracking.vocabulary import Verb
from tracking.xapi.index import index

BASE = "http://classcode.test"
SLUG = "creative-programming"
ANYWHERE = Allowed(production=False, hosts=())
Login = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def stores(engine: Engine) -> Iterator[list[Store]]:
    """Two other stores, beside this test's database."""
    assert engine.url
    with listening() as one, listening() as other:
        yield [one, other]


@pytest.fixture
def learners(make: Make) -> list[Person]:
    """Two persons with an account."""
    made = [make.person(), make.person()]
    make.session.commit()
    return made


def receive(config: Config, store: Store, name: str = "partner", **more: Any) -> UUID:
    """Let a store receive statements."""
    plan = Plan(name=name, endpoint=store.endpoint, key="key", secret="secret", **more)
    with db.transaction() as session:
        return rules.add(session, plan, Seal(config.secret_key), ANYWHERE).id


def send(config: Config, recipient_id: UUID) -> None:
    jobs.forwarder(config)(str(recipient_id))


def kept(statement: dict[str, Any], *files: AttachedFile) -> UUID:
    """Write a statement into the log as another system's."""
    identity = UUID(statement.setdefault("id", str(uuid4())))
    now = clock.now()
    statement |= {"timestamp": now.isoformat(), "stored": now.isoformat(), "version": "1.0.3"} | statement
    statement["authority"] = {"account": {"homePage": BASE, "name": "client:museum"}}
    entry = Entry(
        id=identity,
        stored=now,
        timestamp=now,
        body=orjson.dumps(statement),
        index=index(statement),
        client_id=uuid4(),
        files=files,
    )
    with db.transaction() as session:
        write(session, [entry])
    return identity


def outside(**more: Any) -> dict[str, Any]:
    """Return a statement as a museum's game sends it."""
    return {
        "actor": {"mbox": "mailto:zoe@example.org", "name": "Zoé"},
        "verb": {"id": "https://museum.example/verbs/touched"},
        "object": {"id": f"https://museum.example/visits/{uuid4()}"},
    } | more


# What each gets


def test_a_recipient_gets_the_very_bytes_of_the_log_from_its_beginning(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    recorded(learners[0])
    kept(outside())
    send(config, receive(config, stores[0]))
    with db.reading() as session:
        log = session.scalars(select(Statement.body).order_by(Statement.seq)).all()
    assert stores[0].bodies == [b"[" + b",".join(log) + b"]"]


def test_recipients_go_their_own_ways(config: Config, stores: list[Store], learners: list[Person]) -> None:
    one, other = receive(config, stores[0], "one"), receive(config, stores[1], "other")
    first = str(recorded(learners[0]))
    stores[0].moods = ["503"]
    send(config, one)
    send(config, other)
    assert (stores[0].stored, stores[1].stored) == ([], [first])


@pytest.mark.parametrize(
    ("wanted", "arrives"),
    [
        (Filter(), True),
        (Filter(verbs=frozenset({"http://adlnet.gov/expapi/verbs/failed"})), True),
        (Filter(verbs=frozenset({"http://adlnet.gov/expapi/verbs/passed"})), False),
        (Filter(activities=(f"{BASE}/modules/",)), True),
        (Filter(activities=(f"{BASE}/tickets/", f"{BASE}/modules/{SLUG}")), True),
        (Filter(activities=(f"{BASE}/meetings/",)), False),
        (Filter(own_only=True), True),
        (Filter(since=datetime(2020, 1, 1, tzinfo=UTC)), True),
        (Filter(since=datetime(2199, 1, 1, tzinfo=UTC)), False),
    ],
)
def test_a_filter_lets_pass_what_meets_all_of_it(
    config: Config, stores: list[Store], learners: list[Person], wanted: Filter, arrives: bool
) -> None:
    recorded(learners[0])
    recipient = receive(config, stores[0], filter=wanted)
    send(config, recipient)
    assert bool(stores[0].stored) is arrives
    with db.reading() as session:
        (standing,) = standings(session)
    assert standing.behind == 0


def test_own_only_leaves_out_what_other_systems_wrote(config: Config, stores: list[Store]) -> None:
    kept(outside())
    send(config, receive(config, stores[0], filter=Filter(own_only=True)))
    assert stores[0].stored == []


def test_an_activity_of_the_context_counts_as_well(config: Config, stores: list[Store]) -> None:
    parent = {"id": "https://museum.example/rooms/3"}
    kept(outside(context={"contextActivities": {"parent": parent, "other": [{"id": "https://x.example/y"}]}}))
    kept(outside())
    send(config, receive(config, stores[0], filter=Filter(activities=("https://museum.example/rooms/",))))
    assert len(stores[0].stored) == 1


def test_a_filter_is_kept_as_it_was_wished() -> None:
    wished = Filter(
        frozenset({"a:b"}), ("https://x/",), own_only=True, since=datetime(2026, 1, 2, tzinfo=UTC)
    )
    assert Filter.read(json.loads(json.dumps(wished.to_keep()))) == wished
    assert Filter().to_keep() == {}


def test_a_voiding_follows_what_it_voids_past_a_filter_of_verbs(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    failed = recorded(learners[0])
    with db.transaction() as session:
        joined = Event(
            act_id=uuid4(),
            person_id=learners[0].id,
            verb=Verb.REGISTERED,
            object=vocabulary.module(SLUG),
            at=clock.now(),
        )
        registered = record(session, joined)
        void(session, failed, learners[0].id)
        void(session, registered, learners[0].id)
    only = Filter(verbs=frozenset({"http://adlnet.gov/expapi/verbs/failed"}))
    send(config, receive(config, stores[0], filter=only))
    first, second = stores[0].statements()
    assert first["id"] == str(failed) == second["object"]["id"]


def test_a_store_that_speaks_1_0_3_gets_nothing_of_2_0(config: Config, stores: list[Store]) -> None:
    kept(outside(version="2.0.0"))
    plain = str(kept(outside()))
    send(config, receive(config, stores[0], "old"))
    send(config, receive(config, stores[1], "new", version="2.0.0"))
    assert stores[0].stored == [plain] and len(stores[1].stored) == 2
    assert stores[1].headers[0]["x-experience-api-version"] == "2.0.0"


def with_a_photograph(config: Config) -> tuple[str, bytes]:
    """Write a statement that came with a file; return the statement's id and the file's bytes."""
    data = b"a photograph of a robot" * 4000
    sha2 = hashlib.sha256(data).hexdigest()
    with Keeper(config.files_dir) as keeper:
        incoming = keeper.begin(sha2)
        incoming.write(data)
        assert incoming.close()
        keeper.keep()
    attachment = {
        "usageType": "x:y",
        "display": {},
        "contentType": "image/png",
        "length": len(data),
        "sha2": sha2,
    }
    return str(kept(outside(attachments=[attachment]), AttachedFile(sha2, "image/png"))), data


def test_the_files_that_a_statement_came_with_go_along(config: Config, stores: list[Store]) -> None:
    plain = str(kept(outside()))
    statement, data = with_a_photograph(config)
    send(config, receive(config, stores[0]))
    (request,) = stores[0].bodies
    assert stores[0].stored == [plain, statement]
    assert stores[0].headers[0]["content-type"].startswith("multipart/mixed; boundary=")
    assert b"Content-Type: image/png\r\nContent-Transfer-Encoding: binary" in request and data in request


def test_a_statement_whose_file_is_gone_is_set_aside_alone(config: Config, stores: list[Store]) -> None:
    plain = [str(kept(outside()))]
    _statement, data = with_a_photograph(config)
    plain.append(str(kept(outside())))
    address(config.files_dir, hashlib.sha256(data).hexdigest()).unlink()
    send(config, receive(config, stores[0]))
    assert stores[0].stored == plain
    assert "missing" in only().refusals[0].reason


def test_in_disguise_no_file_leaves(config: Config, stores: list[Store]) -> None:
    with_a_photograph(config)
    send(config, receive(config, stores[0], pseudonym=True))
    assert "attachments" not in stores[0].statements()[0]
    assert stores[0].headers[0]["content-type"] == "application/json"


# Under which names


def deeds(learners: list[Person]) -> None:
    """Let two persons do things together that would give them away: tickets, registrations, voiding."""
    ada, bruno = learners
    ticket, run = uuid4(), uuid4()
    with db.transaction() as session:
        for person, verb in ((ada, Verb.ASKED), (bruno, Verb.RESPONDED)):
            event = Event(
                act_id=uuid4(),
                person_id=person.id,
                verb=verb,
                object=vocabulary.ticket(ticket),
                at=clock.now(),
                registration=run,
                instructor_id=bruno.id,
            )
            identity = record(session, event)
        void(session, identity, ada.id)
    kept(outside(context={"statement": {"objectType": "StatementRef", "id": str(identity)}}))
    group = {
        "objectType": "Group",
        "name": "6e B",
        "member": [{"openid": "https://id.example/zoe", "name": "Zoé"}],
    }
    kept(outside(actor=group, context={"team": group, "instructor": {"mbox": "mailto:lea@example.org"}}))


def uuids(store: Store) -> set[str]:
    """Return every UUID that a store was told."""
    found = re.findall(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", b"".join(store.bodies).decode())
    return set(found)


def test_two_recipients_under_pseudonyms_share_no_identifier(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    deeds(learners)
    for name, store in zip(("one", "other"), stores, strict=True):
        send(config, receive(config, store, name, pseudonym=True))
    one, other = (uuids(store) for store in stores)
    with db.reading() as session:
        log = b"".join(session.scalars(select(Statement.body)))
    assert len(one) == len(other) > 8
    assert one.isdisjoint(other)
    assert not [identifier for identifier in one | other if identifier.encode() in log]


def test_nobody_is_named_to_a_recipient_under_pseudonyms(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    deeds(learners)
    send(config, receive(config, stores[0], pseudonym=True))
    told = b"".join(stores[0].bodies).decode()
    for secret in ("zoe", "Zoé", "lea@", "6e B", "mailto:", '"stored"'):
        assert secret not in told


def test_within_one_recipient_everything_still_fits_together(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    deeds(learners)
    send(config, receive(config, stores[0], pseudonym=True))
    asked, responded, voiding, seen, _group = stores[0].statements()
    assert responded["actor"] == asked["context"]["instructor"] != asked["actor"]
    assert voiding["object"]["id"] == responded["id"] == seen["context"]["statement"]["id"]
    assert voiding["actor"] == asked["actor"]
    assert asked["object"]["id"] == responded["object"]["id"]
    assert asked["context"]["registration"] == responded["context"]["registration"]
    assert asked["actor"]["account"]["homePage"] == BASE
    assert asked["authority"]["account"]["name"] == "classcode"


def test_a_repeat_under_pseudonyms_is_stored_once(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    deeds(learners)
    recipient = receive(config, stores[0], pseudonym=True)
    send(config, recipient)
    with db.transaction() as session:
        session.get_one(Recipient, recipient).cursor = 0
    send(config, recipient)
    with db.reading() as session:
        (standing,) = standings(session)
    assert len(stores[0].stored) == 5 and standing.refused == 0


def test_a_recipient_may_get_nothing_about_people_who_are_not_ours(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    deeds(learners)
    send(config, receive(config, stores[0], pseudonym=True, outsiders=Outsiders.LEFT_OUT))
    assert len(stores[0].stored) == 3


def test_inner_statements_and_attached_files_are_disguised_too() -> None:
    disguise = Disguise(b"k" * 32, BASE)
    person = str(uuid4())
    statement = outside(
        object={
            "objectType": "SubStatement",
            "actor": {"account": {"homePage": BASE, "name": person}},
            "verb": {"id": "https://museum.example/verbs/saw"},
            "object": {"objectType": "Agent", "mbox": "mailto:lea@example.org"},
        },
        attachments=[{"sha2": "ab", "fileUrl": "https://museum.example/photo-of-zoe"}],
    )
    told = orjson.loads(disguise.of(statement))
    assert told["object"]["actor"]["account"]["name"] == str(disguise.identity(UUID(person)))
    assert "mbox" not in told["object"]["object"] and "attachments" not in told


def test_one_person_has_one_pseudonym_whatever_stands_beside_her_identifier() -> None:
    disguise = Disguise(b"k" * 32, BASE)
    told = [
        orjson.loads(disguise.of(outside(actor={"mbox": "mailto:zoe@example.org", "name": name})))["actor"]
        for name in ("Zoé", "Z.")
    ]
    assert told[0] == told[1]


# Secrets and addresses


def test_secrets_lie_sealed_in_the_database(config: Config, stores: list[Store]) -> None:
    plan = Plan(name="partner", endpoint=stores[0].endpoint, key="k", secret="très secret", pseudonym=True)
    with db.transaction() as session:
        row = rules.add(session, plan, Seal(config.secret_key), ANYWHERE)
    assert row.secret is not None and "secret" not in row.secret
    assert Seal(config.secret_key).open(row.secret) == "très secret"
    with pytest.raises(Unreadable):
        Seal("another key").open(row.secret)


def test_under_another_secret_key_the_recipient_says_why_nothing_leaves(
    config: Config, stores: list[Store], learners: list[Person]
) -> None:
    recorded(learners[0])
    recipient = receive(config, stores[0])
    send(load({"ENVIRONMENT": "test", "SECRET_KEY": "o" * 40, "VAR_DIR": str(config.var_dir)}), recipient)
    with db.reading() as session:
        assert "SECRET_KEY" in str(session.get_one(Recipient, recipient).last_error)


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ("ftp://lrs.example/", "begins with https"),
        ("https://", "begins with https"),
        ("https://lrs.example/xapi?x=1", "no question mark"),
        ("http://lrs.example/xapi", "by https:// only"),
        ("https://elsewhere.example/xapi", "LRS_HOSTS"),
    ],
)
def test_in_production_statements_go_to_listed_hosts_by_https_only(
    engine: Engine, config: Config, endpoint: str, message: str
) -> None:
    plan = Plan(name="partner", endpoint=endpoint, key="k", secret="s")
    with pytest.raises(Invalid, match=message), db.transaction() as session:
        rules.add(session, plan, Seal(config.secret_key), Allowed(production=True, hosts=("lrs.example",)))


# The commands


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command on this test's database."""
    return partial(run, "recipient")


def add(run: Run, *more: str) -> Result:
    return run("add", "museum", "http://127.0.0.1:9/xapi", "--key", "ours", *more, said="a secret\n")


def only() -> Standing:
    with db.reading() as session:
        (standing,) = standings(session)
        return standing


def test_add_keeps_what_was_wished(run: Run) -> None:
    result = add(run, "--pseudonym", "--without-outsiders", "--verb", "a:b", "--own", "--since", "2026-01-02")
    assert result.exit_code == 0, result.output
    row = only().recipient
    assert (row.name, row.key, row.pseudonym, row.outsiders) == ("museum", "ours", True, "left-out")
    assert row.filters == {"verbs": ["a:b"], "own_only": True, "since": "2026-01-02T00:00:00+00:00"}


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["add", "Museum", "http://x.example/", "--key", "k"], 1, "A name is"),
        (["add", "environment", "http://x.example/", "--key", "k"], 1, "A name is"),
        (["add", "m", "http://x.example/", "--key", "k", "--without-outsiders"], 2, "--pseudonym"),
        (["pause", "nobody"], 1, "There is no recipient nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run: Run, words: list[str], code: int, told: str) -> None:
    result = run(*words, said="s\n")
    assert result.exit_code == code and told in result.output


def test_a_name_is_given_once_and_an_empty_secret_never(run: Run) -> None:
    add(run)
    assert "there already" in add(run).output
    empty = run("add", "other", "http://127.0.0.1:9/xapi", "--key", "k", said="\n")
    assert empty.exit_code == 1 and "secret" in empty.output


def test_list_tells_lag_refusals_and_the_last_error(run: Run, config: Config, learners: list[Person]) -> None:
    add(run)
    with clock.at(clock.now() - timedelta(minutes=90)):
        recorded(learners[0])
    send(config, only().recipient.id)
    line = run("list").output.strip().split("\t")
    assert line[0] == "museum" and line[2:4] == ["failing", "1 behind"]
    assert line[4] in {"90 min", "91 min"} and "ConnectionRefused" in line[-1]


def test_a_paused_recipient_gets_nothing_until_it_is_resumed(
    run: Run, config: Config, stores: list[Store], learners: list[Person]
) -> None:
    recipient = receive(config, stores[0])
    recorded(learners[0])
    assert run("pause", "partner").exit_code == 0
    send(config, recipient)
    assert stores[0].stored == [] and "paused" in run("list").output
    assert run("resume", "partner").exit_code == 0
    send(config, recipient)
    assert len(stores[0].stored) == 1


def test_a_removed_recipient_is_forgotten_with_what_it_refused(
    run: Run, config: Config, stores: list[Store], learners: list[Person]
) -> None:
    recipient = receive(config, stores[0])
    stores[0].poison = {str(recorded(learners[0]))}
    send(config, recipient)
    assert run("remove", "partner").exit_code == 0
    with db.reading() as session, pytest.raises(NotFound):
        rules.recipient(session, "partner")
    send(config, recipient)


def test_the_recipient_of_the_environment_cannot_be_removed(run: Run) -> None:
    with db.transaction() as session:
        rules.add_environment(session)
    result = run("remove", "environment")
    assert result.exit_code == 1 and "LRS_ENDPOINT" in result.output


# The page


@pytest.mark.parametrize("button", ["again", "leave-out"])
def test_only_an_administrator_decides_about_refused_statements(
    client: FlaskClient,
    login: Login,
    ada: Person,
    make: Make,
    config: Config,
    stores: list[Store],
    button: str,
) -> None:
    make.session.commit()
    recipient = receive(config, stores[0])
    stores[0].poison = {str(recorded(ada))}
    send(config, recipient)
    address = f"/deliveries/recipients/{recipient}/{button}"
    assert login(client, ada).post(address, data={"act": str(uuid4())}).status_code == 403
    assert only().refused == 1
    assert login(client, make.administrator()).post(address, data={"act": str(uuid4())}).status_code == 302
    assert only().refused == 0
    unknown = f"/deliveries/recipients/{uuid4()}/{button}"
    assert client.post(unknown, data={"act": str(uuid4())}).status_code == 404


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_the_page_tells_how_far_each_recipient_is(
    lang: str, client: FlaskClient, login: Login, make: Make, config: Config, stores: list[Store], ada: Person
) -> None:
    make.session.commit()
    recipient = receive(config, stores[0])
    written = str(recorded(ada))
    stores[0].poison = {written}
    send(config, recipient)
    page = login(client, make.administrator()).get(f"/{lang}/deliveries/").text
    assert "partner" in page and written in page and "400 no, thank you" in page
