"""Whatever is put into a field of check-in, at a meeting that is going on, is refused or kept and breaks nothing."""

from __future__ import annotations

from itertools import cycle, product
from uuid import uuid4

import pytest
from flask import Flask

from classcode import clock
from tests.helpdesk.checkin.conftest import Enter, Evening
from tests.helpdesk.test_bad_input import BAD, BEHIND, EACH, fields_of

pytestmark = pytest.mark.slow
FEW = 24
"""Fields tried one by one of a list that has some for each of sixty lines."""


@pytest.mark.postgres
def test_no_field_of_check_in_breaks_a_page(
    app: Flask, evening: Evening, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, during, end = [], evening.after(60), evening.after(95)
    meeting_id = evening.meeting.id
    his, hers = enter(evening.bruno), enter(evening.ada)
    mine = ("attendance", "offline", "screen/renew", "close", "correct")
    posts = [(his, f"/meetings/{meeting_id}/{one}") for one in mine] + [(hers, "/checkin"), (hers, "/claim")]
    for client, address in posts:
        with clock.at(end if address.endswith(("close", "correct")) else during):
            fields = list(fields_of(client, address, monkeypatch))
            some = [*fields[:FEW], *fields[-4:]]
            tried = [
                *product(some, EACH),
                *zip(fields, cycle(BAD), strict=False),
                *(("", bad) for bad in BAD),
            ]
            for name, bad in tried:
                told = {name: bad} if name else dict.fromkeys(fields, bad)
                answer = client.post(address, data=told | {"act": str(uuid4())})
                if answer.status_code >= 500:
                    broken.append((address, name or "all of them", bad[:30]))
    assert not broken, "\n".join(map(str, broken))


@pytest.mark.postgres
def test_nothing_in_an_address_of_check_in_breaks_a_page(evening: Evening, enter: Enter) -> None:
    during, meeting_id, his = evening.after(60), evening.meeting.id, enter(evening.bruno)
    pages = ("list", "screen", "sheet", "slips", "offline/", "arrived", f"synchronised/{uuid4()}")
    addresses = [f"/fr/meetings/{meeting_id}/{page}" for page in pages]
    addresses += ["/fr/checkin", "/fr/claim", f"/meetings/{meeting_id}/offline/worker.js"]
    addresses += [f"/fr/checkin/{bad}" for bad in ("%00", "é", "9" * 5000, "%2F%5Cevil", "a" * 34)]
    addresses += [f"/c/{bad}" for bad in ("%00", "9" * 5000, "é")]
    with clock.at(during):
        for address in addresses:
            for bad in BEHIND:
                asked = dict.fromkeys(("how", "lang", "next"), bad)
                assert his.get(address, query_string=asked).status_code < 500, address
