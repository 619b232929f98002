"""A statement in words: one sentence, and its facts one by one, in the reader's language. Pure.

What our own features record has a sentence of its own. What other tools send is told by the words that came with it;
these are anybody's, so pages escape everything here as they do any text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.profile.concepts import EXTENSIONS
from tracking.profile.events import TEMPLATES
from tracking.profile.meanings import EVENTS
from tracking.record.durations import lasted
from tracking.vocabulary import Kind, Verb, extension_iri, kind_of_type, verb_iri
from tracking.xapi.index import ifi
from tracking.xapi.values import instant

Statement = Mapping[str, Any]
Fact = tuple[str, str]
Deed = tuple[Verb, Kind | None]

MINE: Final[Mapping[Deed, str]] = {
    (Verb.REGISTERED, Kind.COURSE): N_("You joined the module “%(name)s”."),
    (Verb.INITIALIZED, Kind.COURSE): N_("You began the module “%(name)s”."),
    (Verb.EXPERIENCED, Kind.LESSON): N_("You opened “%(name)s”."),
    (Verb.COMPLETED, Kind.LESSON): N_("You marked “%(name)s” as done."),
    (Verb.ANSWERED, Kind.INTERACTION): N_("You answered a question of “%(place)s”."),
    (Verb.ATTEMPTED, Kind.SIMULATION): N_("You had a program of “%(place)s” checked."),
    (Verb.PASSED, Kind.ASSESSMENT): N_("You passed the activity of “%(place)s”."),
    (Verb.FAILED, Kind.ASSESSMENT): N_("You tried the activity of “%(place)s”: not passed yet."),
    (Verb.COMPLETED, Kind.COURSE): N_("You finished the module “%(name)s”."),
    (Verb.ASKED, Kind.QUESTION): N_("You asked the help desk a question."),
    (Verb.RESPONDED, Kind.QUESTION): N_("You answered a question to the help desk."),
    (Verb.RESOLVED, Kind.QUESTION): N_("You said that a question to the help desk is settled."),
    (Verb.RATED, Kind.QUESTION): N_("You said how much the help desk was of use."),
    (Verb.SHARED, Kind.PUBLIC_ANSWER): N_("What you told of what helped you was published."),
    (Verb.FOUND_HELPFUL, Kind.PUBLIC_ANSWER): N_("You said that a public answer helped you."),
    (Verb.PROPOSED, Kind.MEETING): N_("You proposed a meeting."),
    (Verb.ACCEPTED, Kind.MEETING): N_("You said yes to a meeting."),
    (Verb.DECLINED, Kind.MEETING): N_("You said no to a meeting."),
    (Verb.ACCEPTED, Kind.MEETING_DATE): N_("You said that a date for a meeting suits you."),
    (Verb.TENTATIVE, Kind.MEETING_DATE): N_("You said that a date for a meeting suits you if need be."),
    (Verb.DECLINED, Kind.MEETING_DATE): N_("You said that a date for a meeting does not suit you."),
    (Verb.WAITING, Kind.MEETING): N_("You joined the waiting list of a meeting."),
    (Verb.CALLED_OFF, Kind.MEETING): N_("You called a meeting off."),
    (Verb.ATTENDED, Kind.MEETING): N_("You were at a meeting."),
    (Verb.ABSENT, Kind.MEETING): N_("You were expected at a meeting and did not come."),
    (Verb.ANSWERED, Kind.SURVEY): N_("You said what a meeting gave you."),
    (Verb.EARNED, Kind.CERTIFICATE): N_("You got an attestation."),
    (Verb.VOIDED, None): N_("You took something back, or corrected it."),
}
"""What our features record of somebody, said to her."""

_NAMELESS: Final = frozenset(
    {
        None,
        Kind.QUESTION,
        Kind.PUBLIC_ANSWER,
        Kind.MEETING,
        Kind.MEETING_DATE,
        Kind.SURVEY,
        Kind.CERTIFICATE,
    }
)
"""What has no name but its identifier, which tells a reader nothing."""
_EVENT: Final = {(template.verb, template.kind): EVENTS[template.id][0] for template in TEMPLATES}


def sentence(statement: Statement, iri_base: str, readers: Sequence[str] = ()) -> str:
    """Say a statement in one line; `readers` are the names of who reads, addressed if she is its actor."""
    deed = _deed(statement, iri_base)
    name = object_name(statement["object"], iri_base)
    place = name if _named(statement["object"]) else _place(statement) or name
    if deed is not None and deed in MINE and ifi(statement["actor"]) in readers:
        return _(MINE[deed], name=name, place=place)
    if deed is not None and deed in _EVENT:
        told = _EVENT[deed][i18n.language()]
        return told if deed[1] in _NAMELESS else _colon(told, place)
    return _colon(_verb(statement), name)


def _colon(what: str, of: str) -> str:
    return _("%(what)s: %(of)s", what=what, of=of)


def _deed(statement: Statement, iri_base: str) -> Deed | None:
    """Return what our features call this, None for what they never record."""
    verb = next((one for one in Verb if verb_iri(one, iri_base) == statement["verb"]["id"]), None)
    if verb is None or verb is Verb.VOIDED:
        return (verb, None) if verb else None
    thing = statement["object"]
    found = kind_of_type(thing.get("definition", {}).get("type", ""), iri_base)
    ours = str(thing.get("id", "")).startswith(f"{iri_base}/")
    return (verb, found) if ours and found else None


def object_name(thing: Mapping[str, Any], iri_base: str) -> str:
    """Return what an object is called, else its path with us, else its identifier."""
    if thing.get("objectType") in ("Agent", "Group"):
        return who(thing)
    if thing.get("objectType") == "SubStatement":
        return _colon(_verb(thing), object_name(thing["object"], iri_base))
    return _named(thing) or str(thing["id"]).removeprefix(f"{iri_base}/")


def _named(activity: Mapping[str, Any]) -> str:
    return _in_my_language(activity.get("definition", {}).get("name", {}))


def _in_my_language(texts: Mapping[str, str]) -> str:
    """Choose among the languages of a text: the reader's, English, any."""
    for wanted in (i18n.language(), "en"):
        for tag, text in texts.items():
            if tag.lower().split("-")[0] == wanted:
                return text
    return next(iter(texts.values()), "")


def _verb(statement: Statement) -> str:
    return _in_my_language(statement["verb"].get("display", {})) or str(statement["verb"]["id"])


def who(actor: Mapping[str, Any]) -> str:
    """Return an actor as the record knows her: pseudonym, identifier with the name that came with it, or members."""
    identifier = ifi(actor)
    if identifier is None:
        return ", ".join(who(member) for member in actor.get("member", ())) or _("an unnamed group")
    known = actor["account"]["name"] if "account" in actor else identifier.partition(":")[2]
    return f"{actor['name']} ({known})" if actor.get("name") else str(known)


def _surroundings(statement: Statement) -> Iterator[Mapping[str, Any]]:
    activities = statement.get("context", {}).get("contextActivities", {})
    for kind in ("parent", "grouping"):
        listed = activities.get(kind, [])
        yield from [listed] if isinstance(listed, dict) else listed


def _place(statement: Statement) -> str:
    return next((name for name in map(_named, _surroundings(statement)) if name), "")


def when(statement: Statement) -> str:
    """Write when it happened, in the reader's zone."""
    return i18n.moment(instant(statement["timestamp"]))


def outcome(statement: Statement) -> list[Fact]:
    """Return what came of it, in short: right or not, score, duration."""
    result = statement.get("result", {})
    told: list[Fact] = []
    if "success" in result:
        told.append((_("Outcome"), _("right, or passed") if result["success"] else _("not yet")))
    if result.get("score"):
        told.append((_("Score"), _score(result["score"])))
    if "duration" in result:
        told.append((_("Duration"), lasted(result["duration"])))
    return told


def _details(result: Mapping[str, Any], iri_base: str) -> Iterator[Fact]:
    """Yield what else a result says: the end of something, the answer given, what a tool measured."""
    if result.get("completion"):
        yield _("Finished"), _("yes")
    if "response" in result:
        yield _("Answer given"), str(result["response"])
    named = {extension_iri(name, iri_base): one.meaning for name, one in EXTENSIONS.items()}
    for iri, value in result.get("extensions", {}).items():
        yield named[iri][i18n.language()] if iri in named else iri, _value(value)


def _score(score: Mapping[str, Any]) -> str:
    share = i18n.percent(score["scaled"]) if "scaled" in score else ""
    if "raw" not in score:
        return share
    raw = i18n.number(score["raw"], 0 if float(score["raw"]).is_integer() else 2)
    if "max" in score:
        most = i18n.number(score["max"], 0 if float(score["max"]).is_integer() else 2)
        raw = _("%(raw)s out of %(most)s", raw=raw, most=most)
    return f"{raw} ({share})" if share else raw


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def facts(statement: Statement, iri_base: str, readers: Sequence[str] = ()) -> list[Fact]:
    """Return everything that a statement says, each part with what it is called."""
    context, actor = statement.get("context", {}), who(statement["actor"])
    mine = ifi(statement["actor"]) in readers
    told = [
        (_("Who"), _("you, under the pseudonym %(name)s", name=actor) if mine else actor),
        (_("Did what"), _verb(statement)),
        (_("About what"), object_name(statement["object"], iri_base)),
        *outcome(statement),
        *_details(statement.get("result", {}), iri_base),
        (_("Where"), ", ".join(filter(None, map(_named, _surroundings(statement))))),
        (_("Accompanied by"), who(context["instructor"]) if "instructor" in context else ""),
        (_("Team"), who(context["team"]) if "team" in context else ""),
        (_("Enrolment"), context.get("registration", "")),
        (
            _("Language of the page"),
            i18n.LANGUAGES.get(context.get("language", ""), context.get("language", "")),
        ),
        (_("Version of the page"), context.get("revision", "")),
        (_("Made with"), context.get("platform", "")),
        (_("When"), when(statement)),
        (_("Recorded"), i18n.moment(instant(statement["stored"]))),
    ]
    return [(name, words) for name, words in told if words]
