r"""Mathematics: LaTeX between dollar signs becomes MathML, after the walls and without passing them.

The walls see a formula as code, so nothing of MathML, whose mixture with HTML has opened many a sanitiser, is ever
allowed there. What the converter answers is then rebuilt from a closed list of elements: it lets `\href{javascript:}`
through and does not escape `\text{<img>}`, so neither its attributes nor its words are taken as they come.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from html import escape, unescape
from typing import Any, Final

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

INLINE_LENGTH: Final = 300
"""Characters of a formula in a sentence."""
BLOCK_LENGTH: Final = 2_000
"""Characters of a formula of its own."""
LENGTH: Final = 150_000
"""Characters of MathML in one text, as many as its HTML may have; formulas after them stay as they were typed."""
_DEPTH: Final = 24
_PIECES: Final = 1_500

# As pandoc reads dollars: none but signs beside them, so that “5 $ or 10 $” and “$5 and $10” stay prices.
PATTERN: Final = rf"(?<![\\$\w])\$(?![\s$])([^$\n]{{0,{INLINE_LENGTH - 1}}}[^$\s\\])\$(?![\w$])"

_IN_A_LINE: Final = re.compile(PATTERN)
_SHOWN: Final = re.compile(r'<code class="math">([^<]*)</code>|<pre class="math">([^<]*)</pre>')

_WORDS: Final = frozenset({"mi", "mn", "mo", "mtext", "ms"})
"""Elements that hold text and nothing else: an HTML element inside one would leave MathML."""
_PARTS: Final = frozenset(
    {"math", "mrow", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mphantom", "msub", "msup", "msubsup"}
    | {"munder", "mover", "munderover", "mtable", "mtr", "mtd"}
)
_BRACES: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_ALIGNED: Final = re.compile(r"\\(begin|end)\{aligned\}(?:\[[tbc]\])?")
"""What people write for lines below each other inside a formula; the converter knows the same as `split`."""
_TABLE: Final = re.compile(
    r"\\begin\{(aligned|align\*?|split|cases|array|[pbBvV]?matrix\*?|smallmatrix)\}.*?\\end\{\1\}", re.DOTALL
)
_LINES: Final = re.compile(r"\\\\|(?<!\\)&")
_TWO: Final = frozenset({"mfrac", "mroot", "msub", "msup", "munder", "mover"})
_THREE: Final = frozenset({"msubsup", "munderover"})
_YES_OR_NO: Final = ("true", "false")
_SPACE: Final = re.compile(r"-?\d(?:\.\d{1,4})?em")
_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "stretchy": _YES_OR_NO,
    "fence": _YES_OR_NO,
    "accent": _YES_OR_NO,
    "movablelimits": _YES_OR_NO,
    "displaystyle": _YES_OR_NO,
    "form": ("prefix", "infix", "postfix"),
    "mathvariant": ("normal",),
    "linethickness": ("0",),
    "columnalign": ("left", "center", "right"),
}


class Unreadable(Exception):
    """A formula that cannot be drawn; the page shows it as it was typed."""


class InSentences(InlineProcessor):
    """Takes a formula out of a sentence before stars and underscores are read as emphasis."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        """Return the formula as code, to be drawn by `draw` once the text is safe."""
        code = etree.Element("code", {"class": "math"})
        code.text = AtomicString(m[1])
        return code, m.start(0), m.end(0)


def fenced(source: str, *_fence: Any, **_more: Any) -> str:
    """Return a block of LaTeX as code, to be drawn by `draw`; the other arguments are SuperFences'."""
    return f'<pre class="math">{escape(source.strip())}</pre>'


def without_formulas(line: str) -> str:
    """Return the line with spaces in place of its formulas."""
    return _IN_A_LINE.sub(lambda found: " " * len(found[0]), line)


def breaks_lines(latex: str) -> bool:
    """Tell whether a formula has lines or columns outside of what can draw them below each other."""
    return _LINES.search(_TABLE.sub("", latex[:BLOCK_LENGTH])) is not None


def draw(html: str, unreadable: Callable[[str], None]) -> str:
    """Put MathML in place of the formulas of a text that passed the walls; `unreadable` hears of each that stays."""
    room = LENGTH

    def shown(found: re.Match[str]) -> str:
        nonlocal room
        block = found[1] is None
        latex = unescape(found[2] if block else found[1])
        try:
            formula = _boxed(mathml(latex, block=True)) if block else mathml(latex)
            room -= len(formula)
            if room < 0:
                raise Unreadable
            return formula
        except Unreadable:
            unreadable(latex)
            return found[0]

    return _SHOWN.sub(shown, html)


def _boxed(formula: str) -> str:
    """A wide formula scrolls in a box of its own, by keyboard too, and the page does not."""
    return f'<div class="formula" tabindex="0">{formula}</div>'


def mathml(latex: str, *, block: bool = False) -> str:
    """Return LaTeX as a `<math>` element made of a closed list of parts; raises `Unreadable`."""
    from latex2mathml.converter import convert_to_element

    if not latex.strip() or len(latex) > (BLOCK_LENGTH if block else INLINE_LENGTH) or not _closed(latex):
        raise Unreadable
    try:
        known = _ALIGNED.sub(r"\\\1{split}", latex)
        tree = convert_to_element(known, display="block" if block else "inline")
    except Exception as trouble:
        # Its own refusals share no base class, and a stranger's LaTeX finds what they forgot.
        raise Unreadable from trouble
    if sum(1 for _ in tree.iter()) > _PIECES:
        raise Unreadable
    return _rebuilt(tree, 0, block=block)


def _closed(latex: str) -> bool:
    """Tell whether each brace closes, which the converter passes over in silence."""
    depth = 0
    for brace in _BRACES.findall(latex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def _rebuilt(element: etree.Element, depth: int, *, block: bool = False) -> str:
    tag = element.tag
    if element.get("linebreak") == "newline":
        raise Unreadable  # browsers would draw both lines as one
    if depth > _DEPTH or len(element) != (2 if tag in _TWO else 3 if tag in _THREE else len(element)):
        raise Unreadable
    if tag in _WORDS:
        return f"<{tag}{_attributes(element)}>{_words(element)}</{tag}>"
    inside = "".join(_rebuilt(child, depth + 1) for child in element)
    if tag == "math":
        return f'<math display="block">{inside}</math>' if block else f"<math>{inside}</math>"
    return f"<{tag}{_attributes(element)}>{inside}</{tag}>" if tag in _PARTS else f"<mrow>{inside}</mrow>"


def _words(element: etree.Element) -> str:
    """Return an element's text; a sign that only LaTeX knows means that something was not understood."""
    words = "".join(unescape(piece) for piece in element.itertext())
    if (
        element.tag != "mtext"
        and (words.startswith("\\") or words in {"{", "}", "&"})
        and not _meant(element)
    ):
        raise Unreadable
    return escape(
        "".join(letter for letter in words if letter.isprintable() or letter.isspace()), quote=False
    )


def _meant(element: etree.Element) -> bool:
    """Tell whether the sign was asked for: the converter then names it by its number."""
    return (element.text or "").startswith("&#x")


def _attributes(element: etree.Element) -> str:
    kept = {
        name: value
        for name, value in element.attrib.items()
        if value in _VALUES.get(name, ())
        or (name in {"width", "lspace", "rspace"} and _SPACE.fullmatch(value))
    }
    return "".join(f' {name}="{value}"' for name, value in kept.items())
