"""What other rooms do when two accounts become one, handed over by whoever puts the application together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

EXTENSION: Final = "merging.others"
TakeOver = Callable[[Session, UUID, UUID], None]


@dataclass(frozen=True, slots=True)
class Others:
    """Each of `take_over` gives the first person what the second has there; `is_busy` tells of what must end before."""

    take_over: tuple[TakeOver, ...]
    is_busy: Callable[[Session, UUID], bool]
