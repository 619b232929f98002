"""What the parsed tree becomes before it is written: one h1 on the page, figures, table scopes, addresses."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Final

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from classcode.render.page import Download, Page
from classcode.render.tabs import gathered

DECORATIVE: Final = "-"
"""The text alternative of a picture that says nothing: it is written as an empty one."""
NOTES: Final = frozenset({"note", "tip", "warning", "unplugged", "in-class", "further"})
"""Kinds of side notes; other kinds lose their class in the sanitiser."""

_OUTSIDE: Final = re.compile(r"\s*(?:https?:|//)", re.IGNORECASE)


class Shape(Treeprocessor):
    """Shapes the whole tree once, after all of Markdown's own steps."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Change the tree in place."""
        for parent in list(root.iter()):
            gathered(parent)
            for child in list(parent):
                if child.tag == "table" and parent.get("class") != "table":
                    _wrap_table(parent, child)
        for element in list(root.iter()):
            self._shape(element)

    def _shape(self, element: etree.Element) -> None:
        match element.tag:
            case "h1":
                element.tag = "h2"
            case "a":
                self._address_link(element)
            case "p" if _holds_only_a_picture(element):
                _make_figure(element)
            case "img":
                self._address_picture(element)
            case "th" | "td":
                _align(element)
            case "div":
                self._title_note(element)

    def _address_link(self, link: etree.Element) -> None:
        written = link.get("href", "")
        address = written if written.startswith("#") else self.page.link(written)
        if address is None:
            link.attrib.pop("href", None)
            return
        if isinstance(address, Download):
            _make_download(link, address)
            return
        link.set("href", address)
        if _OUTSIDE.match(address):
            link.set("rel", "noopener noreferrer")

    def _address_picture(self, picture: etree.Element) -> None:
        alternative = picture.get("alt", "")
        address = self.page.picture(picture.get("src", ""), alternative)
        if address is None:
            picture.attrib.pop("src", None)
        else:
            picture.set("src", address)
        if alternative == DECORATIVE:
            picture.set("alt", "")

    def _title_note(self, div: etree.Element) -> None:
        """Give a note without title the word of its kind in the page's language."""
        kind = div.get("class", "").removeprefix("admonition ")
        title = div[0] if kind in NOTES and len(div) else None
        if title is not None and title.text == kind.capitalize():
            title.text = self.page.titles.get(kind, title.text)


def _make_download(link: etree.Element, file: Download) -> None:
    link.attrib.update({"href": file.address, "download": "", "class": "download"})
    facts = AtomicString(f" ({file.facts})")
    if len(link):
        link[-1].tail = AtomicString((link[-1].tail or "") + facts)
    else:
        link.text = AtomicString((link.text or "") + facts)


def _holds_only_a_picture(paragraph: etree.Element) -> bool:
    if len(paragraph) != 1 or paragraph[0].tag != "img":
        return False
    return not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


def _make_figure(paragraph: etree.Element) -> None:
    paragraph.tag = "figure"
    caption = paragraph[0].attrib.pop("title", "")
    if caption:
        etree.SubElement(paragraph, "figcaption").text = caption


def _align(cell: etree.Element) -> None:
    """Say alignment by a class, for the page's policy forbids styles; say what a head of column heads."""
    if side := cell.attrib.pop("align", ""):
        cell.set("class", side)
    if cell.tag == "th":
        cell.set("scope", "col")


def _wrap_table(parent: etree.Element, table: etree.Element) -> None:
    """Put a table in a box of its own, so that a wide one scrolls, by keyboard too, and the page does not."""
    box = etree.Element("div", {"class": "table", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = box
    box.append(table)
