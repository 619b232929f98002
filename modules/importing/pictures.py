"""Pictures on their way into `media/`: drawings made plain where that is possible, everything else as it is, or not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Final

from modules.catalog.pictures import check_picture
from modules.catalog.problems import Findings, Problem
from modules.catalog.stored import read_file

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_SHOWN: Final = frozenset(
    {
        "fill",
        "stroke",
        "opacity",
        "fill-opacity",
        "stroke-opacity",
        "stroke-width",
        "stroke-linecap",
        "fill-rule",
    }
    | {"stroke-linejoin", "stroke-dasharray", "stroke-miterlimit", "font-size", "font-family", "font-weight"}
    | {"font-style", "text-anchor", "stop-color", "stop-opacity", "marker-start", "marker-mid", "marker-end"}
    | {"clip-path", "clip-rule", "display"}
)
"""What a style may say that an attribute says as well."""


def place(source: Path, target: Path) -> str:
    """Write a picture where it goes; return why it cannot be shown, and write nothing then, or ""."""
    problems: list[Problem] = []
    findings = Findings(target.name)
    if target.suffix == ".svg":
        drawing = plain_drawing(source.read_text(encoding="utf-8", errors="replace"))
        check_picture(drawing, findings)
        target.write_text(drawing, encoding="utf-8")
    else:
        target.write_bytes(source.read_bytes())
        read_file(target, findings, problems)
    told = [*findings.problems, *problems]
    if told:
        target.unlink()
    return told[0].what if told else ""


def plain_drawing(svg: str) -> str:
    """Return a drawing without what its editor left in it: styles become attributes, a fixed size becomes a viewBox."""
    if "<!ENTITY" in svg:
        return svg  # never expanded here; the check refuses it
    try:
        root = etree.fromstring(re.sub(r"<!DOCTYPE[^>\[]*>", "", svg))  # noqa: S314 - no entities, see above
    except etree.ParseError:
        return svg
    _fit(root)
    for parent in list(root.iter()):
        for child in list(parent):
            if not str(child.tag).startswith(f"{{{_SVG}}}") or child.tag in (
                f"{{{_SVG}}}metadata",
                f"{{{_SVG}}}style",
            ):
                parent.remove(child)
        _plain_attributes(parent)
    etree.register_namespace("", _SVG)
    etree.register_namespace("xlink", _XLINK)
    return etree.tostring(root, encoding="unicode") + "\n"


def _fit(root: etree.Element) -> None:
    sizes = [re.match(r"[\d.]+", root.attrib.pop(name, "")) for name in ("width", "height")]
    if "viewBox" not in root.attrib and all(sizes):
        root.set("viewBox", "0 0 " + " ".join(size[0] for size in sizes if size))


def _plain_attributes(element: etree.Element) -> None:
    style = element.attrib.pop("style", "")
    for name in list(element.attrib):
        if (name.startswith("{") and not name.startswith(f"{{{_XLINK}}}href")) or name == "class":
            del element.attrib[name]
    for rule in style.split(";"):
        name, _colon, value = (part.strip() for part in rule.partition(":"))
        if name in _SHOWN and value and "url(" not in value.replace("url(#", ""):
            element.set(name, value)
