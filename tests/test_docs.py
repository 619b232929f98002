"""The documents tell what is there: every setting, every command, every link, every target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from flask import Flask

from classcode.cli import main
from classcode.config import SETTINGS, Setting

ROOT = Path(__file__).resolve().parent.parent
CONFIGURATION = ROOT / "docs" / "configuration.md"
COMMANDS = ROOT / "docs" / "commands.md"


def documents() -> list[Path]:
    """Return every document; pages of the course are not, they have links of their own and tests of their own."""
    found = [*ROOT.glob("*.md"), *(ROOT / "content").glob("*.md")]
    for folder in ("docs", "classcode", "helpdesk", "modules", "tracking", "benchmarks"):
        found += (ROOT / folder).rglob("*.md")
    return sorted(found)


@cache
def prose(path: Path) -> str:
    """Return a document without its examples: fenced blocks, and code between backticks."""
    without_blocks = re.sub(r"^(```|~~~).*?^\1$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", without_blocks)


def sections(path: Path) -> dict[str, str]:
    """Return the text below each third-level heading that names something between backticks."""
    parts = re.split(r"^### `([^`]+)`$", path.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def third_level(path: Path) -> list[str]:
    """Return every third-level heading as it stands."""
    return re.findall(r"^### (.+)$", path.read_text(), re.MULTILINE)


# docs/configuration.md


def test_each_setting_has_its_heading_and_no_heading_is_of_another() -> None:
    assert third_level(CONFIGURATION) == [f"`{name}`" for name in sections(CONFIGURATION)]
    assert sorted(sections(CONFIGURATION)) == sorted(setting.name for setting in SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_tells_its_default_and_whether_production_needs_it(setting: Setting) -> None:
    told = sections(CONFIGURATION)[setting.name]
    assert ("Required in production." in told) == setting.required_in_production
    if setting.default is not None:
        assert f"Default: `{setting.default}`" in told


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_example_of_a_setting_is_accepted(setting: Setting) -> None:
    examples = re.findall(
        rf"^- Example: `{setting.name}=(.+)`$", sections(CONFIGURATION)[setting.name], re.MULTILINE
    )
    assert examples
    for example in examples:
        setting.read(example)


# docs/commands.md


def commands(group: click.Group = main, before: str = "classcode") -> Iterator[tuple[str, click.Command]]:
    """Walk the commands that people see, by the words that one types."""
    for name, command in group.commands.items():
        words = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, words)
        elif not command.hidden:
            yield words, command


def test_each_command_has_its_heading_and_no_heading_is_of_another() -> None:
    assert third_level(COMMANDS) == [f"`{words}`" for words in sections(COMMANDS)]
    assert sorted(sections(COMMANDS)) == sorted(words for words, _ in commands())


@pytest.mark.parametrize(
    ("words", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_command_tells_its_options_its_arguments_and_its_exit_codes(
    words: str, command: click.Command
) -> None:
    told = sections(COMMANDS)[words]
    assert "Exit" in told
    for parameter in command.params:
        shown = parameter.opts[-1] if isinstance(parameter, click.Option) else str(parameter.name).upper()
        assert shown in told, f"{words} does not tell {shown}"


def test_no_document_speaks_of_a_command_that_is_not_there() -> None:
    known = {words for words, _ in commands()}
    for path in documents():
        for said in re.findall(r"(?:`|^ {4}|bin/)classcode((?: [a-z]+)+)", path.read_text(), re.MULTILINE):
            words = f"classcode{said}"
            assert any(f"{words} ".startswith(f"{one} ") or one.startswith(f"{words} ") for one in known), (
                path,
                words,
            )


# Links and targets


def anchors(path: Path) -> set[str]:
    """Return what the headings of a document are called in its address, as forges write them."""
    text = re.sub(r"^(```|~~~).*?^\1$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(<?([^)>\s]+)", prose(path)):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), f"{link} is not there"
        if anchor:
            assert anchor in anchors(target), f"{link} names no heading"


@pytest.mark.parametrize("name", ["README.md", "README.fr.md", "CONTRIBUTING.md"])
def test_the_commands_of_the_first_pages_are_targets(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", (ROOT / name).read_text(), re.MULTILINE))
    assert {"demo", "test"} <= told <= targets


def test_the_two_first_pages_show_the_same_pictures_and_lead_to_the_same_places() -> None:
    both = [re.findall(r"\]\(([^)]+)\)", (ROOT / name).read_text()) for name in ("README.md", "README.fr.md")]
    twins = {"README.md", "README.fr.md"}
    english, french = ([link for link in links if link not in twins] for links in both)
    assert english == french


# docs/operations.md


def secret_addresses(app: Flask) -> list[str]:
    """Return one address of each page that a secret in the address opens, whoever holds it."""
    secrets = {"token": "e" * 43, "code": "ABCD-EFGH"}
    rules = [one for one in app.url_map.iter_rules() if secrets.keys() & one.arguments]
    addresses = app.url_map.bind("classcode.test")
    return sorted({addresses.build(one.endpoint, {"lang": "fr"} | secrets) for one in rules})


def test_what_a_proxy_must_not_log_covers_every_address_with_a_secret_and_no_other(app: Flask) -> None:
    told = (ROOT / "docs" / "operations.md").read_text()
    patterns = [re.compile(one) for one in re.findall(r"^ +~(\^\S+) +0;$", told, re.MULTILINE)]
    addresses = secret_addresses(app)
    assert len(addresses) >= 9
    for address in (*addresses, "/fr/verify?code=ABCD-EFGH"):
        assert [one.pattern for one in patterns if one.search(address)], address
    for address in (
        "/",
        "/fr/",
        "/fr/agenda/",
        "/fr/checkin",
        "/fr/verify",
        "/fr/help/answers/",
        "/fr/calendar/",
    ):
        assert not [one.pattern for one in patterns if one.search(address)], address
