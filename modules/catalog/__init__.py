"""The course as files: reads content folders into frozen values, checks them, keeps them compiled. No database here."""

from modules.catalog.catalog import Catalog, Neighbours, Shown, text_of, words
from modules.catalog.compiled import NotCompiled, load_compiled, media_file, save_compiled
from modules.catalog.definitions import (
    Activity,
    Module,
    ModuleKind,
    Option,
    Question,
    QuestionKind,
    Rule,
    Segment,
    Strand,
    Texts,
    Unit,
    UnitText,
    Week,
)
from modules.catalog.problems import Problem
from modules.catalog.reading import read_module, read_modules

__all__ = [
    "Activity",
    "Catalog",
    "Module",
    "ModuleKind",
    "Neighbours",
    "NotCompiled",
    "Option",
    "Problem",
    "Question",
    "QuestionKind",
    "Rule",
    "Segment",
    "Shown",
    "Strand",
    "Texts",
    "Unit",
    "UnitText",
    "Week",
    "load_compiled",
    "media_file",
    "read_module",
    "read_modules",
    "save_compiled",
    "text_of",
    "words",
]
