"""What authors and people write comes out as HTML that means the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from classcode import render


def test_the_page_keeps_one_h1() -> None:
    html = render.course("# One\n\n## Two\n\n### Three\n\nFour\n====\n")
    assert "<h1" not in html
    assert html.count("<h2>") == 3
    assert "<h3>Three</h3>" in html


def test_tables_say_what_their_heads_head_and_scroll_alone() -> None:
    html = render.course("| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert '<div class="table" tabindex="0"><table>' in html
    assert '<th scope="col">a</th>' in html
    assert '<td class="right">2</td>' in html
    assert "style" not in html


def test_code_is_coloured_by_classes() -> None:
    html = render.course('```python\nprint("<a>")\n```\n')
    assert '<div class="highlight">' in html
    assert '<span class="nb">print</span>' in html
    assert "&lt;a&gt;" in html
    assert "style" not in html


def test_an_unknown_language_of_code_is_plain() -> None:
    assert "say (Hello)" in render.course("```scratch\nsay (Hello)\n```\n")


@pytest.mark.parametrize("kind", ["note", "tip", "warning", "unplugged", "in-class", "further"])
def test_notes_keep_their_kind_and_title(kind: str) -> None:
    html = render.course(f'!!! {kind} "Look"\n    Here is a **note**.\n')
    assert f'<div class="admonition {kind}">' in html
    assert '<p class="admonition-title">Look</p>' in html
    assert "<strong>note</strong>" in html


def test_a_note_without_title_takes_the_word_of_the_page() -> None:
    html = render.course("!!! in-class\n    Text.\n", render.Page(titles={"in-class": "En classe"}))
    assert '<p class="admonition-title">En classe</p>' in html


def test_another_kind_of_note_loses_its_class() -> None:
    assert "navigation" not in render.course('!!! navigation "Look"\n    Text.\n').replace("Navigation", "")


def test_a_solution_folds_and_may_hold_code() -> None:
    html = render.course('??? solution "See"\n    Yes:\n\n    ```text\n    a\n    ```\n')
    assert '<details class="solution">' in html
    assert "<summary>See</summary>" in html
    assert "<pre>" in html


def test_a_picture_alone_is_a_figure_with_its_caption() -> None:
    html = render.course('![A robot](media/a.svg "It *waits*")\n')
    assert html == '<figure><img alt="A robot" src="media/a.svg"><figcaption>It *waits*</figcaption></figure>'


def test_a_picture_inside_a_sentence_stays_there() -> None:
    assert "<figure>" not in render.course("See ![a](media/a.svg) here.\n")


def test_a_decorative_picture_has_an_empty_alternative() -> None:
    assert 'alt=""' in render.course("![-](media/a.svg)\n")


def test_pictures_from_elsewhere_do_not_load() -> None:
    assert "src" not in render.course(
        "![a](https://example.org/a.png) ![b](//example.org/b.png) ![c](data:,x)\n"
    )


def test_the_page_decides_addresses() -> None:
    page = render.Page(
        link={"unit:a": "/fr/a"}.get, picture=lambda address, alternative: f"/m/{alternative}/{address}"
    )
    html = render.course("[x](unit:a) [y](unit:b) ![z](c.svg)\n", page)
    assert '<a href="/fr/a">x</a> <a>y</a>' in html
    assert 'src="/m/z/c.svg"' in html


def test_footnotes_link_there_and_back_in_the_language_of_the_page() -> None:
    html = render.course("Text[^a].\n\n[^a]: Note.\n", render.Page(back="Retour au texte"))
    assert '<a class="footnote-ref" href="#fn:a">' in html
    assert 'href="#fnref:a" title="Retour au texte"' in html


def test_definition_lists_are_drawn() -> None:
    assert "<dt>term</dt>\n<dd>meaning</dd>" in render.course("term\n: meaning\n")


def test_links_to_outside_say_so_and_links_inside_do_not() -> None:
    html = render.course("[a](https://example.org) [b](/fr/) [c](mailto:a@example.org) [d](#part)\n")
    assert '<a href="https://example.org" rel="noopener noreferrer">a</a>' in html
    assert '<a href="/fr/">b</a> <a href="mailto:a@example.org">c</a> <a href="#part">d</a>' in html


def test_attributes_cannot_be_written_in_markdown() -> None:
    assert "{: onclick=x }" in render.course("Text {: onclick=x }\n")


def test_a_message_keeps_lines_lists_emphasis_links_and_code() -> None:
    html = render.message("Hello\n**you**\n\n- a\n- b\n\n```\nx < y\n```\n\n[doc](https://example.org)")
    assert "Hello<br>\n<strong>you</strong>" in html
    assert "<li>a</li>" in html
    assert "<pre><code>x &lt; y\n</code></pre>" in html
    assert '<a href="https://example.org" rel="noopener noreferrer">doc</a>' in html


@pytest.mark.parametrize(
    "text", ["# big", "![i](a.svg)", "> quoted", "a | b\n--|--\n1 | 2", "Head\n====", "***"]
)
def test_a_message_has_no_headings_pictures_quotations_tables_or_rules(text: str) -> None:
    html = render.message(text)
    assert not any(f"<{tag}" in html for tag in ("h1", "h2", "img", "blockquote", "table", "hr"))


def test_an_address_alone_becomes_a_link_without_the_full_stop() -> None:
    html = render.message("See https://example.org/a_b_c.")
    assert (
        '<a href="https://example.org/a_b_c" rel="noopener noreferrer">https://example.org/a_b_c</a>.' in html
    )


def test_an_address_inside_a_link_or_code_is_left_alone() -> None:
    html = render.message("[x](https://example.org) `https://example.org`")
    assert html.count("<a ") == 1
    assert "<code>https://example.org</code>" in html


def test_a_line_has_no_paragraph_and_no_block() -> None:
    assert render.inline("**P** and\n `x`\n\n- b") == "<strong>P</strong> and <code>x</code> - b"


def test_a_line_may_link_to_another_unit() -> None:
    page = render.Page(link={"unit:a": "/fr/a"}.get)
    assert render.inline("[x](unit:a)", page) == '<a href="/fr/a">x</a>'


@pytest.mark.parametrize("draw", [render.course, render.message, render.inline])
def test_nothing_comes_out_of_nothing(draw: Callable[[str], str]) -> None:
    assert draw("") == ""


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"## T{n}\n\nNote[^{n}] `{n}`.\n\n[^{n}]: N{n}.\n\n```python\nx = {n}\n```\n" for n in range(40)]
    alone = [render.course(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(render.course, texts)) == alone


def test_what_cannot_be_drawn_is_shown_as_typed() -> None:
    html = render.message("<b>" + "[" * 5000)
    assert render.is_source(html)
    assert html.startswith('<pre class="source">&lt;b&gt;[[[')
    assert not render.is_source(render.message('`<pre class="source">`'))


def test_what_is_too_long_is_cut() -> None:
    html = render.message("a" * (render.MESSAGE_LENGTH + 1))
    assert html.endswith("a…</pre>")
    assert len(html) < render.MESSAGE_LENGTH + 50


def test_control_characters_do_not_come_out() -> None:
    assert "\x02" not in render.message("\x02klzzwxh:0001\x03") + render.message("\x02" + "[" * 5000)


def test_a_no_break_space_of_the_author_stays() -> None:
    assert unescape(render.inline("dire «\u00a0Fini\u202f!\u00a0»")) == "dire «\u00a0Fini\u202f!\u00a0»"
