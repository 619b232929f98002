"""The faults of what a page may hold beside words: formulas, tabs, recordings, downloads and unplugged widgets."""

from __future__ import annotations

from typing import Final

from classcode.i18n import N_
from modules.catalog.problems import Fault

# Formulas and tabs
UNREADABLE_FORMULA: Final = Fault(
    N_("the formula “%(latex)s” cannot be drawn"),
    N_("look for a brace that does not close or a command that is no LaTeX, or write \\$ for a dollar"),
)
FORMULA_LINES: Final = Fault(
    N_("the lines of the formula “%(latex)s” cannot be drawn below each other"),
    N_("write \\begin{aligned} a &= b \\\\ &= c \\end{aligned}, with & where the lines meet"),
)
UNTITLED_TAB: Final = Fault(
    N_("a tab has no title in straight quotes"), N_('write === "Title", and indent its text by four spaces')
)

# Files in media/
OTHER_CONTENT: Final = Fault(
    N_("the file does not hold what its name says (%(kind)s)"), N_("export it again, or mend its name")
)
PERSONAL_PICTURE: Final = Fault(
    N_("this photograph still says when, where or with what it was taken"),
    N_("save it without its metadata (EXIF)"),
)
NO_CAPTIONS: Final = Fault(
    N_("this is no file of captions"), N_("begin with WEBVTT, then an empty line, then times and words")
)
CAPTION_TIME: Final = Fault(
    N_("the times of this caption cannot be read"), N_("write them as 00:01.500 --> 00:04.000")
)
CAPTION_ORDER: Final = Fault(
    N_("this caption ends before it begins, or begins before the one above"), N_("put the times in order")
)

# Recordings and downloads
NO_FILE: Final = Fault(N_("the file “%(name)s” is not in media/"), N_("add the file or mend the name"))
WRONG_USE: Final = Fault(
    N_("“%(name)s” cannot be used here"), N_("the kinds of file that fit are: %(known)s")
)
OTHER_TONGUE: Final = Fault(
    N_("the file “%(name)s” speaks another language than the page"), N_("use the one for “%(lang)s”")
)
UNCAPTIONED: Final = Fault(
    N_("this video has no captions"),
    N_("add “captions: media/name.%(lang)s.vtt”: those who cannot hear need them"),
)

# Unplugged widgets
NETWORK_WIRE: Final = Fault(
    N_("“%(pair)s” joins no two lines from 1 to %(lines)s"),
    N_("write pairs such as 1-2, with a space between"),
)
NETWORK_LAYER: Final = Fault(
    N_("line %(wire)s meets two others in the same step"), N_("put one of the two pairs in a step of its own")
)
NETWORK_FAILS: Final = Fault(
    N_("this network does not sort: it leaves %(before)s as %(after)s"),
    N_("add a pair, or say “sorts: false” where that is the point"),
)
NETWORK_SORTS: Final = Fault(
    N_("this network sorts whatever comes"), N_("take “sorts: false” away, or a pair out")
)
NETWORK_START: Final = Fault(
    N_("“start” should hold %(low)s to %(high)s different whole numbers from 0 to 999"),
    N_("write one for each line of the network"),
)
CARD_NUMBER: Final = Fault(
    N_("“%(number)s” cannot be made with %(cards)s cards"), N_("choose whole numbers from 0 to %(high)s")
)
PIXEL_ROW: Final = Fault(
    N_("row %(row)s does not hold the same squares as the first, or holds other signs than . and #"),
    N_("write each row with as many signs: . for white, # for black"),
)
PIXEL_SIZE: Final = Fault(
    N_("the picture has %(rows)s rows of %(columns)s squares"), N_("stay between 2 and 16 each way")
)
