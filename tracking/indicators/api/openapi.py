"""The description of the programming interface (OpenAPI 3.1), made from the declarations that the code itself runs on.

The parameters are the fields of the filter, the schemas those of `answer`: neither can be changed without the other.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from classcode.i18n import LANGUAGES
from tracking.indicators import offers
from tracking.indicators.api.answer import Answer, Problem
from tracking.indicators.api.paths import PathsAnswer
from tracking.indicators.choices import DATES, FIELDS
from tracking.indicators.filters import GROUPS, NOT_ASKED, NOT_DECLARED
from tracking.indicators.paths.shapes import CURVES
from tracking.indicators.periods import WEEKS

ADDRESS: Final = "/api/indicators"
BY: Final = "by"
LANG: Final = "lang"
PARAMETERS: Final = (*FIELDS, BY, LANG)
"""Every name that a request for figures may carry."""
PATHS_ADDRESS: Final = f"{ADDRESS}/paths"
REACH: Final = "reach"
PATHS_PARAMETERS: Final = (*FIELDS, REACH, LANG)
"""Every name that a request for paths and waits may carry."""
REFUSALS: Final = {
    "400": "An unknown parameter: a misspelt filter would otherwise answer for everybody.",
    "401": "No token, or one that does not hold.",
    "403": "The session is not that of a project lead.",
    "422": "A value that a filter does not have; parameter says which.",
    "429": "More than 30 answers and files in an hour.",
}
_TOLD: Final = {
    "period": "A school year (fr:2025-2026), a month (2026-03), or the word dates with from and to. "
    "Without it, the current school year.",
    "from": f"The first day, with period={DATES}. Days are completed to whole weeks from Monday to Sunday, beyond "
    f"{WEEKS} weeks to whole months; the answer says which days it counts.",
    "to": f"The last day, with period={DATES}.",
    "module": "The identifier of a module.",
    "run": "A dated run of a module; there are none yet.",
}
_DAY: Final = {"type": "string", "format": "date"}
_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "period": {"type": "string", "examples": ["fr:2025-2026", "2026-03", DATES]},
    "from": _DAY,
    "to": _DAY,
}


def document(session_cookie: str) -> dict[str, Any]:
    """Return the whole description."""
    _answers, schemas = msgspec.json.schema_components(
        (Answer, PathsAnswer, Problem), ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Class’Code: indicators",
            "version": "1",
            "description": "The figures of the page of indicators, by the same query and the same disclosure rule.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "paths": {ADDRESS: {"get": _figures()}, PATHS_ADDRESS: {"get": _paths()}},
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A personal access token of a project lead, with the scope read:indicators.",
                },
                "session": {"type": "apiKey", "in": "cookie", "name": session_cookie},
            },
        },
    }


def _figures() -> dict[str, Any]:
    named = [*map(_field, FIELDS), _by(), _lang()]
    answered = _response("The figures, as they may be shown.", "Answer")
    return _operation("readIndicators", "Read the indicators of a filter", named, answered)


def _paths() -> dict[str, Any]:
    named = [*map(_field, FIELDS), _reach(), _lang()]
    answered = _response("The drawings as tables, as they may be shown.", "PathsAnswer")
    summary = "Read what became of those who registered, cohort by cohort, and how long people wait"
    return _operation("readPaths", summary, named, answered)


def _operation(
    id_: str, summary: str, parameters: list[dict[str, Any]], answered: dict[str, Any]
) -> dict[str, Any]:
    refusals = {code: _response(words, "Problem") for code, words in REFUSALS.items()}
    told = {"operationId": id_, "summary": summary, "parameters": parameters}
    return told | {"responses": {"200": answered} | refusals}


def _response(words: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": words, "content": content}


def _field(name: str) -> dict[str, Any]:
    told = _TOLD.get(name)
    if told is None:
        none = NOT_ASKED if name == "gender" else NOT_DECLARED
        told = f"{offers.LABELS[name]}: a value that the page offers, or {none} for those without one."
    schema = _SCHEMAS.get(name, {"type": "string"})
    return {"name": name, "in": "query", "required": False, "description": told, "schema": schema}


def _by() -> dict[str, Any]:
    return {
        "name": BY,
        "in": "query",
        "required": False,
        "description": "Further rows, by these criteria; rows by region and by month are always there.",
        "schema": {"type": "array", "items": {"type": "string", "enum": list(GROUPS)}},
        "style": "form",
        "explode": True,
    }


def _reach() -> dict[str, Any]:
    return {
        "name": REACH,
        "in": "query",
        "required": False,
        "description": "The milestone that the cohorts are followed to.",
        "schema": {"type": "string", "enum": list(CURVES), "default": CURVES[0]},
    }


def _lang() -> dict[str, Any]:
    return {
        "name": LANG,
        "in": "query",
        "required": False,
        "description": "The language of names and words.",
        "schema": {"type": "string", "enum": list(LANGUAGES)},
    }
