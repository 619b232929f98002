"""Hostile formulas in a real browser: whatever an author types, only mathematics and our own elements stand there.

Sanitisers were opened again and again by MathML that a browser reads in another way the second time (mutation). So each
answer is parsed, written out and parsed again, as a whole page too, and must be the same three times.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from classcode import render
from classcode.site.context import STATIC
from tests.classcode.test_render_hostile import FORMULAS, PAYLOADS, Reader

PLACES = (
    "{}",
    "text {} text",
    "## {}\n\nx",
    "- {}\n\n    - {}",
    "| a | {} |\n|---|---|\n| {} | b |",
    '![about {}](media/a.svg "{}")',
    "[{}](https://example.org)",
    "x[^1]\n\n[^1]: {}",
    "term\n: {}",
    '=== "{}"\n    {}',
    '!!! note "{}"\n    {}',
    "**{}** and `{}`",
)
READ = """(html) => {
  const div = document.createElement("div");
  div.innerHTML = html;
  const once = div.innerHTML;
  const twice = document.createElement("div");
  twice.innerHTML = once;
  const whole = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html").body;
  const seen = [div, twice, whole].map((root) => [...root.querySelectorAll("*")].map((one) =>
    [one.namespaceURI.split("/").pop(), one.localName, [...one.attributes].map((a) => a.name).sort().join(" "),
      one.parentElement.localName]));
  const same = once === twice.innerHTML && JSON.stringify(seen[0]) === JSON.stringify(seen[1]);
  return { seen, same, ran: !!window.ran };
}"""


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Page]:
    """A browser page where anything that runs would say so."""
    page = chromium.new_page()
    page.set_content("<!doctype html><title>reader</title>")
    page.evaluate("() => { window.ran = false; window.alert = () => { window.ran = true; }; }")
    yield page
    page.close()


def check(reader: Page, html: str) -> None:
    """Let the browser read it, and look at each element it made of it."""
    found = reader.evaluate(READ, html)
    assert found["same"], html
    assert not found["ran"]
    for root in found["seen"]:
        for space, tag, attributes, parent in root:
            assert tag in Reader.TAGS, (tag, html)
            assert not [name for name in attributes.split() if name.startswith("on") or name == "style"]
            inside = space == "MathML"
            assert not inside or not {"href", "src", "class", "id"} & set(attributes.split())
            assert inside or parent not in {"mi", "mn", "mo", "mtext", "ms"}, f"{tag} in {parent}: {html}"


@pytest.mark.parametrize("place", PLACES)
def test_no_formula_becomes_anything_else(reader: Page, place: str) -> None:
    for latex in FORMULAS:
        check(reader, render.course(place.replace("{}", f"${latex}$")))
        check(reader, render.inline(place.replace("{}", f"${latex}$")))


def test_no_payload_leaves_a_formula(reader: Page) -> None:
    for payload in PAYLOADS:
        check(reader, render.course(f"$\\text{{{payload}}}$\n\n```math\n{payload}\n```\n\n$a$ {payload} $b$"))


PIECES = [
    "\\text{", "\\frac{", "{", "}", "$", "<style>", "</math>", "<img src=x onerror=alert(1)>", "<!--", "-->", "&lt;",
    "<mglyph>", "<malignmark>", "<annotation-xml encoding=text/html>", "\\href{javascript:alert(1)}{", "_", "^", "a",
    "\\begin{matrix}", "\\end{matrix}", "&", "\\\\", "</mtext>", "<table>", "<svg><desc>", "`", "\n",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_mixture_becomes_anything_else(reader: Page, text: str) -> None:
    check(reader, render.course(f"$a{text}b$\n\n```math\n{text}\n```\n"))


def test_lines_of_a_formula_meet_at_their_signs(chromium: Browser) -> None:
    formula = render.course("```math\n\\begin{aligned} (a+b)^2 &= 12 \\\\ x &= 3 \\end{aligned}\n```\n")
    page = chromium.new_page()
    look = (STATIC / "css" / "rich.css").read_text(encoding="utf-8")
    page.set_content(f"<!doctype html><style>{look}</style><body>{formula}")
    signs = page.locator("mo", has_text="=").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().x)"
    )
    ends = page.locator("mtd[columnalign=right] > :last-child").evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().right))"
    )
    page.close()
    assert len(signs) == 2 and abs(signs[0] - signs[1]) < 1
    assert abs(ends[0] - ends[1]) < 4  # a superscript has a little space behind it
