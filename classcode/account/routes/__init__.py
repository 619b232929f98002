"""The account's pages: `joining` for coming in and going out, `own` for the one page about oneself."""

from classcode.account.routes import joining, own
from classcode.account.routes.blueprint import bp

__all__ = ["bp", "joining", "own"]
