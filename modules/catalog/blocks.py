"""The blocks a page may hold: which word after the backquotes is read by whom. A new one is a line in `READERS`.

A reader makes a draft in one language; `assembly` joins the languages of drafts into what a unit keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

from modules.catalog.exercises import read_robot, read_turtle
from modules.catalog.players import read_audio, read_video
from modules.catalog.problems import Findings
from modules.catalog.quizzes import read_quiz
from modules.catalog.unplugged import read_widget

Key = tuple[str, object, int]
"""A value that is no language: its name, itself, and the line where it is written."""


class Draft(Protocol):
    """A block as written in one language, still Markdown."""

    @property
    def kind(self) -> str:
        """What it becomes: "activity", "exercise" or "widget", as in the segments of a page; "media" is drawn there."""

    @property
    def id(self) -> str:
        """Its id, unique among all blocks of the module; "" where none could be read."""

    @property
    def line(self) -> int:
        """The line of the file where it begins."""

    @property
    def graded(self) -> bool:
        """Whether a module's rule may ask for it to be passed."""

    def key(self) -> Sequence[Key]:
        """Return all that must be the same in every language, in order."""


Reader = Callable[[str, int, Findings], Draft | None]
"""Reads a block's text, whose first line is this line of the file; None when nothing can be made of it."""

READERS: Final[dict[str, Reader]] = {
    "quiz": read_quiz,
    "audio": read_audio,
    "video": read_video,
    "robot": read_robot,
    "turtle": read_turtle,
    "widget": read_widget,
}
"""Readers by the word that opens their block."""


class Block(NamedTuple):
    """A draft and its place: the indexes in the body of its first line and of the line after its last."""

    start: int
    end: int
    draft: Draft
