"""Statements as the specification wants them, of every shape, around few identifiers so that they meet. Pure.

"Good" is what each generation allows; a few cross their borders, so that refusals are met on the way too.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from hypothesis import strategies as st

from tests.tracking.lrs.fuzz.odd import values

IRIS: Final = st.sampled_from(
    ["http://example.org/a", "https://exämple.org/é?b=c#d", "urn:x-test:thing", "tag:example.org,2024:x"]
) | st.integers(0, 40).map("http://example.org/things/{}".format)
VERBS: Final = st.integers(0, 9).map("http://example.org/verbs/{}".format)
IDS: Final = st.integers(0, 200).map(lambda number: str(UUID(int=number, version=4))) | st.uuids().map(str)
MOMENTS: Final = st.datetimes().map(lambda moment: f"{moment.isoformat()}Z") | st.sampled_from(
    ["2024-01-01T00:00:00Z", "2024-02-29T23:59:59.999999+14:00", "2015-11-18T12:17:00.5-05:00"]
)
DURATIONS: Final = st.sampled_from(["PT0S", "P1Y2M3DT4H5M6.78S", "P3W", "PT1H30M", "P0.5D"])
TAGS: Final = st.sampled_from(["en", "fr-FR", "und", "zh-Hant-TW", "x-private", "EN-us"])
WORDS: Final = st.text(max_size=12)

Parts = dict[str, st.SearchStrategy[Any]]


def having(required: Parts, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with these properties, and sometimes those."""
    return st.fixed_dictionaries(required, optional=optional)


LANGUAGES: Final = st.dictionaries(TAGS, WORDS, max_size=2)
EXTENSIONS: Final = st.dictionaries(IRIS, values, max_size=2)
AGENT: Final = st.just("Agent")
IDENTIFIERS: Final[tuple[Parts, ...]] = (
    {"mbox": st.integers(0, 20).map("mailto:someone{}@example.org".format)},
    {"mbox_sha1sum": st.sampled_from(["ebd31e95054c018b10727ccffd2ef2ec3a016ee9", "A" * 40])},
    {"openid": st.integers(0, 9).map("https://example.org/people/{}?a=b#c".format)},
    {"account": having({"homePage": IRIS, "name": WORDS})},
)
AGENTS: Final = st.one_of(*(having(kind, name=WORDS, objectType=AGENT) for kind in IDENTIFIERS))
GROUP: Final[Parts] = {"objectType": st.just("Group")}
MEMBERS: Final = st.lists(AGENTS, min_size=1, max_size=3)
GROUPS: Final = st.one_of(
    having(GROUP | {"member": MEMBERS}, name=WORDS),
    *(having(GROUP | kind, name=WORDS, member=MEMBERS) for kind in IDENTIFIERS),
)
COMPONENTS: Final = st.lists(
    having({"id": WORDS.filter(bool)}, description=LANGUAGES), max_size=3, unique_by=lambda one: one["id"]
)
PATTERNS: Final = st.lists(WORDS, max_size=2)
DEFINITIONS: Final = having(
    {}, name=LANGUAGES, description=LANGUAGES, type=IRIS, moreInfo=IRIS, extensions=EXTENSIONS
) | st.one_of(
    *(
        having({"interactionType": st.just(kind)}, correctResponsesPattern=PATTERNS, **dict.fromkeys(lists, COMPONENTS))
        for kind, lists in {
            "choice": ["choices"], "sequencing": ["choices"], "likert": ["scale"], "matching": ["source", "target"],
            "performance": ["steps"], "true-false": [], "fill-in": [], "numeric": [], "other": [],
        }.items()
    )
)  # fmt: skip
ACTIVITIES: Final = having({"id": IRIS}, objectType=st.just("Activity"), definition=DEFINITIONS)
REFERENCES: Final = having({"objectType": st.just("StatementRef"), "id": IDS})
VERB: Final = having({"id": VERBS}, display=LANGUAGES)
SCORES: Final = having(
    {}, scaled=st.floats(-1, 1), raw=st.floats(0, 10), min=st.floats(-5, 0), max=st.integers(10, 20)
)
RESULTS: Final = having(
    {}, score=SCORES, success=st.booleans(), completion=st.booleans(), response=WORDS, duration=DURATIONS,
    extensions=EXTENSIONS,
)  # fmt: skip
SOME: Final = ACTIVITIES | st.lists(ACTIVITIES, max_size=2)
CONTEXTS: Final = having(
    {}, registration=IDS, instructor=AGENTS | GROUPS, team=GROUPS, language=TAGS, statement=REFERENCES,
    extensions=EXTENSIONS, contextActivities=having({}, parent=SOME, grouping=SOME, category=SOME, other=SOME),
    contextAgents=st.lists(
        having({"objectType": st.just("contextAgent"), "agent": AGENTS}, relevantTypes=st.lists(IRIS, min_size=1)),
        max_size=2,
    ),
    contextGroups=st.lists(having({"objectType": st.just("contextGroup"), "group": GROUPS}), max_size=2),
)  # fmt: skip
OLD_CONTEXTS: Final = CONTEXTS.map(
    lambda context: {name: value for name, value in context.items() if name not in ("contextAgents", "contextGroups")}
)  # fmt: skip
AGENT_OBJECTS: Final = AGENTS.map(lambda agent: agent | {"objectType": "Agent"}) | GROUPS
SUBSTATEMENTS: Final = having(
    {
        "objectType": st.just("SubStatement"), "actor": AGENTS | GROUPS, "verb": VERB,
        "object": ACTIVITIES | AGENT_OBJECTS,
    },
    result=RESULTS, context=OLD_CONTEXTS, timestamp=MOMENTS,
)  # fmt: skip
FILES: Final = having(
    {
        "usageType": IRIS, "display": LANGUAGES, "contentType": st.sampled_from(["text/plain", "a/b; c=d"]),
        "length": st.integers(0, 10**6), "sha2": st.binary(min_size=32, max_size=32).map(bytes.hex), "fileUrl": IRIS,
    },
    description=LANGUAGES,
)  # fmt: skip
SIGNATURE: Final = "http://adlnet.gov/expapi/attachments/signature"
VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
OBJECTS: Final = ACTIVITIES | ACTIVITIES | REFERENCES | AGENT_OBJECTS | SUBSTATEMENTS
STATEMENTS: Final = having(
    {"actor": AGENTS | GROUPS, "verb": VERB, "object": OBJECTS},
    id=IDS, result=RESULTS, context=OLD_CONTEXTS | OLD_CONTEXTS | CONTEXTS, timestamp=MOMENTS, stored=MOMENTS,
    authority=AGENTS, version=st.sampled_from(["1.0.0", "1.0.1", "1.0.3", "1.0", "2.0.0"]),
    attachments=st.lists(FILES, max_size=2),
)  # fmt: skip
VOIDINGS: Final = having({"actor": AGENTS, "verb": st.just({"id": VOIDED}), "object": REFERENCES}, id=IDS)
ANY: Final = st.one_of(STATEMENTS, STATEMENTS, STATEMENTS, STATEMENTS, VOIDINGS)
