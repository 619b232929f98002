"""The log's one INSERT on PostgreSQL: a whole batch, with everything beside it, in one exchange with the server.

The values of a batch travel as arrays in the wire's binary form, packed here: a list of Python values would be turned
into text one by one. See PostgreSQL's manual, "Array types" and `array_send`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from struct import Struct, pack
from typing import Any, ClassVar, Final
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEAD: Final = Struct(">iiIii")
_LENGTH: Final = Struct(">i")
_NULL: Final = _LENGTH.pack(-1)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = 1_000_000


class Packed(bytes):
    """An array in the binary form of the wire; the subclass says of what."""

    element: ClassVar[int]


class Numbers(Packed):
    """bigint[]."""

    element = 20


class Instants(Packed):
    """timestamptz[]."""

    element = 1184


class Identities(Packed):
    """uuid[]."""

    element = 2950


class Bodies(Packed):
    """bytea[]."""

    element = 17


class Words(Packed):
    """text[]."""

    element = 25


_ARRAY_OF: Final[dict[type[Packed], int]] = {
    Numbers: 1016,
    Instants: 1185,
    Identities: 2951,
    Bodies: 1001,
    Words: 1009,
}


def _dumper(kind: type[Packed], array: int) -> type[Dumper]:
    def dump(_self: Dumper, packed: Any) -> Any:
        return packed

    return type(f"{kind.__name__}Dumper", (Dumper,), {"format": Format.BINARY, "oid": array, "dump": dump})


for _kind, _array in _ARRAY_OF.items():
    psycopg.adapters.register_dumper(_kind, _dumper(_kind, _array))


def numbers(values: Sequence[int]) -> Numbers:
    """Pack whole numbers."""
    count = len(values)
    if not count:
        return Numbers(_HEAD.pack(0, 0, 20, 0, 1)[:12])
    body = pack(">" + "iq" * count, *chain.from_iterable((8, value) for value in values))
    return Numbers(_HEAD.pack(1, 0, 20, count, 1) + body)


def some_numbers(values: Sequence[int | None]) -> Numbers:
    """Pack whole numbers, some of them missing."""
    return Numbers(
        _packed([None if value is None else pack(">q", value) for value in values], Numbers.element)
    )


def instants(values: Iterable[datetime]) -> Instants:
    """Pack aware instants."""
    packed = numbers([_microseconds(value) for value in values])
    return Instants(packed[:8] + pack(">I", Instants.element) + packed[12:])


def _microseconds(value: datetime) -> int:
    passed = value - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * _MICROSECOND + passed.microseconds


def identities(values: Sequence[UUID | None]) -> Identities:
    """Pack UUIDs, some of them missing."""
    return Identities(
        _packed([None if value is None else value.bytes for value in values], Identities.element)
    )


def bodies(values: Sequence[bytes]) -> Bodies:
    """Pack byte strings."""
    return Bodies(_packed(values, Bodies.element))


def words(values: Sequence[str | None]) -> Words:
    """Pack texts, some of them missing."""
    return Words(_packed([None if value is None else value.encode() for value in values], Words.element))


def _packed(values: Sequence[bytes | None], element: int) -> bytes:
    if not values:
        return _HEAD.pack(0, 0, element, 0, 1)[:12]
    parts = [_HEAD.pack(1, 1 if None in values else 0, element, len(values), 1)]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            parts.append(_LENGTH.pack(len(value)))
            parts.append(value)
    return b"".join(parts)
