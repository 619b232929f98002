"""Colours blocks of code by classes, for a short list of languages; anything else is plain.

A list, because some of pygments' hundreds of grammars take 20 s for a page of hostile text (Perl's, measured).
"""

from __future__ import annotations

from typing import Any, Final

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers.css import CssLexer
from pygments.lexers.data import JsonLexer
from pygments.lexers.html import HtmlLexer
from pygments.lexers.javascript import JavascriptLexer
from pygments.lexers.python import PythonLexer
from pygments.lexers.shell import BashLexer
from pygments.lexers.special import TextLexer
from pygments.lexers.sql import SqlLexer

_LANGUAGES: Final[dict[str, type[Lexer]]] = {
    "python": PythonLexer,
    "javascript": JavascriptLexer,
    "html": HtmlLexer,
    "css": CssLexer,
    "json": JsonLexer,
    "sql": SqlLexer,
    "bash": BashLexer,
}
_LENGTH: Final = 8_000
"""Characters that are coloured; a longer block is a file, not an example, and stays plain."""


def coloured(source: str, language: str, *_fence: Any, **_more: Any) -> str:
    """Return a block of code as HTML; the other arguments are what SuperFences passes to a formatter."""
    lexer = _LANGUAGES.get(language, TextLexer) if len(source) <= _LENGTH else TextLexer
    html: str = highlight(source, lexer(), HtmlFormatter(cssclass="highlight", wrapcode=True))
    return html
