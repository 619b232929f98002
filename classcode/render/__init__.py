"""The one Markdown door: course pages, one-line quiz texts and people's own messages become safe HTML.

Only this folder imports markdown, bleach and nh3. Templates may print what it returns without escaping,
and nothing else.
"""

from classcode.render.door import MESSAGE_LENGTH, course, inline, is_source, message
from classcode.render.formulas import breaks_lines, without_formulas
from classcode.render.page import Download, Page

__all__ = [
    "MESSAGE_LENGTH",
    "Download",
    "Page",
    "breaks_lines",
    "course",
    "inline",
    "is_source",
    "message",
    "without_formulas",
]
