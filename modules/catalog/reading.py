"""`read_module`: one folder in, one module or its problems out; a module is whole or it is not."""

from __future__ import annotations

from pathlib import Path

from modules.catalog import faults
from modules.catalog.agreement import (
    Pages,
    check_activity_ids,
    check_languages,
    check_named,
    check_rule,
    check_weeks,
)
from modules.catalog.assembly import assemble
from modules.catalog.definitions import Module, Picture, Unit
from modules.catalog.drawing import Around, Drawing
from modules.catalog.pages import Page, read_page
from modules.catalog.pictures import check_picture
from modules.catalog.plan import Plan, read_plan
from modules.catalog.problems import Findings, Problem
from modules.catalog.prose import check_prose
from modules.catalog.sources import MODULE_FILE, Sources, read_sources


def read_module(folder: Path) -> tuple[Module | None, list[Problem]]:
    """Read and check a module's folder; the module is None as soon as there is a problem."""
    sources, problems = read_sources(folder)
    broken = {problem.file for problem in problems}
    findings_of = {name: Findings(f"{sources.folder}/{name}") for name in (MODULE_FILE, *sources.texts)}
    plan = _plan(sources, findings_of[MODULE_FILE]) if findings_of[MODULE_FILE].file not in broken else None
    for name, text in sources.texts.items():
        if name.startswith("media/") and findings_of[name].file not in broken:
            check_picture(text, findings_of[name])
    pages = _pages(sources, findings_of, broken)
    units = _drawn(pages, sources, plan, findings_of)
    if plan is not None:
        _check_agreement(pages, plan, findings_of)
    problems += [problem for findings in findings_of.values() for problem in findings.problems]
    problems.sort(key=lambda problem: (problem.file, problem.line))
    module = _module(plan, sources, units) if plan is not None and not problems else None
    return module, problems


def _plan(sources: Sources, findings: Findings) -> Plan | None:
    if MODULE_FILE not in sources.texts:
        findings.add(0, faults.NO_MODULE_FILE)
        return None
    return read_plan(sources.texts[MODULE_FILE], sources.folder, findings)


def _pages(sources: Sources, findings_of: dict[str, Findings], broken: set[str]) -> Pages:
    """Read the units' files; a second file for the same unit and language is noted and left out."""
    pages: Pages = {}
    for name, text in sources.texts.items():
        findings = findings_of[name]
        page = (
            read_page(name, text, findings) if name.endswith(".md") and findings.file not in broken else None
        )
        if page is None:
            continue
        check_prose(page, findings)
        if page.lang in pages.setdefault(page.id, {}):
            findings.add(page.front.get("id", 1), faults.SAME_ID, id=page.id)
        else:
            pages[page.id][page.lang] = page
    return pages


def _drawn(
    pages: Pages, sources: Sources, plan: Plan | None, findings_of: dict[str, Findings]
) -> dict[str, Unit]:
    """Draw every page, broken ones too: links and pictures are checked by drawing them."""
    names = {name.removeprefix("media/") for name in sources.texts if name.startswith("media/")}
    around = Around(sources.folder, sources.revision, pages.keys(), names)
    languages = plan.languages if plan else ()
    units = {}
    for unit_id, by_language in pages.items():
        ordered = sorted(by_language.values(), key=lambda page: _rank(page, languages))
        units[unit_id] = assemble([Drawing(page, around, findings_of[page.name]) for page in ordered])
    return units


def _rank(page: Page, languages: tuple[str, ...]) -> int:
    return languages.index(page.lang) if page.lang in languages else len(languages)


def _check_agreement(pages: Pages, plan: Plan, findings_of: dict[str, Findings]) -> None:
    check_languages(pages, plan, findings_of)
    check_activity_ids([page for by_language in pages.values() for page in by_language.values()], findings_of)
    check_weeks(pages, plan, findings_of[MODULE_FILE])
    check_named(pages, plan, findings_of)
    check_rule(pages, plan, findings_of[MODULE_FILE])


def _module(plan: Plan, sources: Sources, units: dict[str, Unit]) -> Module:
    pictures = {
        name.removeprefix("media/"): svg for name, svg in sources.texts.items() if name.startswith("media/")
    }
    return Module(
        slug=plan.id,
        number=plan.number,
        kind=plan.kind,
        revision=sources.revision,
        languages=plan.languages,
        license=plan.license,
        authors=plan.authors,
        title=plan.title,
        summary=plan.summary,
        weeks=plan.weeks,
        units=tuple(units[unit_id] for unit_id in plan.unit_ids),
        rule=plan.rule,
        pictures=tuple(Picture(name, svg) for name, svg in sorted(pictures.items())),
    )


def read_modules(content: Path) -> tuple[list[Module], list[Problem]]:
    """Read every module of a content folder, in the order of their numbers; two may not share one."""
    modules: list[Module] = []
    problems: list[Problem] = []
    numbers: set[int] = set()
    for folder in sorted(
        path for path in content.iterdir() if path.is_dir() and not path.name.startswith(".")
    ):
        module, found = read_module(folder)
        if module is not None and module.number in numbers:
            findings = Findings(f"{folder.name}/{MODULE_FILE}")
            findings.add(0, faults.SAME_NUMBER, number=module.number)
            problems += findings.problems
        elif module is not None:
            modules.append(module)
            numbers.add(module.number)
        problems += found
    return sorted(modules, key=lambda module: module.number), problems
