"""Who answers, and why: pure values in, an explained choice out. No database, no clock, no chance.

A candidate is somebody whose region, reach or declared link holds the learner (anybody, when she did not say where she
lives). Conditions come first; among those who fit a score of 100 decides (see docs/pairing.md).
"""

from helpdesk.pairing.choosing import best, choose, weigh
from helpdesk.pairing.together import match_all
from helpdesk.pairing.values import (
    EVERYWHERE,
    NO_LINKS,
    Against,
    Candidate,
    Links,
    Needs,
    Pairing,
    Points,
    Weighed,
)
from helpdesk.pairing.weighing import why_not

__all__ = [
    "EVERYWHERE", "NO_LINKS", "Against", "Candidate", "Links", "Needs", "Pairing", "Points", "Weighed",
    "best", "choose", "match_all", "weigh", "why_not",
]  # fmt: skip
