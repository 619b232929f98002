"""After signing in one goes to a page of this site, whatever the link said."""

from __future__ import annotations

import pytest

from classcode.account.next import local_only


@pytest.mark.parametrize(
    "local", ["/fr/", "/fr/modules/a/b", "/fr/help/ask?unit=a/b", "/fr/modules/a/b#quiz"]
)
def test_a_page_of_this_site_is_kept(local: str) -> None:
    assert local_only(local, "/") == local


@pytest.mark.parametrize(
    "evil",
    [
        "//evil",
        "/\\evil",
        "https:evil",
        "https://evil",
        "\t//evil",
        "/\t/evil",
        "/ /evil",
        "javascript:1",
        "",
        None,
        "evil",
    ],
)
def test_anything_else_leads_home(evil: str | None) -> None:
    assert local_only(evil, "/home") == "/home"
