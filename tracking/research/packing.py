"""The file of an export: a ZIP of tables, statements, schema, codebook and report. Pure.

The same rows give the same bytes: no time of making, no order but that of the rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from tracking.indicators.exports.delimited import harmless
from tracking.research.codebook import Table

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can say."""
_READABLE: Final = 0o600 << 16
_WORDS: Final = {True: "true", False: "false", None: ""}
PACKAGE: Final = "datapackage.json"
Cells = Iterable[object]


@dataclass(slots=True)
class Package:
    """A ZIP while it is written, and what is in it so far."""

    out: BinaryIO
    zip: ZipFile = field(init=False)
    resources: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zip = ZipFile(self.out, "w", ZIP_DEFLATED)

    def add_table(self, table: Table, rows: Iterable[Cells]) -> int:
        """Write a table and keep its schema; return how many rows it has."""
        counted = _Counted(rows)
        told = self._write(table.path, _csv([one.name for one in table.fields], counted))
        shaped = {
            "name": table.name,
            "path": table.path,
            "profile": "tabular-data-resource",
            "description": table.en,
            "descriptionFr": table.fr,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
        }
        self.resources.append({**shaped, **told, "schema": table.schema()})
        return counted.many

    def add_lines(self, name: str, path: str, lines: Iterable[bytes]) -> int:
        """Write lines of JSON; return how many there are."""
        counted = _Counted(lines)
        told = self._write(path, counted)
        # No table: without a type, readers of packages would take its lines for rows.
        kind = {"type": "file", "format": "jsonl", "mediatype": "application/x-ndjson", "encoding": "utf-8"}
        self.resources.append({"name": name, "path": path, "profile": "data-resource", **kind, **told})
        return counted.many

    def add(self, path: str, content: bytes) -> None:
        """Write something for readers, which is no data."""
        self._write(path, [content])

    def close(self, about: Mapping[str, Any]) -> None:
        """Write what the package says of itself, and end it."""
        package = {"profile": "tabular-data-package", **about, "resources": self.resources}
        if any(one["profile"] == "data-resource" for one in self.resources):
            package["profile"] = "data-package"
        self.add(PACKAGE, orjson.dumps(package, option=orjson.OPT_INDENT_2))
        self.zip.close()

    def _write(self, path: str, pieces: Iterable[bytes]) -> dict[str, Any]:
        told = ZipInfo(path, _NO_TIME)
        told.compress_type, told.external_attr = ZIP_DEFLATED, _READABLE
        digest, size = sha256(), 0
        with self.zip.open(told, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        return {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}


class _Counted:
    """Things that went by."""

    def __init__(self, things: Iterable[Any]) -> None:
        self.things, self.many = things, 0

    def __iter__(self) -> Any:
        for one in self.things:
            self.many += 1
            yield one


def _csv(names: list[str], rows: Iterable[Cells]) -> Iterable[bytes]:
    """Write rows as RFC 4180 says, in UTF-8; a text that a spreadsheet would run is made harmless."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(one) for one in row])
        if held.tell() > 1 << 16:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return _WORDS[value]
    return harmless(value) if isinstance(value, str) else value
