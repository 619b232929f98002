"""What each figure rests on, family by family as the query is: rows in words, statements, and other rows by name.

Nothing here decides who may know; see `explaining.rules`.
"""

from tracking.indicators.explaining.resting.families import FAMILIES, Family, family_of
from tracking.indicators.explaining.resting.rows import Backing, Behind, Row

__all__ = ["FAMILIES", "Backing", "Behind", "Family", "Row", "family_of"]
