"""What can be wrong in an exercise of programming: maps, programs and hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classcode.i18n import N_
from modules.catalog.problems import Fault
from modules.programs.language import Why
from modules.programs.maps import Misdrawn

MAPS: Final[Mapping[Misdrawn, Fault]] = {
    Misdrawn.RAGGED: Fault(
        N_("the rows of the map “%(id)s” are not all of the same length"),
        N_("draw every cell with a sign, # for a wall and . for a free one"),
    ),
    Misdrawn.TOO_LARGE: Fault(
        N_("the map “%(id)s” is larger than 20 by 20"), N_("draw a smaller one: it has to fit a phone")
    ),
    Misdrawn.SIGN: Fault(
        N_("the map “%(id)s” holds a sign that means nothing"), N_("use # . G * and one of ^ > v <")
    ),
    Misdrawn.START: Fault(
        N_("the map “%(id)s” has no robot, or several"), N_("draw one of ^ > v < where it begins")
    ),
    Misdrawn.GOALS: Fault(N_("the map “%(id)s” has several goals"), N_("keep one G")),
    Misdrawn.AIMLESS: Fault(N_("the map “%(id)s” has no goal"), N_("draw G, or items * to pick up")),
}

NO_LINE: Final = Fault(
    N_("“%(told)s” is no instruction here"),
    N_("write one instruction a line, two spaces deeper inside a loop: docs/content.md shows how"),
)
PROGRAMS: Final[Mapping[Why, Fault]] = {
    Why.NOT_ALLOWED: Fault(
        N_("the program “%(key)s” uses a block or test that the exercise does not offer"),
        N_("add it to “blocks” or “tests”, or do without it"),
    ),
    Why.NUMBER: Fault(
        N_("a number of the program “%(key)s” is out of its bounds"),
        N_("repeat 1 to 100 times, walk 1 to 400 steps, turn 1 to 360 degrees"),
    ),
    Why.CHOICE: Fault(
        N_("a test or colour of the program “%(key)s” does not exist"),
        N_("choose among those of docs/programs.md"),
    ),
    Why.TOO_DEEP: Fault(N_("the program “%(key)s” is more than eight levels deep"), N_("make it flatter")),
    Why.TOO_MANY: Fault(N_("the program “%(key)s” has more than 200 instructions"), N_("make it shorter")),
    Why.TOO_MANY_BLOCKS: Fault(
        N_("the program “%(key)s” has more blocks than “max_blocks” allows"), N_("make the two agree")
    ),
}
FAILS: Final = Fault(
    N_("the solution does not succeed in the world “%(id)s”: %(why)s"),
    N_("mend the solution, the map or “max_steps”"),
)
NO_TESTS: Final = Fault(
    N_("“until”, “while” and “if” need a test to choose"), N_("name at least one in “tests”")
)
IDLE_TESTS: Final = Fault(
    N_("no block of this exercise asks a test"), N_("take “tests” away, or offer until, while or if")
)
ELSE_ALONE: Final = Fault(N_("“else” is offered without “if”"), N_("offer both, or take “else” away"))
TOO_MANY_WORLDS: Final = Fault(N_("an exercise has at most six worlds"), N_("make two exercises of it"))
FREE_IS_UNGRADED: Final = Fault(
    N_("free drawing cannot be graded"), N_("take “graded” away, or write a solution to draw after")
)
