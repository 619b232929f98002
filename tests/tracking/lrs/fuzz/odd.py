"""Values that are not what was asked for: wrong types, odd texts, huge numbers, JSON that is none. Pure strategies."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from hypothesis import strategies as st

DEEP: Final = "@deep:{}@"
"""A text that `as_json` writes as so many lists inside each other: deeper than Python itself could write."""
_DEEP: Final = re.compile(r'"@deep:(\d+)@"')

TEXTS: Final = (
    "", " ", "\0", "a\0b", "\ud800", "x\udfffy", "\ufeff", "\u202e", "\x7f", "é", "e\u0301", "💩", "x" * 5000, "null",
    "true", "NaN", "-0", "__proto__", "' OR 1=1 --", "%00", "%", "{}", "[]", "../../etc/passwd", "a\r\nSet-Cookie: b=c",
    "mailto:", "mailto:a@b", "mailto:a\0@b.org", "http://", "http://[", "http://a b/", "urn:x:\0", "urn:x:\ud800",
    "x:y", "00000000-0000-0000-0000-000000000000", "{8f87ccde-bb56-4c2e-ab83-44982ef22df0}",
    "8F87CCDE-BB56-4C2E-AB83-44982EF22DF0",
    "2024-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60Z",
    "9999-12-31T23:59:59-14:00", "2024-01-01", "20240101T000000Z", "2024-W01-1T00:00:00Z", "2024-01-01T00:00:00-00:00",
    "2024-01-01T00:00:00.123456789123Z", "\u0662\u0660\u0662\u0664-01-01T00:00:00Z",
    "P", "PT", "P1Y2M3DT4H5M6.789S", "P99999999999999999999Y", "-P1D", "en", "fr-FR", "x-private", "i-klingon",
    "http://adlnet.gov/expapi/verbs/voided", "http://adlnet.gov/expapi/attachments/signature", "Agent", "Group",
    "Activity", "SubStatement", "StatementRef", "1.0.0", "1.0.9", "2.0.0", "3.0.0", "exact", "canonical", "ids",
)  # fmt: skip
DEPTHS: Final = (40, 200, 260, 900, 1100, 30_000)
NUMBERS: Final = (
    0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**30, 10**400, 0.1, -0.0, 1.5, 5e-324,
    1.7976931348623157e308, float("inf"), float("-inf"), float("nan"),
)  # fmt: skip

_LUCK: Final = st.randoms(use_true_random=True).map(lambda random: random.random())


def seldom(draw: st.DrawFn, times: int) -> bool:
    """Tell once in so many times that now is the time; a drawn number would much too often be its lowest."""
    return draw(_LUCK) * times < 1


texts = st.sampled_from(TEXTS) | st.text(max_size=12)
scalars = (
    st.none()
    | st.booleans()
    | st.sampled_from(NUMBERS)
    | st.integers()
    | st.floats()
    | texts
    | st.sampled_from([DEEP.format(depth) for depth in DEPTHS])
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


def as_json(value: object, *, escaped: bool = True) -> bytes:
    """Write a value as JSON, as wrong as it is: NaN, lone surrogates (as escapes or as bytes), lists without end."""
    text = json.dumps(value, ensure_ascii=escaped)
    deep = _DEEP.sub(lambda found: "[" * int(found[1]) + "]" * int(found[1]), text)
    return deep.encode("utf-8", "surrogatepass")


NO_JSON: Final = (
    b"", b" ", b"\xef\xbb\xbf{}", b"{", b"[", b"]", b'"', b"nul", b"{}{}", b"[1,]", b"{'a': 1}", b'{"a": 1, "a": 2}',
    b'{"a": 01}', b"\xff\xfe{\0}\0", b"\x00", b'{"\\ud800": 1}', b'{"a": "\xff"}', b"1e999", b"9" * 5000,
    b"[" * 100_000, b'{"a":' * 20_000, b"[" * 3000 + b"]" * 3000, b'{"a":' * 600 + b"1" + b"}" * 600,
)  # fmt: skip


@st.composite
def spoiled_bytes(draw: st.DrawFn, body: bytes) -> bytes:
    """Cut a body, put odd bytes into it, or send something else."""
    place = draw(st.integers(0, max(len(body), 1)))
    how = draw(st.integers(0, 3))
    if how == 0:
        return body[:place]
    if how == 1:
        return body[:place] + draw(st.binary(min_size=1, max_size=4)) + body[place:]
    if how == 2:
        return body[:place] + draw(st.binary(min_size=1, max_size=4)) + body[place + 2 :]
    return draw(st.sampled_from(NO_JSON) | st.binary(max_size=40))


@st.composite
def spoiled(draw: st.DrawFn, value: Any) -> Any:
    """Change one thing somewhere inside a value; what it was stays as it is."""
    if not isinstance(value, dict | list) or not value or seldom(draw, 6):
        return draw(values)
    if isinstance(value, list):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], draw(spoiled(value[place])), *value[place + 1 :]]
    key = draw(st.sampled_from(sorted(value)))
    if seldom(draw, 2):
        return value | {key: draw(spoiled(value[key]))}
    rest = {name: held for name, held in value.items() if name != key}
    changes: tuple[dict[str, Any], ...] = (
        {},
        {draw(texts): value[key]},
        {key.upper(): value[key]},
        {key: value[key], draw(texts): draw(values)},
        {key: [value[key]]},
    )
    return rest | draw(st.sampled_from(changes))
