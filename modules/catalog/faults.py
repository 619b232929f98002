"""The list of faults that the check knows, in the order of the chain: file, front matter, body, quiz, module."""

from __future__ import annotations

from typing import Final

from classcode.i18n import N_
from modules.catalog.problems import Fault

# Files
NO_MODULE_FILE: Final = Fault(
    N_("there is no module.toml"), N_("write one beside the units: docs/content.md shows how")
)
TOO_LARGE: Final = Fault(
    N_("the file holds %(size)s bytes, more than the %(limit)s that are allowed"),
    N_("split it or make it lighter"),
)
TOO_MANY_FILES: Final = Fault(
    N_("the folder holds %(count)s files, more than the %(limit)s that are allowed"),
    N_("make two modules of it"),
)
NOT_UTF8: Final = Fault(N_("this is not UTF-8 text"), N_("save the file with the encoding UTF-8"))
STRANGE_FILE: Final = Fault(
    N_("the name of this file says neither a unit nor a drawing"),
    N_(
        "name units NN-unit-id.language.md, put drawings and files of a known kind in media/, and take others away"
    ),
)

# YAML and TOML
NOT_YAML: Final = Fault(
    N_("YAML cannot be read here: %(reason)s"), N_("check indentation, colons and quotation marks")
)
NOT_TOML: Final = Fault(
    N_("TOML cannot be read here: %(reason)s"), N_("check quotation marks, commas and brackets")
)
ALIAS: Final = Fault(
    N_("YAML anchors (&) and aliases (*) are not read"), N_("write the value out, or put it in quotes")
)
TOO_DEEP: Final = Fault(
    N_("lists and blocks lie too deep in one another"), N_("write it as docs/content.md shows")
)
TWICE: Final = Fault(N_("“%(key)s” is written twice"), N_("keep one of the two"))
UNKNOWN_KEY: Final = Fault(N_("“%(key)s” means nothing here"), N_("take it away, or choose among: %(known)s"))
MISSING: Final = Fault(N_("“%(key)s” is missing or empty"), N_("add it: docs/content.md says what it holds"))
NOT_TEXT: Final = Fault(N_("“%(key)s” should be a text"), N_("write one line, in quotes if it holds a colon"))
NOT_LIST: Final = Fault(N_("“%(key)s” should be a list"), N_("write each item on its own line after a dash"))
NOT_BLOCK: Final = Fault(N_("“%(key)s” should hold named values"), N_("write “name: value” lines below it"))
NOT_NUMBER: Final = Fault(
    N_("“%(key)s” should be a number from %(low)s to %(high)s"),
    N_("write it in digits, with a point for decimals"),
)
NOT_FLAG: Final = Fault(N_("“%(key)s” should be true or false"), N_("write true or false"))
NOT_ID: Final = Fault(
    N_("“%(value)s” cannot be an id"),
    N_("use small letters a to z, digits and hyphens, at most 60 characters"),
)
NOT_CHOICE: Final = Fault(N_("“%(key)s” cannot be “%(value)s”"), N_("choose among: %(known)s"))

# Front matter and names
NO_FRONT_MATTER: Final = Fault(
    N_("the file does not begin with front matter"),
    N_("begin with ---, the named values, then --- on its own line"),
)
OTHER_NAME: Final = Fault(
    N_("the id is “%(id)s” while the name of the file says “%(name)s”"),
    N_("make both the same; ids never change"),
)
OTHER_FOLDER: Final = Fault(
    N_("the id is “%(id)s” while the folder is “%(name)s”"), N_("rename the folder; ids never change")
)

# Body
EMPTY: Final = Fault(N_("the page has no text"), N_("write the page below the front matter"))
TOO_HEAVY: Final = Fault(
    N_("this text is too long or too tangled to be drawn"),
    N_("split it, and look for brackets that do not close"),
)
TOP_HEADING: Final = Fault(N_("# is kept for the page's title"), N_("begin headings with ##"))
HEADING_JUMP: Final = Fault(
    N_("this heading is at level %(level)s and the one before it at level %(before)s"),
    N_("go down one level at a time, beginning with ##"),
)
OPEN_FENCE: Final = Fault(
    N_("this block is never closed"), N_("close it with the same signs, alone on a line")
)
INDENTED_BLOCK: Final = Fault(
    N_("a block “%(word)s” cannot stand inside another"), N_("begin its line at the margin")
)
UNKNOWN_NOTE: Final = Fault(N_("there is no note of the kind “%(kind)s”"), N_("choose among: %(known)s"))
RAW_HTML: Final = Fault(
    N_("HTML is shown as it is typed: %(tag)s"), N_("use Markdown, or put it between backquotes to show it")
)
REFERENCE: Final = Fault(
    N_("links by reference are not read"), N_("write the address in the link: [text](address)")
)
UNKNOWN_LINK: Final = Fault(
    N_("this link leads to “%(id)s”, a unit this module does not have"), N_("use a unit's id")
)
BAD_LINK: Final = Fault(
    N_("the address “%(address)s” cannot be followed"),
    N_("use https:, mailto:, unit:another-unit-id or help:"),
)
NO_ALT: Final = Fault(
    N_("the picture “%(name)s” has no text alternative"),
    N_("say between the brackets what it shows, or write ![-] if it only decorates"),
)
FOREIGN_PICTURE: Final = Fault(
    N_("the picture “%(name)s” is not a drawing of this module"),
    N_("put it in media/ and write media/name.svg"),
)
NO_PICTURE: Final = Fault(N_("the drawing “%(name)s” is not in media/"), N_("add the file or mend the name"))
OTHER_LANGUAGE: Final = Fault(
    N_("the drawing “%(name)s” speaks another language than the page"),
    N_("use the one ending in .%(lang)s.svg"),
)

# Quiz
NO_RIGHT_OPTION: Final = Fault(
    N_("question “%(id)s” has %(count)s correct options"),
    N_("“single” wants exactly one, “multiple” at least one"),
)
NO_WRONG_OPTION: Final = Fault(N_("every option of question “%(id)s” is correct"), N_("add a wrong one"))
FEW_OPTIONS: Final = Fault(N_("question “%(id)s” has fewer than two options"), N_("add options"))
SAME_ID: Final = Fault(N_("the id “%(id)s” is taken already"), N_("choose another; ids tell things apart"))
TAKEN_ID: Final = Fault(
    N_("a question cannot be called “%(id)s”"), N_("choose another id: every form has a field of this name")
)
FEW_PIECES: Final = Fault(N_("question “%(id)s” has fewer than two pieces to put in place"), N_("add pieces"))
MANY_PIECES: Final = Fault(
    N_("question “%(id)s” has more than %(limit)s pieces"), N_("make two questions of it")
)
INDENT_JUMP: Final = Fault(
    N_("the line “%(id)s” is indented by more than one step"),
    N_("the first line has indent 0, and each goes at most one step further than the one before"),
)
ONE_LINE: Final = Fault(
    N_("“%(key)s” names fewer than two lines here"), N_("name all that may change places, or take it away")
)
APART: Final = Fault(
    N_("the lines “%(ids)s” cannot stand in any order"),
    N_("name lines that follow each other at the same indent and have nothing indented below them"),
)
MANY_ORDERS: Final = Fault(
    N_("question “%(id)s” has %(count)s right orders, more than the %(limit)s that are allowed"),
    N_("let fewer lines change places, or make two questions of it"),
)
GAP_NOT_ONCE: Final = Fault(
    N_("the gap “{%(id)s}” stands %(count)s times in the text"), N_("write it there once")
)
NO_GAP: Final = Fault(
    N_("the text has a gap “{%(id)s}” that “gaps” does not describe"),
    N_("describe it, or take the braces away"),
)
GAPS_ORDER: Final = Fault(
    N_("the gaps are not described in the order in which they stand in the text"),
    N_("give both the same order"),
)
GAP_PLACE: Final = Fault(
    N_("the gap “{%(id)s}” cannot stand where it is"), N_("take it out of the link or the formula")
)
GAP_CHOICES: Final = Fault(N_("the gap “%(id)s” has %(count)s correct choices"), N_("exactly one is correct"))
NOT_ANSWERABLE: Final = Fault(
    N_("“%(value)s” cannot be an answer to this question"),
    N_("write what somebody would type: a number where a number is asked, else a word or a few"),
)
RIGHT_HINT: Final = Fault(
    N_("“%(value)s” is foreseen as wrong and accepted as right"), N_("keep it in one of the two lists")
)
GRADED_SURVEY: Final = Fault(N_("a survey has no right answers"), N_("take “graded” or “survey” away"))
POOL_NOT_SCORED: Final = Fault(
    N_("“draws” is for questions that have a right answer"),
    N_("put scales and open questions in a quiz of their own"),
)
NOTHING_SCORED: Final = Fault(
    N_("no question of this graded quiz has a right answer"), N_("add one, or take “graded” away")
)
MANY_QUESTIONS: Final = Fault(N_("the quiz has more than %(limit)s questions"), N_("make two quizzes of it"))
PASS_WITHOUT_GRADE: Final = Fault(
    N_("“pass” is for graded activities"), N_("add “graded: true” or take it away")
)
QUIZ_PICTURE: Final = Fault(
    N_("pictures are not shown in quiz texts"), N_("show it in the page, above the quiz")
)

# Languages
NO_TRANSLATION: Final = Fault(N_("the unit “%(id)s” does not exist in “%(lang)s”"), N_("write %(name)s"))
EXTRA_LANGUAGE: Final = Fault(
    N_("the module does not declare the language “%(lang)s”"),
    N_("add it to “languages” once every unit has it, to “partial” before"),
)
DIFFERS: Final = Fault(
    N_("“%(key)s” is not the same as in %(other)s"),
    N_("ids, numbers, choices and their order are the same everywhere"),
)
OTHER_BLOCKS: Final = Fault(
    N_("this page has %(count)s activities and %(other)s has %(before)s"),
    N_("every language has the same ones, in the same order"),
)
OTHER_ORDER: Final = Fault(
    N_("this file begins with %(number)s and %(other)s does not"),
    N_("give both files the same number"),
)

# Module
NOT_IN_WEEK: Final = Fault(
    N_("no week names the unit “%(id)s”"), N_("add it to the “units” or “meeting” of a week")
)
NO_SUCH_UNIT: Final = Fault(N_("there is no unit “%(id)s”"), N_("write the unit or mend the id"))
NO_SUCH_ACTIVITY: Final = Fault(
    N_("no graded activity is called “%(id)s”"), N_("use the id of a quiz with “graded: true”")
)
NO_RULE: Final = Fault(N_("the module says nowhere what completes it"), N_("add a [rule]"))
RULE_OF_FRONT_DOOR: Final = Fault(N_("a front door completes nothing"), N_("take [rule] away"))
NOT_REQUIRED: Final = Fault(
    N_("the rule asks for “%(id)s”, which says “required: false”"), N_("make the two agree")
)
FORGOTTEN: Final = Fault(
    N_("“%(id)s” says “required: true” and the rule does not name it"), N_("make the two agree")
)
SAME_NUMBER: Final = Fault(N_("the number %(number)s is taken already"), N_("give each its own"))

# Drawings
NOT_SVG: Final = Fault(N_("this drawing cannot be read: %(reason)s"), N_("save it as plain SVG"))
SVG_ELEMENT: Final = Fault(
    N_("<%(name)s> is not allowed in a drawing"), N_("draw it with shapes, text and their attributes")
)
SVG_ATTRIBUTE: Final = Fault(
    N_("the attribute %(name)s is not allowed here"), N_("use presentation attributes such as fill or stroke")
)
SVG_OUTSIDE: Final = Fault(
    N_("%(name)s points outside the drawing"), N_("refer to a part of it, as in #name")
)
SVG_DOCTYPE: Final = Fault(N_("a drawing has no document type and no instructions"), N_("begin with <svg"))
SVG_VIEWBOX: Final = Fault(N_("the drawing has no viewBox"), N_('add viewBox="0 0 width height" to <svg>'))
SVG_FIXED: Final = Fault(
    N_("the drawing fixes its own %(name)s"), N_("keep viewBox and take %(name)s off <svg>")
)
