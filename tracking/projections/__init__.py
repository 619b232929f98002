"""What figures are counted from: a few rows for each learner and thing, kept in the transaction of the record."""

from __future__ import annotations

from typing import Final

RULES: Final = 1
"""The version of the rules by which rows follow; a database whose rows follow older ones is rebuilt by `db upgrade`."""
