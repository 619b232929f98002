"""What may be shown, so that nobody can be found in it: pure values in, what anybody may see out.

Live views are perturbed by cell key (`perturbing`), published tables exact with cells hidden by solving (see
`suppressing`). Methods, parameters, bounds and what they do not protect against: docs/disclosure.md.
"""

from tracking.indicators.disclosure.columns import hidden_in_sum
from tracking.indicators.disclosure.rules import disclose, disclose_cells, publish
from tracking.indicators.disclosure.shown import (
    HIDDEN,
    LEAST_K,
    WHOLE,
    Disclosed,
    Exact,
    Perturbed,
    Place,
    Publication,
    Rule,
    Shown,
    Shows,
)

__all__ = [
    "HIDDEN", "LEAST_K", "WHOLE", "Disclosed", "Exact", "Perturbed", "Place", "Publication", "Rule", "Shown", "Shows",
    "disclose", "disclose_cells", "hidden_in_sum", "publish",
]  # fmt: skip
