"""Hostile Markdown: bounded time for any shape, and nothing in the HTML that a browser could run."""

from __future__ import annotations

import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classcode import render
from classcode.render.clean import address_is_safe
from classcode.render.door import COURSE_LENGTH, INLINE_LENGTH, MESSAGE_LENGTH

SECONDS = 2.0
"""Processor time, so that a busy machine does not fail the test."""


def _stairs(step: str) -> str:
    return "\n".join("    " * depth + step for depth in range(170))


REPEATED = [
    "[", "]", "[]", "[[]", "(", "![", "[a](", "[a](<", '[a](b "', "[a] [", "[a](b) ", "[^1]", "[^", "[x]:\n", "[x]: ",
    "*", "**a ", "*a _b", "***a**_", "*_", "_", "a_", "**a*b", "`", "`a", "``a`", "```\n", "``` a\n", "~~~\n\n",
    "~~~a\n",
    "<", "<a ", "<http:", "<a@", "<div>", "<!--", "<![CDATA[", "<?", "&", "&#1", "&amp;", "\\", "\\[", "\\\n",
    "> ", ">", "> a\n", ">\n", "- ", "- a\n", "- a\n\n", "1. ", "1. a\n", "1. - ", "- > ", "- ```\n", "* * * a\n",
    "- [ ] ",
    "a\n", "a\n\n", "a  \n", " ", "\t", "\n", "\r", "a", "é", "\U0001f600", "\x00", "\x02", "\u2028", "\u202e",
    "a\n=\n", "=", "-", "#", "# ", "# a\n", "a|b\n-|-\n", "a|b\n", "|", "|-", "a\n: b\n\n", ": ", "a\n:   b\n",
    "!!! note\n", '!!! note "', "??? solution\n\n", "!!! note\n    !!! tip\n", "    a\n", "http://", "https://a.b/c ",
    "```python\nx=1\n```\n", "```html\n<a\n```\n", "{: #a }", "[a]{", "'", '"', "$", "^", "$a$ ", "$a",
    "$\\frac{", "$\\text{<b>}$", "$[$ ", '=== "a"\n', '=== "a"\n    === "b"\n',
    "```math\n\\frac\n```\n", "~", "~~a",
]  # fmt: skip

WHOLE = [
    "[" * 3000 + "]" * 3000,
    "a\n" + "=" * 50_000,
    "|" * 500 + "\n" + "|-" * 500 + "\n" + ("|" * 500 + "\n") * 30,
    "[a]: http://" + "b" * 30_000 + "\n\n" + "[a] " * 7_000,
    "[^1]" * 10_000 + "\n\n[^1]: a",
    "\n".join(f"[^{n}]: a [^{n + 1}]\n" for n in range(3_000)),
    "".join("`" * n + "a" for n in range(1, 340)),
    "\n".join(">" * n + " a" for n in range(1, 39)),
    "```python\n" + "(" * 50_000 + "\n```",
    "```python\n" + '"""\\' * 15_000 + "\n```",
    "```javascript\n" + "/a" * 25_000 + "\n```",
    "```html\n" + "<a b='" * 9_000 + "\n```",
    "```css\n" + "a{" * 25_000 + "\n```",
    "```bash\n" + "$(" * 25_000 + "\n```",
    "```json\n" + "[" * 50_000 + "\n```",
    "```yaml\n" + "- " * 25_000 + "\n```",
    "```php\n" + "<?php /*" * 7_000 + "\n```",
    "```perl\n" + "s{" * 25_000 + "\n```",
    "```markdown\n" + "[" * 50_000 + "\n```",
    "```math\n" + "[" * 50_000 + "\n```",
    "".join("```math\n" + "[" * 1_990 + "\n```\n\n" for _ in range(29)),
    "$" + "x^{" * 20_000 + "}" * 20_000 + "$",
    *(_stairs(step) for step in ("- a", "1. a", "> a", '!!! note "a"', '??? solution "a"', ": a", '=== "a"')),
]

TEXTS = {
    **{f"{piece!a} repeated": piece * (COURSE_LENGTH // len(piece)) for piece in REPEATED},
    **{f"{number}: {text[:12]!a}": text for number, text in enumerate(WHOLE)},
}


def _took(draw: Callable[[str], str], text: str) -> float:
    begin = time.thread_time()
    draw(text)
    return time.thread_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize("shape", TEXTS)
def test_no_message_takes_longer_than_two_seconds(shape: str) -> None:
    assert _took(render.message, TEXTS[shape][:MESSAGE_LENGTH]) < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("shape", TEXTS)
def test_no_course_page_takes_longer_than_two_seconds(shape: str) -> None:
    assert _took(render.course, TEXTS[shape][:COURSE_LENGTH]) < SECONDS


def test_no_line_takes_longer_than_two_seconds() -> None:
    assert max(_took(render.inline, text[:INLINE_LENGTH]) for text in TEXTS.values()) < SECONDS


@pytest.mark.parametrize("length", [10**7])
def test_a_huge_text_is_cut_before_it_is_read(length: int) -> None:
    assert max(_took(draw, "[" * length) for draw in (render.course, render.message, render.inline)) < 0.5


class Reader(HTMLParser):
    """Reads HTML as a browser would and complains of what could run or load."""

    TAGS = frozenset(
        "a abbr blockquote br code dd details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr img li ol p pre span "
        "strong summary sup table tbody td th thead tr ul "
        "math mi mn mo mtext ms mrow mspace mfrac msqrt mroot mstyle mphantom msub msup msubsup munder mover "
        "munderover mtable mtr mtd".split()
    )
    NAMES = frozenset(
        "href rel class title src alt start scope tabindex open id download "
        "display stretchy fence accent movablelimits displaystyle form mathvariant linethickness columnalign "
        "width lspace rspace".split()
    )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.TAGS, tag
        for name, value in attrs:
            assert name in self.NAMES, name
            if name in ("href", "src"):
                assert address_is_safe(value or ""), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def _assert_harmless(html: str) -> None:
    reader = Reader()
    reader.feed(html)
    reader.close()


FORMULAS = [
    r"\href{javascript:alert(1)}{x}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\text{</mtext></math><script>alert(1)</script>}",
    r"\text{&lt;img src=x onerror=alert(1)&gt;}",
    r"\text{&#x3c;script>}",
    r"\style{background:url(//a.b)}{x}",
    r"\class{admonition}{x}",
    r"\color{red}{x}",
    r"\hspace{9999em}x",
    r"\operatorname{<style>}",
    r"\mathop{\text{<style>}}",
    r"\text{--><img title='</mtext><img src=x onerror=alert(1)>'>}",
    r"\begin{matrix}\text{<mglyph><style><!--}&b\end{matrix}",
    r"<annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml>",
]

PAYLOADS = [
    *(f"${formula}$" for formula in FORMULAS),
    *(f"```math\n{formula}\n```" for formula in FORMULAS),
    '=== "<img src=x onerror=alert(1)>"\n    y',
    '=== "a" onclick="x"\n    y',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](javascript:123)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61vascript&colon;alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](java\\script:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](/%09/evil.example)",
    "![x](javascript:alert(1))",
    '![x](a.svg "\\"onerror=alert(1)")',
    '!["onerror=alert(1)](a.svg)',
    '[x](a "\\" onclick=alert(1) \\"")',
    "<javascript:alert(1)>",
    '<http://a" onclick=alert(1)>',
    "`<script>`",
    "```<script>\nx\n```",
    '```python"onclick=x\nx\n```',
    "~~~ {: onclick=x }\nx\n~~~",
    '!!! note" onclick="x\n    y',
    '!!! note "<img src=x onerror=alert(1)>"\n    y',
    '??? solution "<script>"\n    y',
    "[^<script>]\n\n[^<script>]: x",
    '[^"onclick=x]\n\n[^"onclick=x]: x',
    "|<script>|b|\n|-|-|\n|<img onerror=x>|b|",
    "wzxhzdk:0 \x02wzxhzdk:0\x03 klzzwxh:0000",
    "&lt;script&gt;",
    "&#60;script&#62;alert(1)",
    'http://a.b/"onmouseover=alert(1)',
    "https://a.b/<script>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("draw", [render.course, render.message, render.inline])
def test_no_payload_comes_out_alive(draw: Callable[[str], str], payload: str) -> None:
    _assert_harmless(draw(payload))
    _assert_harmless(draw(f"text {payload} text\n\n- {payload}\n"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*PAYLOADS, *REPEATED, "\n\n", "\n    ", " "]), max_size=12).map("".join))
def test_no_mixture_comes_out_alive(text: str) -> None:
    for draw in (render.course, render.message, render.inline):
        _assert_harmless(draw(text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_drawn(text: str) -> None:
    for draw in (render.course, render.message, render.inline):
        _assert_harmless(draw(text))


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTP://example.org",
        "mailto:a@b.org",
        "/fr/",
        "a/b:c",
        "?a:b",
        "#a:b",
        "",
        "unit",
        "../x",
    ],
)
def test_good_addresses_pass(address: str) -> None:
    assert address_is_safe(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:123", "javascript:alert(1)", " javascript:x", "java\nscript:x", "\x00javascript:x", "JAVASCRIPT:x",
        "data:,x", "vbscript:x", "file:///etc", "ftp://x", "tel:1", "unit:a", "//evil", "/\\evil", "\\/evil",
        "/\t/evil",
        "\u00a0javascript:x", "\u200bjavascript:x", "localhost:80", ":x",
    ],
)  # fmt: skip
def test_bad_addresses_do_not(address: str) -> None:
    assert not address_is_safe(address)
