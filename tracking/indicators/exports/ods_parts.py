"""The fixed parts of an OpenDocument spreadsheet: what stands around its rows. Pure; see `ods`."""

from __future__ import annotations

from typing import Final

MIME_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" '
    'xmlns:ooo="http://openoffice.org/2004/office" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

MANIFEST: Final = (
    f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta", "settings")
    )
    + "</manifest:manifest>"
)
META: Final = (
    f"{_XML}<office:document-meta {_NAMES}><office:meta><meta:generator>Class’Code</meta:generator>"
    "<dc:title>{title}</dc:title><meta:creation-date>{at}</meta:creation-date></office:meta></office:document-meta>"
)
STYLES: Final = (
    f"{_XML}<office:document-styles {_NAMES}><office:styles>"
    '<style:default-style style:family="table-cell"><style:text-properties fo:language="{language}" '
    'fo:country="none" style:font-name="Liberation Sans"/></style:default-style>'
    "</office:styles></office:document-styles>"
)
SETTINGS: Final = (
    f"{_XML}<office:document-settings {_NAMES}><office:settings>"
    '<config:config-item-set config:name="ooo:view-settings">'
    '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
    '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
    '<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
    "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
    "</office:settings></office:document-settings>"
)
FROZEN: Final = (
    '<config:config-item-map-entry config:name="{name}">'
    '<config:config-item config:name="HorizontalSplitMode" config:type="short">2</config:config-item>'
    '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
    '<config:config-item config:name="HorizontalSplitPosition" config:type="int">1</config:config-item>'
    '<config:config-item config:name="VerticalSplitPosition" config:type="int">{rows}</config:config-item>'
    '<config:config-item config:name="ActiveSplitRange" config:type="short">3</config:config-item>'
    '<config:config-item config:name="PositionRight" config:type="int">1</config:config-item>'
    '<config:config-item config:name="PositionBottom" config:type="int">{rows}</config:config-item>'
    "</config:config-item-map-entry>"
)
"""Both splits at a fixed place (2), after the first column and the first rows."""


def _look(name: str, inside: str, data: str = "") -> str:
    """Return the style of one kind of cell."""
    numbers = f' style:data-style-name="{data}"' if data else ""
    return f'<style:style style:name="{name}" style:family="table-cell"{numbers}>{inside}</style:style>'


_TOP: Final = '<style:table-cell-properties style:vertical-align="top"/>'
_WRAPPED: Final = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
_BOLD: Final = '<style:text-properties fo:font-weight="bold"/>'
_RIGHT: Final = '<style:paragraph-properties fo:text-align="end"/>'
_ITALIC: Final = '<style:text-properties fo:font-style="italic"/>'
_LOOKS: Final = (
    '<number:number-style style:name="whole"><number:number number:decimal-places="0" number:min-integer-digits="1" '
    'number:grouping="true"/></number:number-style>'
    '<number:number-style style:name="tenths"><number:number number:decimal-places="1" number:min-integer-digits="1" '
    'number:grouping="true"/></number:number-style>'
    '<number:percentage-style style:name="percents"><number:number number:decimal-places="2" '
    'number:min-integer-digits="1"/><number:text> %</number:text></number:percentage-style>'
    + _look("text", _WRAPPED)
    + _look("head", _WRAPPED + _BOLD)
    + _look("number", _TOP, "whole")
    + _look("hours", _TOP, "tenths")
    + _look("percent", _TOP, "percents")
    + _look("hidden", _TOP + _RIGHT + _ITALIC)
    + _look("none", _TOP + _RIGHT)
)

CONTENT_BEGINS: Final = (
    f"{_XML}<office:document-content {_NAMES}><office:automatic-styles>{{widths}}{_LOOKS}</office:automatic-styles>"
    "<office:body><office:spreadsheet>"
)
CONTENT_ENDS: Final = "</office:spreadsheet></office:body></office:document-content>"
WIDTH: Final = (
    '<style:style style:name="w{signs}" style:family="table-column">'
    '<style:table-column-properties style:column-width="{cm}cm"/></style:style>'
)
TABLE_BEGINS: Final = '<table:table table:name="{name}">'
TABLE_ENDS: Final = "</table:table>"
COLUMN: Final = '<table:table-column table:style-name="w{signs}"/>'
COLUMNS_LEFT: Final = '<table:table-column table:style-name="w{signs}" table:number-columns-repeated="200"/>'
