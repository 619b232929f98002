"""A folder of Markdown becomes a module that the check accepts; what is not understood is kept as text and told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classcode.i18n import reader
from modules.catalog import Module, Unit, read_module
from modules.importing import remarks
from modules.importing.cli import run
from modules.importing.course import CannotImport, Imported, Wish, import_course

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def course(folder: Path, **files: str) -> Path:
    """Write a course; `a__b` stands for a path, and names end in .md."""
    for name, text in files.items():
        path = folder / "source" / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "source"


def imported(folder: Path, **files: str) -> tuple[Module, Imported]:
    """Import a course and return the module that the check accepts."""
    source = course(folder, **files)
    done = import_course(Wish(source, "new", folder / "content", language="en"))
    module, problems = read_module(done.folder)
    assert problems == done.problems == []
    assert module is not None
    return module, done


def one(folder: Path, text: str) -> tuple[Unit, str, Imported]:
    """Import a single page and return its unit, its HTML and what was done."""
    module, done = imported(folder, page=text)
    return module.units[0], module.units[0].texts["en"].html, done


def told(done: Imported) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.message) for one in done.report.remarks]


def test_front_matter_gives_title_time_summary_objectives_and_tags(tmp_path: Path) -> None:
    unit, _html, _done = one(
        tmp_path,
        "---\ntitle: 'Loops: again'\nteaching: 10\nexercises: 5\ndescription: What repeats.\n"
        "objectives: [Say it, Do it]\ntags: [Loop]\n---\nSome text.\n",
    )
    text = unit.texts["en"]

    assert (text.title, unit.minutes, text.summary) == ("Loops: again", 15, "What repeats.")
    assert (text.objectives, unit.tags) == (("Say it", "Do it"), ("loop",))


def test_without_front_matter_the_first_heading_is_the_title_and_the_first_words_the_summary(
    tmp_path: Path,
) -> None:
    unit, html, _done = one(tmp_path, "# My page\n\nFour words of *prose*.\n\n#### Deep\n\nMore.\n")

    assert (unit.texts["en"].title, unit.texts["en"].summary) == ("My page", "Four words of prose.")
    assert "<h2>Deep</h2>" in html


def test_a_page_with_nothing_but_text_needs_nothing(tmp_path: Path) -> None:
    unit, html, _done = one(tmp_path, "Hello")

    assert unit.id == "page" and unit.texts["en"].title == "Page"
    assert "<p>Hello</p>" in html


def test_pages_keep_the_order_of_their_numbers_and_folders_become_weeks(tmp_path: Path) -> None:
    module, _done = imported(
        tmp_path, a_2__10_last="L", a_2__2_first="F", a_10__x="X", a_10__README="R", LICENSE="Attribution 4.0"
    )

    assert [week.units for week in module.weeks] == [("first", "last"), ("a-10", "x")]
    assert module.rule is not None and len(module.rule.required_units) == 4


def test_the_license_of_the_folder_is_found(tmp_path: Path) -> None:
    source = course(tmp_path, page="Hello")
    (source / "LICENSE").write_text("See https://creativecommons.org/licenses/by-sa/4.0/", encoding="utf-8")
    done = import_course(Wish(source, "new", tmp_path / "content"))
    module, _problems = read_module(done.folder)

    assert module is not None and module.license == "CC-BY-SA-4.0"


def test_a_missing_license_is_told(tmp_path: Path) -> None:
    assert ("module.toml", 0, remarks.LICENSE) in told(one(tmp_path, "Hello")[2])


NOTES = {
    "MkDocs": ('!!! danger "Mind"\n    The step.\n', "warning", "Mind"),
    "GitHub": ("> [!TIP]\n> The step.\n\nAfter.\n", "tip", "A tip"),
    "Docusaurus": (":::caution Mind\nThe step.\n:::\n", "warning", "Mind"),
    "the Carpentries": ("::::::::: callout\n\n## Mind\n\nThe step.\n\n:::::::::\n", "note", "Mind"),
}


@pytest.mark.parametrize("dialect", NOTES)
def test_notes_of_several_dialects_become_ours(tmp_path: Path, dialect: str) -> None:
    written, kind, title = NOTES[dialect]
    _unit, html, _done = one(tmp_path, f"Before.\n\n{written}\nEnd.\n")
    note = html.partition(f'class="admonition {kind}"')[2].partition("</div>")[0]

    assert title in note and "The step." in note
    assert "End." not in note


def test_a_solution_within_a_challenge_stays_folded_in_it(tmp_path: Path) -> None:
    _unit, html, _done = one(
        tmp_path,
        "::::: challenge\n\n## Try\n\nDo it.\n\n::: solution\n\nLike so:\n\n```bash\nls\n```\n\n:::\n\n:::::\n\nEnd.\n",
    )

    assert html.index('class="admonition in-class"') < html.index("<details") < html.index("Like so")
    assert 'class="highlight"' in html


def test_objectives_in_a_block_become_the_unit_s(tmp_path: Path) -> None:
    unit, html, _done = one(tmp_path, "::: objectives\n\n- Say it\n- Do it\n\n:::\n\nText of the page.\n")

    assert unit.texts["en"].objectives == ("Say it", "Do it")
    assert "Say it" not in html


def test_folds_of_html_become_ours(tmp_path: Path) -> None:
    _unit, html, _done = one(
        tmp_path, "<details>\n<summary>Look <b>here</b></summary>\n\nThe *answer*.\n\n</details>\n\nEnd.\n"
    )

    assert "<summary>Look here</summary>" in html and "<em>answer</em>" in html


def test_small_tags_become_markdown_and_arranging_ones_go(tmp_path: Path) -> None:
    _unit, html, done = one(
        tmp_path,
        '<div align="center">Press <kbd>Enter</kbd>, <b>now</b>: <a href="https://a.example/x">there</a></div>\n',
    )

    assert "<code>Enter</code>" in html and "<strong>now</strong>" in html
    assert 'href="https://a.example/x"' in html
    assert done.report.counts["HTML kept as text"] == 0


def test_html_that_is_not_understood_is_shown_as_text_and_told_at_its_line(tmp_path: Path) -> None:
    _unit, html, done = one(
        tmp_path,
        "Before.\n\n<table>\n<tr><td>One</td></tr>\n</table>\n\nA <my-thing a='b'>word</my-thing>.\n"
        "<script>alert(1)</script>\n",
    )

    assert "<table>" not in html and "<script" not in html and "One" in html and "alert" in html
    assert [line for _file, line, message in told(done) if message == remarks.HTML_AS_TEXT] == [3, 7, 8]


def test_comments_templates_and_attribute_lists_are_left_out(tmp_path: Path) -> None:
    _unit, html, done = one(
        tmp_path,
        "One <!-- a\nb --> two.\n{: .challenge}\n\n{% include x.html %}\n\n## Title {#here}\n\nEnd.\n",
    )

    assert not {"<!--", "challenge", "include", "{#"} & set(html.split())
    assert "Title</h2>" in html
    assert ("page.md", 5, remarks.TEMPLATE) in told(done)


def test_code_stays_as_it_is(tmp_path: Path) -> None:
    code = "# no heading\n<b> [x](y.md) {% raw %}\n::: note\n<!-- stays -->"
    _unit, html, _done = one(tmp_path, f"Text.\n\n```python\n{code}\n```\n\n`<b>` and ```{{r}}\n")

    for word in ("no heading", "raw", "stays", ">md<"):
        assert word in html


def test_a_block_that_we_would_read_as_a_quiz_is_only_code(tmp_path: Path) -> None:
    unit, html, _done = one(tmp_path, "```quiz\nid: x\n```\n")

    assert unit.activities == () and "id: x" in html


def test_references_and_links_between_pages_lead_somewhere(tmp_path: Path) -> None:
    module, done = imported(
        tmp_path,
        index="[Next][n], [that](sub/02_other.md#part), [this](./sub/02_other/), [no](gone.md), [up](../../x.md)\n\n"
        "[n]: sub/02_other.html 'Title'\n",
        sub__02_other="Back to [start](../index.md) and [out](https://a.example).",
    )
    pages = {unit.id: unit.texts["en"].html for unit in module.units}

    assert pages["index"].count("/en/modules/new/other") == 3
    assert "/en/modules/new/index" in pages["other"] and 'href="https://a.example"' in pages["other"]
    assert [message for _file, _line, message in told(done)].count(remarks.LINK_AS_TEXT) == 2


def test_pictures_are_copied_once_and_keep_their_alternatives(tmp_path: Path) -> None:
    source = course(
        tmp_path, page='![A cat](fig/My%20Cat.png "Cat")\n\n<img src="fig/My Cat.png" alt="Again">\n'
    )
    (source / "fig").mkdir()
    (source / "fig" / "My Cat.png").write_bytes(PNG)
    done = import_course(Wish(source, "new", tmp_path / "content", language="en"))
    module, _problems = read_module(done.folder)

    assert [path.name for path in (done.folder / "media").iterdir()] == ["my-cat.png"]
    assert module is not None
    html = module.units[0].texts["en"].html
    assert 'alt="A cat"' in html and 'alt="Again"' in html and "<figcaption>Cat" in html


def test_a_drawing_is_made_plain_and_one_that_runs_is_not_shown(tmp_path: Path) -> None:
    source = course(tmp_path, page="![Good](good.svg)\n\n![Bad](bad.svg)\n")
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="urn:i" width="9px" height="9px">'
    good = f'{head}<metadata><i:x/></metadata><rect style="fill:#fff;cursor:url(x)" i:label="a"/></svg>'
    (source / "good.svg").write_text(good, encoding="utf-8")
    (source / "bad.svg").write_text(f"{head}<script>alert(1)</script></svg>", encoding="utf-8")
    done = import_course(Wish(source, "new", tmp_path / "content", language="en"))

    assert done.problems == []
    assert [path.name for path in (done.folder / "media").iterdir()] == ["good.svg"]
    assert 'fill="#fff"' in (done.folder / "media" / "good.svg").read_text()
    assert ("page.md", 3, remarks.NOT_SHOWN) in told(done)


def test_a_picture_outside_the_folder_or_behind_a_link_is_not_copied(tmp_path: Path) -> None:
    source = course(
        tmp_path, page="![a](../secret.png) ![b](in.png) ![c](/etc/passwd) ![d](way/secret.png)\n"
    )
    (tmp_path / "secret.png").write_bytes(PNG)
    (source / "in.png").symlink_to(tmp_path / "secret.png")
    (source / "way").symlink_to(tmp_path)
    done = import_course(Wish(source, "new", tmp_path / "content", language="en"))

    assert done.problems == []
    assert not (done.folder / "media").exists() or list((done.folder / "media").iterdir()) == []


def test_pages_behind_a_link_hidden_or_about_the_project_are_not_read(tmp_path: Path) -> None:
    source = course(tmp_path, page="Hello", CONTRIBUTING="No", _hidden="No", node_modules__x="No")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.md").write_text("No")
    (source / "way").symlink_to(tmp_path / "other")
    done = import_course(Wish(source, "new", tmp_path / "content", language="en"))

    assert done.units == 1


def test_a_page_too_long_for_one_unit_becomes_several(tmp_path: Path) -> None:
    module, done = imported(tmp_path, long="\n\n".join(f"## Part {n}\n\n{'word ' * 2_600}" for n in range(6)))

    assert [unit.id for unit in module.units] == ["long", "long-2"]
    assert module.units[1].texts["en"].title == "Long (2/2)"
    assert remarks.SPLIT in [message for _file, _line, message in told(done)]


def test_what_the_check_refuses_is_shown_as_text_and_the_rest_of_the_page_stays(tmp_path: Path) -> None:
    _unit, html, done = one(tmp_path, f"Good *one*.\n\n{'[' * 60}\n\n=== tab without title\n\nGood *two*.\n")

    assert "=== tab without title" in html.partition("<pre>")[2]
    assert "<em>one</em>" in html and "<em>two</em>" in html
    assert {remarks.AS_TEXT, remarks.SHORTENED} <= {message for _file, _line, message in told(done)}


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    source = course(tmp_path, page="Hello")
    (source / "other.md").write_bytes(b"\xff\xfe")
    done = import_course(Wish(source, "new", tmp_path / "content", language="en"))

    assert ("other.md", 0, remarks.UNREAD) in told(done)


@pytest.mark.parametrize("slug", ["../up", "Big", "", "a" * 61])
def test_a_slug_that_is_no_id_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(CannotImport):
        import_course(Wish(course(tmp_path, page="Hello"), slug, tmp_path / "content"))
    assert not (tmp_path / "content").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    imported(tmp_path, page="Hello")
    with pytest.raises(CannotImport):
        imported(tmp_path, page="Hello again")


def test_a_second_import_gets_a_number_of_its_own(tmp_path: Path) -> None:
    imported(tmp_path, page="Hello")
    done = import_course(Wish(tmp_path / "source", "second", tmp_path / "content", language="en"))
    module, _problems = read_module(done.folder)

    assert module is not None and module.number == 2


def test_the_command_says_what_was_understood_and_what_was_not(tmp_path: Path) -> None:
    source = course(tmp_path, page="# T\n\n## A\n\n[no](gone.md)\n\n```\nx\n```\n")
    out = io.StringIO()
    with reader("en"):
        assert run(Wish(source, "new", tmp_path / "content", language="en", license="MIT"), out) == 0
    lines = out.getvalue().splitlines()

    assert lines[0] == "page.md:5: the link to “gone.md” leads nowhere in this module and is text now"
    assert "units: 1; pages read: 1; front matters: 0; headings: 1; blocks of code: 1;" in lines[1]
    assert lines[2] == "1 remark to look at."


def test_the_command_ends_with_one_where_there_is_nothing(tmp_path: Path) -> None:
    out = io.StringIO()
    with reader("en"):
        assert run(Wish(tmp_path / "nowhere", "new", tmp_path / "content"), out) == 1
    assert "there is no such folder" in out.getvalue()


PIECES = st.sampled_from(
    "# T|#### x|```|~~~py|::: note|:::|!!! tip|??? x|> [!NOTE]|> q|<b>|<table>|</table>|<!--|-->|[a](b.md)|![](x.png)|"
    "[a]: b|[a][a]|---|===|    code|- i|$x$|{% x %}|<details>|</details>|<summary>s</summary>|text|||`|$$|$\\b$".split(
        "|"
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=30))
def test_whatever_a_page_holds_what_is_written_passes_the_check(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    imported(folder, page="\n".join(pieces))
