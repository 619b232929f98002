"""What an import has to say: what it understood, counted, and what it could not, with file, line and reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from classcode.i18n import N_
from classcode.i18n import gettext as _

HTML_AS_TEXT: Final = N_("HTML that has no Markdown of its own is shown as text: %(what)s")
NOT_SHOWN: Final = N_("the picture “%(what)s” is not shown, its alternative is: %(why)s")
NO_ALTERNATIVE: Final = N_("the picture “%(what)s” has no text alternative: its name stands for it")
LINK_AS_TEXT: Final = N_("the link to “%(what)s” leads nowhere in this module and is text now")
TEMPLATE: Final = N_("a template's command is left out: %(what)s")
UNKNOWN_BLOCK: Final = N_("the block “%(what)s” is no kind of note here and became a plain one")
AS_TEXT: Final = N_("shown as text, as it was written: %(why)s")
SHORTENED: Final = N_("runs of brackets or list markers without end are cut short")
SPLIT: Final = N_("the page is too long for one unit and became %(what)s")
UNREAD: Final = N_("the file is left out: %(why)s")
NO_FRONT: Final = N_("the front matter cannot be read and is left out: %(why)s")
LICENSE: Final = N_("no licence is known here: write the source's into module.toml")

MISSING: Final = N_("the file is not there")
ELSEWHERE: Final = N_("it lies on another site")
OTHER_KIND: Final = N_("this kind of file is not shown")
TOO_LARGE: Final = N_("it is too large")
NO_TEXT: Final = N_("it is not UTF-8 text")
TOO_MANY: Final = N_("a module holds no more files")


@dataclass(frozen=True)
class Remark:
    """One thing that was not understood; `line` counts from 1 in the source, 0 is the file as a whole."""

    file: str
    line: int
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The remark in the reader's language."""
        params = {name: _(value) if name == "why" else value for name, value in self.params.items()}
        return _(self.message) % params


class Report:
    """Collects what is counted and what is told."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.remarks: list[Remark] = []

    def tell(self, file: str, line: int, message: str, **params: Any) -> None:
        """Note one remark."""
        self.remarks.append(Remark(file, line, message, params))
