"""This request to the record: its client, its version, and `needs`, by which each view states who may use it.

A view is checked before it runs, by what it states; one that states nothing is answered with 404 to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from flask import request

from tracking.lrs.scopes import Client, Scope
from tracking.xapi.versions import Version

__all__ = ["Client", "Scope", "client", "needs", "open_to_all", "version"]

CLIENT: Final = "tracking.lrs.client"
VERSION: Final = "tracking.lrs.version"
"""Where in the WSGI environment of a request that was let through its client and its version are kept."""

View = TypeVar("View", bound=Callable[..., Any])


def client() -> Client:
    """Return the client of this request; a view that is open to all has none."""
    return cast("Client", request.environ[CLIENT])


def version() -> Version:
    """Return the version of the specification that this request asked for."""
    return cast("Version", request.environ[VERSION])


def needs(*scopes: Scope) -> Callable[[View], View]:
    """State that a view is for clients who hold one of these scopes."""
    if not scopes:
        raise ValueError("name a scope, or say open_to_all")

    def state(view: View) -> View:
        view.needs = frozenset(scopes)  # type: ignore[attr-defined]
        return view

    return state


def open_to_all(view: View) -> View:
    """State that a view answers everybody, without credentials and without a version."""
    view.needs = frozenset()  # type: ignore[attr-defined]
    return view
