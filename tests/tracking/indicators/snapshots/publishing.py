"""Publishing as a lead and a worker do it: ordered, prepared by jobs, published."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock, queues
from classcode.people.models import Person
from classcode.territory.schooling import Names
from tests.tracking.indicators.told import NOW, Story
from tracking.indicators.snapshots import files, queries
from tracking.indicators.snapshots.document import Document
from tracking.indicators.snapshots.models import Publication
from tracking.indicators.snapshots.rules import preparing, settling
from tracking.indicators.snapshots.rules.preparing import Told

MARCH = "2026-03"
YEAR = "2026"


class Press:
    """Somebody who may publish, and the installation's jobs."""

    def __init__(self, story: Story, lead: Person) -> None:
        self.story, self.lead = story, lead

    @property
    def session(self) -> Session:
        """The test's session."""
        return self.story.session

    @contextmanager
    def _then(self, at: datetime) -> Iterator[None]:
        """Act at a moment; what was read before is read anew, and the database is let go for the jobs."""
        self.session.commit()
        with clock.at(at):
            yield
        self.session.commit()

    def order(self, slug: str, period: str = MARCH, *, at: datetime = NOW, by_month: bool = True) -> UUID:
        """Order a publication."""
        title = Names(f"Bilan {slug}", f"Report {slug}", f"Verslag {slug}")
        with self._then(at):
            told = Told(slug=slug, title=title, period=period, by_month=by_month)
            return preparing.order(self.session, told, by=self.lead.id).id

    def work(self, at: datetime = NOW) -> None:
        """Do what is due, as a worker would: reading and freezing, then the files."""
        with self._then(at):
            queues.drain()
            queues.drain()

    def publish(self, publication_id: UUID, at: datetime = NOW) -> Publication:
        """Publish a draft."""
        with self._then(at):
            row = self.row(publication_id)
            settling.publish(self.session, row, by=self.lead.id)
        return row

    def published(
        self, slug: str, period: str = MARCH, *, at: datetime = NOW, by_month: bool = True
    ) -> Publication:
        """Order, prepare and publish."""
        publication_id = self.order(slug, period, at=at, by_month=by_month)
        self.work(at)
        return self.publish(publication_id, at)

    def row(self, publication_id: UUID) -> Publication:
        """Return the row as it stands."""
        return self.session.get_one(Publication, publication_id, populate_existing=True)

    def document(self, row: Publication) -> Document:
        """Return the frozen document."""
        found = queries.document(self.session, row.id)
        assert found is not None
        return found

    def raw(self, row: Publication) -> dict[str, Any]:
        """Return what the JSON says."""
        found: dict[str, Any] = json.loads(self.kept(row)[files.JSON, ""])
        return found

    def kept(self, row: Publication) -> Mapping[tuple[str, str], bytes]:
        """Return the bytes of every file, by format and language."""
        return {
            (one.fmt, one.language): queries.content(self.session, row.id, one.fmt, one.language) or b""
            for one in queries.files(self.session, row.id)
        }


def figure(raw: Mapping[str, Any], indicator_id: str) -> dict[str, Any]:
    """Return one figure of the JSON."""
    return next(one for one in raw["figures"] if one["id"] == indicator_id)
