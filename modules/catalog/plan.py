"""Reads module.toml: what the module is called, its weeks and its rule, before the units are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from classcode.i18n import LANGUAGES
from modules.catalog import faults
from modules.catalog.definitions import ModuleKind, Rule, Texts, Week
from modules.catalog.form import Form
from modules.catalog.problems import Findings
from modules.catalog.tree import read_toml

_Tongues: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The languages of every unit, and those of some."""


@dataclass(frozen=True)
class Plan:
    """The content of module.toml; `lines` tells where weeks and rule begin, for later findings.

    Every unit exists in each of `languages`; in `partial` ones, some do.
    """

    id: str
    number: int
    kind: ModuleKind
    languages: tuple[str, ...]
    partial: tuple[str, ...]
    license: str
    authors: tuple[str, ...]
    title: Texts
    summary: Texts
    weeks: tuple[Week, ...]
    week_lines: tuple[int, ...]
    rule: Rule | None
    rule_line: int

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """Units in reading order, each week's kit after its units."""
        return tuple(
            unit for week in self.weeks for unit in (*week.units, *([week.meeting] if week.meeting else []))
        )


def read_plan(text: str, folder: str, findings: Findings) -> Plan | None:
    """Read the module file; None when it is no TOML at all."""
    branch = read_toml(text, findings)
    if branch is None:
        return None
    form = Form(branch, findings)
    module_id = form.identifier()
    if module_id and module_id != folder:
        findings.add(form.line_of("id"), faults.OTHER_FOLDER, id=module_id, name=folder)
    languages = _languages(form, "languages", required=True)
    partial = tuple(one for one in _languages(form, "partial", required=False) if one not in languages)
    tongues = languages, partial
    weeks = [(_week(week, tongues), week.line) for week in form.forms("week")]
    kind = ModuleKind(form.choice("kind", tuple(ModuleKind)))
    plan = Plan(
        id=module_id,
        number=form.whole("number", 0, 99),
        kind=kind,
        languages=languages,
        partial=partial,
        license=form.text("license"),
        authors=form.texts("authors"),
        title=_translated(form, "title", tongues),
        summary=_translated(form, "summary", tongues),
        weeks=tuple(week for week, _line in weeks),
        week_lines=tuple(line for _week, line in weeks),
        rule=_rule(form, kind),
        rule_line=form.line_of("rule"),
    )
    form.close()
    return plan


def _languages(form: Form, key: str, *, required: bool) -> tuple[str, ...]:
    found = form.texts(key, required=required)
    for language in found:
        if language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            form.findings.add(form.line_of(key), faults.NOT_CHOICE, key=key, value=language, known=known)
    return tuple(dict.fromkeys(language for language in found if language in LANGUAGES))


def _translated(form: Form, key: str, tongues: _Tongues) -> Texts:
    """Read a text in each language; in partial ones it may be missing."""
    languages, partial = tongues
    inner = form.form(key)
    if inner is None:
        if not form.has(key):
            form.findings.add(form.line, faults.MISSING, key=key)
        return {}
    texts = {language: inner.text(language) for language in languages}
    texts |= {language: text for language in partial if (text := inner.text(language, ""))}
    inner.close()
    return texts


def _week(form: Form, tongues: _Tongues) -> Week:
    week = Week(
        number=form.whole("number", 1, 60),
        title=_translated(form, "title", tongues),
        units=form.identifiers("units"),
        meeting=form.identifier("meeting") if form.has("meeting") else None,
    )
    form.close()
    return week


def _rule(form: Form, kind: ModuleKind) -> Rule | None:
    inner = form.form("rule")
    if kind is ModuleKind.FRONT_DOOR:
        if inner is not None:
            form.findings.add(inner.line, faults.RULE_OF_FRONT_DOOR)
        return None
    if inner is None:
        form.findings.add(form.line, faults.NO_RULE)
        return None
    rule = Rule(
        required_units=inner.identifiers("required_units"),
        graded_activities=inner.identifiers("graded_activities", required=False),
        meetings=inner.whole("meetings", 0, 50),
    )
    inner.close()
    return rule
