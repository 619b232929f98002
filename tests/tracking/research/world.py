"""A programme whose learners agree to research or do not, and a study of it that two people opened."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.config import Config
from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from tests.make import Make
from tests.tracking.indicators.told import MARCH, NOW, SLUG, Story
from tracking import vocabulary
from tracking.research import jobs, keeping
from tracking.research.models import ResearchFile, ResearchStudy
from tracking.research.rules import files, studies
from tracking.research.rules.choosing import choose
from tracking.research.rules.studies import Told
from tracking.research.variables import VARIABLES
from tracking.rules import actor_of, note_fact
from tracking.statements import Result
from tracking.vocabulary import Verb

LONG_AGO = MARCH - timedelta(days=300)
DAY = timedelta(days=1)


class World:
    """Tells who agrees and what they did in spring 2026, and has a study look at it at the end of June."""

    def __init__(self, make: Make, config: Config) -> None:
        self.make, self.story = make, Story(make)
        self.make_file = jobs.maker(replace(config, small_count=5))
        self.session: Session = make.session
        self.lead = make.lead("dora")
        self.officer = make.person("paul")
        grant(self.session, self.officer.id, Role.DATA_PROTECTION)

    def learner(self, day: float = 0, *, agrees: bool = True, **declared: str) -> Person:
        """Somebody who declared this long ago, joined on a day counted from 2 March, and agrees or does not."""
        person = self.make.person()
        for kind, value in declared.items():
            note_fact(self.session, person.id, kind, value, since=LONG_AGO)
        self.story.joins(person, day)
        with clock.at(NOW - 30 * DAY):
            choose(self.session, person.id, agrees=agrees)
        return person

    def learners(self, many: int, **declared: str) -> list[Person]:
        """So many who are alike."""
        return [self.learner(**declared) for _ in range(many)]

    def answers(
        self, person: Person, response: str, day: float = 1, kind: str = "choice", n: int = 1
    ) -> UUID:
        """She answers a question of an activity."""
        thing = vocabulary.question(vocabulary.activity(SLUG, "u", "quiz"), "q1", kind)
        result = Result(success=False, response=response, extensions={"attempt": n})
        return self.story.tell(person, Verb.ANSWERED, thing, day, result=result)

    def asked(self, **more: Any) -> ResearchStudy:
        """A study that the lead asks for."""
        values: dict[str, Any] = {
            "title": "Étude Pilote",
            "responsible": "Dr Ana, Université de Test",
            "purpose": "Comprendre les reprises.",
            "agreement": "Convention 12 du 3 mai 2026",
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 6, 30),
            "closes_on": date(2026, 12, 31),
            "variables": VARIABLES,
            "k": 5,
            "may_leave_out": 5,
        }
        with clock.at(NOW):
            return studies.ask(self.session, Told(**(values | more)), by=self.lead.id, small_count=5)

    def agreed(self, **more: Any) -> ResearchStudy:
        """A study to which data protection agreed."""
        study = self.asked(**more)
        with clock.at(NOW):
            studies.decide(self.session, study.id, agrees=True, reason="Fine", by=self.officer.id)
        return study

    def ordered(self, study: ResearchStudy) -> ResearchFile:
        """A file that the lead ordered; committed."""
        with clock.at(NOW):
            row = files.order(self.session, self.lead.id, study.id)
        self.session.commit()
        return row

    def made(self, study: ResearchStudy) -> ResearchFile:
        """A file after the job ran."""
        row = self.ordered(study)
        self.make_now(row)
        return self.again(row.id)

    def make_now(self, row: ResearchFile) -> None:
        """Run the job of a file, where groups of five are large enough."""
        self.session.commit()
        with clock.at(NOW):
            self.make_file(str(row.id))

    def again(self, file_id: UUID) -> ResearchFile:
        """Return a file as it stands now, and let go of the database."""
        wanted = select(ResearchFile).where(ResearchFile.id == file_id)
        row = self.session.scalars(wanted.execution_options(populate_existing=True)).one()
        self.session.expunge(row)
        self.session.commit()
        return row

    def pack(self, study: ResearchStudy) -> Pack:
        """Return what is in a new file of a study."""
        row = self.made(study)
        assert row.sha2 is not None, row.problem
        return Pack(keeping.path_of(row.sha2).read_bytes(), row)

    def actor(self, person: Person) -> UUID:
        """Return the actor of somebody."""
        return actor_of(self.session, person.id)


class Pack:
    """A file of a study, opened."""

    def __init__(self, content: bytes, row: ResearchFile) -> None:
        self.content, self.row = content, row
        with ZipFile(io.BytesIO(content)) as opened:
            assert opened.testzip() is None
            self.inside = {name: opened.read(name) for name in opened.namelist()}

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table."""
        return list(csv.DictReader(io.StringIO(self.inside[f"{table}.csv"].decode(), newline="")))

    def json(self, name: str) -> Any:
        """Return a file of JSON."""
        return json.loads(self.inside[name])

    def statements(self) -> Iterator[dict[str, Any]]:
        """Return the statements."""
        return (json.loads(line) for line in self.inside["statements.jsonl"].splitlines())


def act() -> str:
    """Return the act of a form."""
    return str(uuid4())
