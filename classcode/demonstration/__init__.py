"""The demonstration: a plausible year of invented people, lived through the real rules, and a way to look at it.

It stands beside the application and the command, above everything: nothing in the product knows of it.
"""

from classcode.demonstration.building import build
from classcode.demonstration.cast import ACCOUNTS, PASSWORD, Account
from classcode.demonstration.serving import serve

__all__ = ["ACCOUNTS", "PASSWORD", "Account", "build", "serve"]
