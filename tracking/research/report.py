"""What an export says of its own protection: what was coarsened, who was left out, how large groups are. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from tracking.research.anonymity import Id, Limits, Safe, diversity
from tracking.research.variables import Column


def report(
    shown: Safe[Id], columns: Sequence[Column], limits: Limits, sensitive: Mapping[Id, Hashable]
) -> dict[str, Any]:
    """Return the report as plain values; `sensitive` is the furthest that each person came.

    How many were left out is told from k on alone: few who stand alone are the very people to be protected.
    """
    fewest, alone = diversity(shown, sensitive)
    return {
        "k": limits.k,
        "may_leave_out_percent": limits.share,
        "shown": len(shown.rows),
        "left_out_at_most": max(len(shown.left_out), limits.k) if shown.left_out else 0,
        "columns": [
            {"name": one.name, "step": one.steps[level], "level": level, "of": one.height}
            for one, level in zip(columns, shown.node, strict=True)
        ],
        "groups": len(shown.sizes),
        "smallest_group": shown.smallest,
        "median_group": shown.median,
        "fewest_furthest_milestones_in_a_group": fewest,
        "groups_with_one_furthest_milestone": alone,
    }
