"""Checks that the files of a module agree: languages with each other, units with weeks and rule."""

from __future__ import annotations

from collections.abc import Sequence

from modules.catalog import faults
from modules.catalog.blocks import Draft
from modules.catalog.pages import Page
from modules.catalog.plan import Plan
from modules.catalog.problems import Findings

Pages = dict[str, dict[str, Page]]
"""Pages by unit id, then by language."""


def check_languages(pages: Pages, plan: Plan, findings_of: dict[str, Findings]) -> None:
    """Note missing translations, undeclared languages, and whatever differs from the first language's file."""
    for unit_id, by_language in pages.items():
        first = next((by_language[lang] for lang in plan.languages if lang in by_language), None)
        for lang, page in by_language.items():
            if lang not in plan.languages + plan.partial:
                findings_of[page.name].add(0, faults.EXTRA_LANGUAGE, lang=lang)
            elif first is not None and page is not first:
                _compare(first, page, findings_of[page.name])
        for lang in plan.languages:
            name = f"{first.number if first else '00'}-{unit_id}.{lang}.md"
            # A file that is there and could not be read has been told already.
            if first is not None and lang not in by_language and name not in findings_of:
                findings_of[first.name].add(0, faults.NO_TRANSLATION, id=unit_id, lang=lang, name=name)


def _compare(first: Page, other: Page, findings: Findings) -> None:
    if first.number != other.number:
        findings.add(0, faults.OTHER_ORDER, number=other.number, other=first.name)
    for key in ("minutes", "strand", "required", "tags", "level"):
        if getattr(first, key) != getattr(other, key):
            findings.add(other.front.get(key, 1), faults.DIFFERS, key=key, other=first.name)
    if len(first.blocks) != len(other.blocks):
        findings.add(
            0, faults.OTHER_BLOCKS, count=len(other.blocks), before=len(first.blocks), other=first.name
        )
    for ours, theirs in zip(first.blocks, other.blocks, strict=False):
        _compare_blocks(ours.draft, theirs.draft, first.name, findings)


def _compare_blocks(first: Draft, other: Draft, name: str, findings: Findings) -> None:
    """Note the first difference at its line: later ones usually follow from it."""
    ours, theirs = (
        [("block", first.kind, first.line), *first.key()],
        [("block", other.kind, other.line), *other.key()],
    )
    for (what, one, _line), (named, same, line) in zip(ours, theirs, strict=False):
        if (what, one) != (named, same):
            findings.add(line, faults.DIFFERS, key=named, other=name)
            return
    if len(ours) != len(theirs):
        findings.add(other.line, faults.DIFFERS, key=(ours + theirs)[-1][0], other=name)


def check_weeks(pages: Pages, plan: Plan, findings: Findings) -> None:
    """Note weeks that share a number, units that no week or two weeks name, and units that do not exist."""
    numbers: set[int] = set()
    named: set[str] = set()
    for week, line in zip(plan.weeks, plan.week_lines, strict=True):
        if week.number in numbers:
            findings.add(line, faults.SAME_NUMBER, number=week.number)
        numbers.add(week.number)
        for unit_id in (*week.units, *([week.meeting] if week.meeting else [])):
            if unit_id in named:
                findings.add(line, faults.SAME_ID, id=unit_id)
            elif unit_id not in pages:
                findings.add(line, faults.NO_SUCH_UNIT, id=unit_id)
            named.add(unit_id)


def check_named(pages: Pages, plan: Plan, findings_of: dict[str, Findings]) -> None:
    """Note units that no week names."""
    for unit_id, by_language in pages.items():
        if unit_id not in plan.unit_ids:
            findings_of[next(iter(by_language.values())).name].add(0, faults.NOT_IN_WEEK, id=unit_id)


def check_rule(pages: Pages, plan: Plan, findings: Findings) -> None:
    """Note what the rule names and the module lacks, and where rule and units disagree on what is required."""
    if plan.rule is None:
        return
    firsts = {unit_id: next(iter(by_language.values())) for unit_id, by_language in pages.items()}
    for unit_id in plan.rule.required_units:
        if unit_id not in firsts:
            findings.add(plan.rule_line, faults.NO_SUCH_UNIT, id=unit_id)
        elif not firsts[unit_id].required:
            findings.add(plan.rule_line, faults.NOT_REQUIRED, id=unit_id)
    for unit_id, page in firsts.items():
        if page.required and unit_id not in plan.rule.required_units:
            findings.add(plan.rule_line, faults.FORGOTTEN, id=unit_id)
    graded = {block.draft.id for page in firsts.values() for block in page.blocks if block.draft.graded}
    for activity_id in plan.rule.graded_activities:
        if activity_id not in graded:
            findings.add(plan.rule_line, faults.NO_SUCH_ACTIVITY, id=activity_id)


def check_activity_ids(pages: Sequence[Page], findings_of: dict[str, Findings]) -> None:
    """Note blocks of one language that share an id, whatever their kinds."""
    taken: set[tuple[str, str]] = set()
    for page in pages:
        for _start, _end, draft in page.blocks:
            if draft.id and (page.lang, draft.id) in taken:
                findings_of[page.name].add(draft.line, faults.SAME_ID, id=draft.id)
            taken.add((page.lang, draft.id))
