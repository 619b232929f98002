"""Checks a drawing: plain shapes and text, nothing that runs, nothing from elsewhere, a size given by viewBox alone."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from modules.catalog import faults
from modules.catalog.problems import Fault, Findings

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

_ELEMENTS: Final = frozenset(
    {"svg", "g", "defs", "symbol", "use", "title", "desc", "marker", "pattern", "clipPath", "mask"}
    | {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"}
    | {"linearGradient", "radialGradient", "stop"}
)
_FORBIDDEN: Final = frozenset({"style", "class", "base"})
_FIXED: Final = ("width", "height")
_SIZE: Final = re.compile(r"-?[\d.]+(?:[\s,]+-?[\d.]+){3}")


def check_picture(svg: str, findings: Findings) -> None:
    """Note everything in the drawing that may not be there; expat gives lines and resolves no outside entity."""
    parser = expat.ParserCreate(namespace_separator=" ")
    reading = _Reading(parser, findings)
    parser.StartElementHandler = reading.element
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.ProcessingInstructionHandler = reading.instruction
    try:
        parser.Parse(svg.encode(), True)
    except expat.ExpatError as trouble:
        findings.add(trouble.lineno, faults.NOT_SVG, reason=expat.ErrorString(trouble.code))
    except _Hopeless:
        return


class _Hopeless(Exception):
    """A document type can define entities that explode: reading stops there."""


class _Reading:
    """Hears of each piece of the drawing in turn."""

    def __init__(self, parser: expat.XMLParserType, findings: Findings) -> None:
        self.parser = parser
        self.findings = findings
        self.begun = False

    def doctype(self, *_declared: object) -> None:
        """Refuse a document type, and read no further."""
        self._note(faults.SVG_DOCTYPE)
        raise _Hopeless

    def instruction(self, *_target: object) -> None:
        """Refuse an instruction such as a style sheet."""
        self._note(faults.SVG_DOCTYPE)

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """Check one element with its attributes."""
        space, _separator, local = name.rpartition(" ")
        if space != _SVG or local not in _ELEMENTS or (local == "svg") == self.begun:
            self._note(faults.SVG_ELEMENT, name=local)
        if not self.begun:
            self._check_size(attributes)
        self.begun = True
        for written, value in attributes.items():
            self._check_attribute(written, value)

    def _check_size(self, attributes: dict[str, str]) -> None:
        if not _SIZE.fullmatch(attributes.get("viewBox", "").strip()):
            self._note(faults.SVG_VIEWBOX)
        for name in _FIXED:
            if name in attributes:
                self._note(faults.SVG_FIXED, name=name)

    def _check_attribute(self, written: str, value: str) -> None:
        space, _separator, name = written.rpartition(" ")
        if space not in ("", _XLINK, _XML) or name.lower().startswith("on") or name in _FORBIDDEN:
            self._note(faults.SVG_ATTRIBUTE, name=name)
        elif (name == "href" and not value.startswith("#")) or _points_outside(value):
            self._note(faults.SVG_OUTSIDE, name=name)

    def _note(self, fault: Fault, **params: object) -> None:
        self.findings.add(self.parser.CurrentLineNumber, fault, **params)


def _points_outside(value: str) -> bool:
    # A backslash can spell url( in other letters (CSS escapes): no honest attribute needs one.
    if "\\" in value:
        return True
    return any(not target.lstrip("\"' ").startswith("#") for target in value.lower().split("url(")[1:])
