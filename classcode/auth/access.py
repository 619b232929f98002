"""`open_to`: each view states who may use it. A view without it is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from classcode import i18n
from classcode.auth.here import visitor
from classcode.errors import NotAllowed, NotFound
from classcode.people.models import Role

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)


class Everybody(Enum):
    """The two groups that are not roles."""

    ANYONE = "anyone"
    SIGNED_IN = "signed-in"


ANYONE: Final = Everybody.ANYONE
SIGNED_IN: Final = Everybody.SIGNED_IN


def open_to(*whom: Role | Everybody) -> Callable[[Callable[P, R]], Callable[P, ResponseReturnValue]]:
    """Open a view to anyone, to people with an account, or to holders of one of the roles; all others are refused."""

    def opened(view: Callable[P, R]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if ANYONE in whom:
                return view(*args, **kwargs)
            who = visitor()
            if who is None:
                return ask_to_sign_in()
            if SIGNED_IN not in whom and not any(
                str(role) in who.roles for role in whom if isinstance(role, Role)
            ):
                raise NotAllowed
            return view(*args, **kwargs)

        guarded.open_to = tuple(str(one.value) for one in whom)  # type: ignore[attr-defined]
        return guarded

    return opened


def ask_to_sign_in() -> ResponseReturnValue:
    """Send to the log-in page, and back here afterwards when here is a page."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("account.login", lang=i18n.language(), next=back))


def refuse_unguarded(app: Flask) -> None:
    """Close what states nothing: a view that forgot `open_to` answers 404 to everybody."""

    @app.before_request
    def check() -> None:
        if request.endpoint is None or request.endpoint == "static":
            return
        if not hasattr(current_app.view_functions[request.endpoint], "open_to"):
            raise NotFound
