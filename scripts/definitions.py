"""Write the list of indicators in docs/indicators.md and publish new definition files; what is around the list stays.

    .venv/bin/python scripts/definitions.py           prints the page as it should be
    .venv/bin/python scripts/definitions.py --write   writes it, and adds new files to definitions/DIGESTS

A file whose digest stands in DIGESTS is published: it may not change any more. Where its bytes differ, this script
stops and says so; the remedy is the former bytes, and a new file with the next version. One that no release has
carried yet may still change: take its line out of DIGESTS first. The list has the form of `sha256sum`, which reads it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from tracking.indicators.definition import FOLDER, definition, definitions, every_version
from tracking.indicators.kinds import Change

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"
DIGESTS: Final = "DIGESTS"
BEGIN: Final = "<!-- begin definitions -->"
END: Final = "<!-- end definitions -->"


def page(text: str) -> str:
    """Return the page with its list of indicators written anew."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return before + BEGIN + "\n\n" + "\n".join(lines()) + "\n\n" + END + after


def lines() -> Iterator[str]:
    """Tell each indicator in force, group by group."""
    group = None
    for one in definitions():
        if one.group is not group:
            yield from ([] if group is None else [""])
            yield from (f"### {one.group.value.capitalize()}", "")
            yield "| id | version | kind | unit | disclosure | origin | formula |"
            yield "|---|---|---|---|---|---|---|"
            group = one.group
        kind = one.kind.value if one.available else f"{one.kind.value}, no source yet"
        words = (
            f"`{one.id}`",
            told_version(one.id),
            kind,
            one.unit,
            one.disclosure,
            one.origin,
            one.formula.en,
        )
        yield "| " + " | ".join(words) + " |"


def told_version(indicator_id: str) -> str:
    """Tell the version in force and, where an earlier one meant something else, since when."""
    one = definition(indicator_id)
    broken = one.version > 1 and one.changes is Change.MEANING
    return f"{one.version}, new meaning since {one.since}" if broken else str(one.version)


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file in a folder of definitions, by its name."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.toml"))}


def published(folder: Path) -> dict[str, str]:
    """Return the digest of each published file, by its name, as the folder's list has them."""
    known = (line.split(maxsplit=1) for line in (folder / DIGESTS).read_text().splitlines())
    return {name: digest for digest, name in known}


def altered(folder: Path) -> list[str]:
    """Return the published files that are gone or have other bytes."""
    now = digests(folder)
    return [name for name, digest in published(folder).items() if now.get(name) != digest]


def listed(all_digests: Mapping[str, str]) -> str:
    """Write a list of digests in the form of `sha256sum`."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(all_digests.items()))


def main() -> None:
    """Print the page, or write it and publish what is new; stop where a published file was altered."""
    if names := altered(FOLDER):
        sys.exit(f"published definitions were altered, make a new version instead: {', '.join(names)}")
    every_version()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(PAGE.read_text()))
        (FOLDER / DIGESTS).write_text(listed(digests(FOLDER)))
    else:
        sys.stdout.write(page(PAGE.read_text()))


if __name__ == "__main__":
    main()
