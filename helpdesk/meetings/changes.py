"""What a step of the trail says of another time or place: what it was, and what it became. No session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.meetings.models import MeetingStep


def told(step: MeetingStep, places: Mapping[str, str], zone: str) -> str:
    """Write old and new behind the sentence of a step, or nothing where it moved nothing."""
    before, after = (
        ", ".join(part for part in _parts(step.detail, places, zone, suffix=suffix) if part)
        for suffix in ("_before", "")
    )
    if not before:
        return ""
    return " " + _("Before: %(before)s. Since then: %(after)s.", before=before, after=after)


def _parts(
    detail: Mapping[str, str], places: Mapping[str, str], zone: str, *, suffix: str
) -> Iterator[str | None]:
    """Return those of time and place that changed; of a place that is hidden by now nothing."""
    there = detail.get(f"zone{suffix}") or zone
    if "starts_before" in detail:
        yield i18n.moment(datetime.fromisoformat(detail[f"starts{suffix}"]), there)
    if "ends_before" in detail:
        hour = i18n.hour(datetime.fromisoformat(detail[f"ends{suffix}"]), there)
        yield _("end at %(hour)s", hour=hour)
    if "place_before" in detail:
        yield places.get(detail[f"place{suffix}"], _("a place that is not shown"))
