"""The forms after a meeting: an opinion, a note; what they may hold is decided by the rules."""

from __future__ import annotations

from wtforms import HiddenField, IntegerField, RadioField, TextAreaField

from classcode.forms import ActForm, said
from helpdesk.afterwards.opinions import Opinion


class OpinionForm(ActForm):
    """What a meeting gave somebody. `token` is the mailed link's; empty on her own page."""

    token = HiddenField()
    useful = RadioField(choices=[], validate_choice=False)
    will_try = RadioField(choices=[], validate_choice=False)
    pace = RadioField(choices=[], validate_choice=False)
    comment = TextAreaField()

    @property
    def opinion(self) -> Opinion:
        """What was said; where nothing was chosen, something that the rules refuse."""
        points = self.useful.data or ""
        return Opinion(
            int(points) if points in {"1", "2", "3", "4", "5"} else 0,
            self.will_try.data or "",
            self.pace.data or "",
            said(self.comment),
        )


class NoteForm(ActForm):
    """A note, with the version that was read, so that two windows do not overwrite each other."""

    text = TextAreaField()
    version = IntegerField(default=1)

    @property
    def read_version(self) -> int:
        """The version that the form was shown with; 0, which is none, where it says nothing."""
        return self.version.data if self.version.data and 0 < self.version.data < 2**31 else 0
