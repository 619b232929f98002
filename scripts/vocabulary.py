"""Write the generated parts of docs/vocabulary.md from the published profile; what people wrote around them stays.

    .venv/bin/python scripts/vocabulary.py           prints the page as it should be
    .venv/bin/python scripts/vocabulary.py --write   writes it

A generated part lies between `<!-- begin NAME -->` and `<!-- end NAME -->`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tracking import profile

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "vocabulary.md"
PRESENCE: Final = {"included": "always", "recommended": "where known", "excluded": "never"}
JOINED: Final = {
    "sequence": ", then ",
    "alternates": " or ",
    "optional": "perhaps ",
    "zeroOrMore": "any number of ",
    "oneOrMore": "one or more of ",
}
_REFERS: Final = "objectStatementRefTemplate"
Thing = Mapping[str, Any]


def page(text: str) -> str:
    """Return the page with each generated part written anew."""
    built = profile.build("")
    parts = {"concepts": concepts, "rules": shared, "templates": templates, "patterns": patterns}
    for name, write in parts.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        pattern = re.compile(f"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})", re.DOTALL)
        text = "\n{}\n\n".format("\n".join(write(built))).join(pattern.split(text, maxsplit=1))
    return text


def concepts(built: Thing) -> Iterator[str]:
    """Tell our own concepts: a row each."""
    yield "| concept | in French, in Dutch | what it is | value |"
    yield "|---|---|---|---|"
    for one in built["concepts"]:
        label = one["prefLabel"]
        schema = f"`{one['inlineSchema']}`" if "inlineSchema" in one else ""
        yield f"| `{short(one['id'])}` | {label['fr']}, {label['nl']} | {one['definition']['en']} | {schema} |"


def shared(built: Thing) -> Iterator[str]:
    """Tell the rules that all templates have."""
    yield from rule_table(common(built))


def common(built: Thing) -> list[Thing]:
    """Return the rules that all templates have, in the order of the first."""
    first, *others = (one["rules"] for one in built["templates"])
    return [rule for rule in first if all(rule in rules for rules in others)]


def templates(built: Thing) -> Iterator[str]:
    """Tell each template: what it determines, when it is written, and its own rules."""
    known = common(built)
    for position, one in enumerate(built["templates"]):
        if position:
            yield ""
        yield f"### {one['prefLabel']['en']}"
        yield ""
        yield f"`{short(one['id'])}`: {determined(one)}. {one['definition']['en']}"
        own = [rule for rule in one["rules"] if rule not in known]
        if own:
            yield ""
            yield from rule_table(own)


def determined(one: Thing) -> str:
    """Tell the verb, the object and what surrounds it."""
    told = [f"verb `{short(one['verb'])}`"]
    if "objectActivityType" in one:
        told.append(f"object `{short(one['objectActivityType'])}`")
    for key, word in (("contextParentActivityType", "parent"), ("contextGroupingActivityType", "grouping")):
        if key in one:
            told.append(f"{word} " + " and ".join(f"`{short(kind)}`" for kind in one[key]))
    if _REFERS in one:
        told.append(
            "object a statement of "
            + ", ".join(f"`{short(each)}`" for each in one["objectStatementRefTemplate"])
        )
    return ", ".join(told)


def rule_table(rules: Iterable[Thing]) -> Iterator[str]:
    """Tell rules in words, a row each."""
    yield "| part | when | values | what it is |"
    yield "|---|---|---|---|"
    for rule in rules:
        values = ", ".join(f"`{json.dumps(value)}`" for value in rule.get("all", ()) if value != "")
        note = rule.get("scopeNote", {}).get("en", "")
        yield f"| {part(rule['location'])} | {PRESENCE[rule['presence']]} | {values} | {note} |"


def part(location: str) -> str:
    """Return a JSONPath as people read it."""
    extension = re.fullmatch(r"\$\.result\.extensions\['(.+)'\]", location)
    return f"`{short(extension[1])}`" if extension else f"`{location.removeprefix('$.')}`"


def patterns(built: Thing) -> Iterator[str]:
    """Tell each story, then the patterns that it is made of."""
    names = {one["id"]: f"*{one['prefLabel']['en']}*" for one in built["templates"]}
    names |= {one["id"]: f"`{short(one['id']).removeprefix('patterns/')}`" for one in built["patterns"]}
    for position, one in enumerate(built["patterns"]):
        if one["primary"]:
            yield from ([""] if position else [])
            yield f"**{one['prefLabel']['en']}.** {one['definition']['en']}"
            yield ""
        yield f"* {names[one['id']]}: {followed(one, names)}"


def followed(one: Thing, names: Mapping[str, str]) -> str:
    """Tell in words how the parts of a pattern follow each other."""
    way = next(way for way in JOINED if way in one)
    if isinstance(one[way], str):
        return JOINED[way] + names[one[way]]
    return JOINED[way].join(names[each] for each in one[way])


def short(iri: str) -> str:
    """Return an identifier without what all of its kind begin with."""
    return iri.removeprefix("/xapi/").removeprefix("http://adlnet.gov/expapi/")


def main() -> None:
    """Print the page, or write it."""
    text = page(PAGE.read_text())
    if "--write" in sys.argv[1:]:
        PAGE.write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
