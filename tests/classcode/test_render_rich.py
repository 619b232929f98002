"""Formulas, tabs and downloads in course pages: what authors write comes out readable, and stays typed where not."""

from __future__ import annotations

import pytest

from classcode import render
from classcode.render.formulas import LENGTH, Unreadable, breaks_lines, mathml


def test_a_formula_in_a_sentence_becomes_mathml() -> None:
    html = render.course("So $2^{10}$ steps.\n")
    assert "<math><mrow><msup><mn>2</mn><mrow><mn>10</mn></mrow></msup></mrow></math>" in html
    assert "$" not in html


def test_stars_and_underscores_of_a_formula_are_no_emphasis() -> None:
    html = render.course("$a_1 * b * c_2$\n")
    assert "<em>" not in html and html.count("<msub>") == 2


def test_a_formula_of_its_own_scrolls_alone() -> None:
    html = render.course("```math\n\\frac{a}{b}\n```\n")
    assert html.strip().startswith('<div class="formula" tabindex="0"><math display="block">')
    assert "<mfrac>" in html


def test_a_quiz_text_may_hold_a_formula() -> None:
    assert "<msqrt>" in render.inline("What is $\\sqrt{2}$?")


def test_people_write_dollars_in_messages() -> None:
    assert "$x$" in render.message("$x$")


@pytest.mark.parametrize(
    "text", ["5 $ ou 10 $", "$5 and $10", "US$5 or US$7", "a$b$c", r"\$x\$", "`$x$`", "$ x $"]
)
def test_prices_and_code_are_no_formulas(text: str) -> None:
    assert "<math" not in render.course(f"It says {text} here.\n")


@pytest.mark.parametrize(
    "latex", [r"\unknown", r"\frac{a}", "{", "}", "x^", "a & b", "", "{" * 40 + "a" + "}" * 40]
)
def test_what_is_not_understood_is_refused(latex: str) -> None:
    with pytest.raises(Unreadable):
        mathml(latex)


def test_a_formula_that_is_not_understood_stays_as_typed_and_is_told() -> None:
    heard: list[str] = []
    html = render.course("See $\\bad{a<b}$.\n\n```math\n\\worse\n```\n", render.Page(unreadable=heard.append))
    assert r'<code class="math">\bad{a&lt;b}</code>' in html
    assert r'<pre class="math">\worse</pre>' in html
    assert heard == [r"\bad{a<b}", r"\worse"]


def test_signs_that_mean_something_to_latex_can_be_asked_for() -> None:
    assert '<mo stretchy="false">{</mo>' in mathml(r"\{ a \}")
    assert "<mi>&amp;</mi>" in mathml(r"a \& b")


LINES = r"(a+b)^2 &= a^2 + 2ab + b^2 \\ &= b^2 + 2ab + a^2"


@pytest.mark.parametrize("name", ["aligned", "align*", "split"])
def test_lines_of_a_formula_are_drawn_below_each_other(name: str) -> None:
    html = mathml(rf"\begin{{{name}}} {LINES} \end{{{name}}}", block=True)
    assert html.count("<mtr>") == 2
    assert html.count('<mtd columnalign="right">') == html.count('<mtd columnalign="left">') == 2
    assert "&amp;" not in html


def test_lines_may_stand_inside_a_bigger_formula() -> None:
    html = mathml(rf"\left\{{ \begin{{aligned}}[t] {LINES} \end{{aligned}} \right.", block=True)
    assert html.count("<mtr>") == 2 and "[" not in html


@pytest.mark.parametrize(
    "latex",
    [
        r"a \\ b",
        r"\begin{gather} a \\ b \end{gather}",
        r"\begin{alignedat}{1} a &= b \\ c &= d \end{alignedat}",
    ],
)
def test_lines_that_a_browser_would_draw_as_one_are_refused(latex: str) -> None:
    with pytest.raises(Unreadable):
        mathml(latex, block=True)
    assert breaks_lines(latex)


@pytest.mark.parametrize(
    "latex",
    [
        rf"\begin{{aligned}} {LINES} \end{{aligned}}",
        r"\begin{cases} 1 & n \\ 2 & m \end{cases}",
        r"a \& b",
        "x",
    ],
)
def test_lines_of_a_table_and_of_nothing_are_no_broken_lines(latex: str) -> None:
    assert not breaks_lines(latex)


def test_words_in_a_formula_are_escaped_and_links_are_dropped() -> None:
    assert "<mtext>&lt;img&gt;</mtext>" in mathml(r"\text{<img>}")
    assert "href" not in mathml(r"\href{javascript:alert(1)}{x}")
    assert "9999" not in mathml(r"\hspace{9999em}x")


def test_the_formulas_of_a_page_stay_within_bounds() -> None:
    html = render.course(
        "```math\n" + "[" * 1_900 + "\n```\n\n" * 1 + ("```math\n" + "[" * 1_900 + "\n```\n\n") * 20
    )
    assert len(html) < 2 * LENGTH


def test_tabs_come_out_one_below_the_other_under_their_titles() -> None:
    html = render.course(
        '=== "Scratch"\n    One.\n\n    Two.\n\n=== "Python *3*"\n    ```python\n    x\n    ```\n\nAfter.\n'
    )
    assert html.count('<div class="tabs">') == 1
    assert html.count('<div class="tab">') == 2
    assert '<p class="tab-title">Python <em>3</em></p>' in html
    assert "<p>Two.</p>\n</div>" in html
    assert '<div class="highlight">' in html
    assert "</div><p>After.</p>" in html


def test_text_between_tabs_makes_two_sets() -> None:
    html = render.course('=== "A"\n    a\n\nBetween.\n\n=== "B"\n    b\n')
    assert html.count('<div class="tabs">') == 2


def test_a_tab_may_hold_notes_and_tables_and_stand_in_a_list() -> None:
    html = render.course(
        '- item\n\n    === "A"\n        !!! tip "T"\n            x\n\n        | a |\n        |---|\n        | 1 |\n'
    )
    assert '<li>\n<p>item</p>\n<div class="tabs"><div class="tab">' in html
    assert '<div class="admonition tip">' in html
    assert '<div class="table" tabindex="0">' in html


def test_an_underlined_heading_is_still_one() -> None:
    assert "<h2>Title</h2>" in render.course("Title\n===\n")


def test_a_download_says_its_kind_and_size() -> None:
    page = render.Page(link=lambda _address: render.Download("/media/a.pdf", "PDF, 12 kB"))
    html = render.course("[The *sheet*](download:a.pdf)\n", page)
    assert 'href="/media/a.pdf"' in html and 'download=""' in html
    assert "The <em>sheet</em> (PDF, 12 kB)</a>" in html
