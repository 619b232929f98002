"""Two features keep files in one folder, each in its room and with a sweep of its own: neither takes the other's."""

from __future__ import annotations

import os
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy.orm import Session

from classcode import clock, files
from classcode.config import Config
from helpdesk.attachments import keeping
from helpdesk.attachments.models import Attachment
from tracking.log import files as record

NOBODY_S = b"bytes that no row of either room names"


@pytest.mark.parametrize("sweeps", ["desk", "record"])
def test_a_sweep_stays_in_its_own_room(
    session: Session, file: Attachment, config: Config, sweeps: str
) -> None:
    session.commit()
    with record.Keeper(config.files_dir) as keeper:
        keeper.begin(sha256(NOBODY_S).hexdigest()).write(NOBODY_S)
        keeper.keep()
    files.keep(files.room(keeping.ROOM), NOBODY_S)
    old = (clock.now() - timedelta(days=400)).timestamp()
    for path in config.files_dir.glob("*/??/*"):
        os.utime(path, (old, old))
    assert (keeping.sweep(session) if sweeps == "desk" else record.sweep(session, config.files_dir)) == 1
    other = record.ROOM if sweeps == "desk" else keeping.ROOM
    left = sorted((path.parent.parent.name, path.name) for path in config.files_dir.glob("*/??/*"))
    assert left == sorted([(other, sha256(NOBODY_S).hexdigest()), (keeping.ROOM, file.sha2)])
