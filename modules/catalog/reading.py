"""`read_module`: one folder in, one module or its problems out; a module is whole or it is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
from modules.catalog.kept import KeptUnits, Memory, unit_of
from modules.catalog.pages import Page, read_page
from modules.catalog.permanence import State
from modules.catalog.pictures import check_picture
from modules.catalog.plan import Plan, read_plan
from modules.catalog.problems import Findings, Problem
from modules.catalog.prose import check_prose
from modules.catalog.sources import MODULE_FILE, Sources, read_sources


def read_module(folder: Path, var_dir: Path | None = None) -> tuple[Module | None, list[Problem]]:
    """Read and check a module's folder; the module is None as soon as there is a problem.

    With `var_dir`, units that did not change since the last reading are taken from there instead of drawn again.
    """
    return _read(*read_sources(folder), var_dir)


def from_sources(
    sources: Sources, problems: list[Problem], var_dir: Path | None
) -> tuple[Module | None, list[Problem]]:
    """Make a module of sources that were read already, with the problems found in reading them."""
    return _read(sources, problems, var_dir)


def _read(
    sources: Sources, problems: list[Problem], var_dir: Path | None
) -> tuple[Module | None, list[Problem]]:
    broken = {problem.file for problem in problems}
    findings_of = {name: Findings(f"{sources.folder}/{name}") for name in (MODULE_FILE, *sources.texts)}
    plan = _plan(sources, findings_of[MODULE_FILE]) if findings_of[MODULE_FILE].file not in broken else None
    for name, text in sources.texts.items():
        if name.startswith("media/") and findings_of[name].file not in broken:
            check_picture(text, findings_of[name])
    memory = Memory(var_dir, sources, _told(plan), broken) if var_dir and plan else None
    before = memory.found if memory else {}
    fresh = _pages(sources, findings_of, broken, before)
    pages = _in_order({unit_id: kept.pages for unit_id, kept in before.items()} | fresh)
    around = _around(sources, pages, plan)
    units = _drawn(fresh, around, plan, findings_of)
    if plan is not None:
        _check_agreement(pages, plan, findings_of)
    if memory:
        memory.keep(fresh, units, findings_of)
    units |= {unit_id: kept.unit for unit_id, kept in before.items()}
    problems += [problem for findings in findings_of.values() for problem in findings.problems]
    problems.sort(key=lambda problem: (problem.file, problem.line))
    module = _module(plan, sources, units) if plan is not None and not problems else None
    return module, problems


def read_state(folder: Path) -> State:
    """Read what can be read of a module's folder, whatever its problems: for comparing ids, not for showing."""
    sources, _problems = read_sources(folder)
    findings_of = {name: Findings(f"{sources.folder}/{name}") for name in (MODULE_FILE, *sources.texts)}
    plan = _plan(sources, findings_of[MODULE_FILE])
    pages = _pages(sources, findings_of, set(), {})
    around = _around(sources, pages, plan)
    return State(_drawn(pages, around, plan, findings_of), sources.texts)


def _told(plan: Plan) -> tuple[str, ...]:
    """Return a module's languages, and after a mark those that only some units have."""
    return (*plan.languages, "|", *plan.partial)


def _around(sources: Sources, pages: Pages, plan: Plan | None) -> Around:
    partial = plan.partial if plan else ()
    return Around(sources.folder, sources.revision, pages.keys(), sources.media, partial)


def _plan(sources: Sources, findings: Findings) -> Plan | None:
    if MODULE_FILE not in sources.texts:
        findings.add(0, faults.NO_MODULE_FILE)
        return None
    return read_plan(sources.texts[MODULE_FILE], sources.folder, findings)


def _pages(
    sources: Sources, findings_of: dict[str, Findings], broken: set[str], known: Collection[str]
) -> Pages:
    """Read the files of units not yet known; a second one for the same unit and language is noted and left out."""
    pages: Pages = {}
    for name, text in sources.texts.items():
        findings = findings_of[name]
        wanted = name.endswith(".md") and findings.file not in broken and unit_of(name) not in known
        page = read_page(name, text, findings) if wanted else None
        if page is None:
            continue
        check_prose(page, findings)
        if page.lang in pages.setdefault(page.id, {}):
            findings.add(page.front.get("id", 1), faults.SAME_ID, id=page.id)
        else:
            pages[page.id][page.lang] = page
    return pages


def _in_order(pages: Pages) -> Pages:
    """Return units in the order of their files, whichever were read now."""
    return dict(
        sorted(pages.items(), key=lambda one: min((page.name for page in one[1].values()), default=""))
    )


def _tongues(plan: Plan | None) -> tuple[str, ...]:
    return plan.languages + plan.partial if plan else ()


def _drawn(
    pages: Pages, around: Around, plan: Plan | None, findings_of: dict[str, Findings]
) -> dict[str, Unit]:
    """Draw every page, broken ones too: links and pictures are checked by drawing them."""
    languages = _tongues(plan)
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
        partial=plan.partial,
        license=plan.license,
        authors=plan.authors,
        title=plan.title,
        summary=plan.summary,
        weeks=plan.weeks,
        units=tuple(units[unit_id] for unit_id in plan.unit_ids),
        rule=plan.rule,
        pictures=tuple(Picture(name, svg) for name, svg in sorted(pictures.items())),
        files=tuple(file for _name, file in sorted(sources.files.items())),
    )


def read_modules(content: Path) -> tuple[list[Module], list[Problem]]:
    """Read every module of a content folder, in the order of their numbers; two may not share one."""
    modules, _unchanged, problems = read_changed(content, None, {})
    return modules, problems


def read_changed(
    content: Path, var_dir: Path | None, current: Mapping[str, str]
) -> tuple[list[Module], list[str], list[Problem]]:
    """Read the modules that are not current, and return them, the slugs of those that are, and the problems.

    `current` names the revision of each module that is shown; `var_dir` is where unchanged units are found.
    """
    modules: list[Module] = []
    unchanged: list[str] = []
    problems: list[Problem] = []
    numbers: set[int] = set()
    for folder in _folders(content):
        sources, found = read_sources(folder)
        if not found and current.get(folder.name) == sources.revision and _published(sources, var_dir):
            unchanged.append(folder.name)
            numbers.add(_number(sources))
            continue
        module, found = from_sources(sources, found, var_dir)
        if module is not None and module.number in numbers:
            found = [
                Problem(f"{folder.name}/{MODULE_FILE}", 0, faults.SAME_NUMBER, {"number": module.number})
            ]
        elif module is not None:
            modules.append(module)
            numbers.add(module.number)
        problems += found
    return sorted(modules, key=lambda module: module.number), unchanged, problems


def _folders(content: Path) -> list[Path]:
    return sorted(path for path in content.iterdir() if path.is_dir() and not path.name.startswith("."))


def _published(sources: Sources, var_dir: Path | None) -> bool:
    """Tell whether these sources were published by this very code."""
    return var_dir is not None and KeptUnits(var_dir, sources.folder).whole(sources.revision)


def _number(sources: Sources) -> int:
    plan = _plan(sources, Findings(sources.folder))
    return plan.number if plan else -1
