"""Writes a module with a question of every kind; whatever only the key tells holds `SECRET`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from modules.catalog import Module, read_module

SECRET: Final = "Zwilnik"
"""A word of no language: who reads it on a page has read a key."""

PLAN: Final = """\
id = "kinds"
number = 9
kind = "module"
languages = ["fr"]
license = "CC-BY-4.0"
authors = ["Ada"]

[title]
fr = "Toutes les questions"

[summary]
fr = "Une question de chaque sorte."

[[week]]
number = 1
units = ["all", "pool", "asked", "moved"]

[week.title]
fr = "Semaine une"

[rule]
required_units = ["all"]
graded_activities = ["every-kind"]
meetings = 0
"""

HEAD: Final = """\
---
id: {id}
title: "{title}"
minutes: 10
strand: do
required: {required}
summary: Une phrase.
objectives: [Répondre]
---
Du texte.

```quiz
"""

EVERY_KIND: Final = f"""\
id: every-kind
title: Toutes les sortes
graded: true
pass: 0.5
questions:
  - id: single
    kind: single
    text: "Quelle instruction vient **en premier** ?"
    options:
      - {{id: a, text: Celle du haut, correct: true, feedback: "{SECRET} haut."}}
      - {{id: b, text: La plus courte, feedback: "{SECRET} courte."}}
    explanation: "{SECRET} ordre."
  - id: multiple
    kind: multiple
    text: Qu’est-ce qui lance un script ?
    options:
      - {{id: a, text: Un clic, correct: true, feedback: "{SECRET} clic."}}
      - {{id: b, text: Une touche, correct: true, feedback: "{SECRET} touche."}}
      - {{id: c, text: L’envie, feedback: "{SECRET} envie."}}
  - id: truth
    kind: true-false
    text: Un algorithme est toujours un programme.
    answer: false
    feedback: {{true: "{SECRET} recette.", false: "{SECRET} papier."}}
  - id: number
    kind: numeric
    text: Combien de pas le robot fait-il ?
    answer: 48213
    tolerance: 0.5
    unit: pas
    hints:
      - {{answers: ["77119"], feedback: "{SECRET} trop."}}
    explanation: "{SECRET} compte."
  - id: short
    kind: short
    text: Comment nomme-t-on une suite d’instructions répétée ?
    accept: [{SECRET}boucle, {SECRET}itération]
    hints:
      - {{answers: [{SECRET}condition], feedback: "{SECRET} test."}}
  - id: gaps
    kind: fill-in
    text: "Pour {{word}} dix fois, on écrit un {{block}} autour."
    gaps:
      - {{id: word, accept: [{SECRET}répéter]}}
      - id: block
        choices:
          - {{id: loop, text: bloc, correct: true, feedback: "{SECRET} bloc."}}
          - {{id: lost, text: bol, feedback: "{SECRET} bol."}}
  - id: match
    kind: matching
    text: Associez chaque mot à son sens.
    options:
      - {{id: again, text: On recommence}}
      - {{id: maybe, text: On choisit **une voie**}}
      - {{id: box, text: On garde une valeur}}
    pieces:
      - {{id: loop, text: Boucle, goes: again, feedback: "{SECRET} boucle."}}
      - {{id: test, text: Condition, goes: maybe}}
      - {{id: name, text: Variable, goes: box}}
  - id: order
    kind: ordering
    text: Remettez la recette en ordre.
    pieces:
      - {{id: bowl, text: Prendre un bol, feedback: "{SECRET} bol."}}
      - {{id: mix, text: Mélanger la farine et les œufs}}
      - {{id: heat, text: Chauffer la poêle}}
      - {{id: pour, text: Verser la pâte}}
    explanation: "{SECRET} recette."
  - id: lines
    kind: parsons
    text: Construisez le programme qui dessine un carré.
    pieces:
      - {{id: start, text: "`quand le drapeau vert est cliqué`"}}
      - {{id: four, text: "`répéter 4 fois`", indent: 1}}
      - {{id: walk, text: "`avancer de 50 pas`", indent: 2, feedback: "{SECRET} pas."}}
      - {{id: turn, text: "`tourner de 90 degrés`", indent: 2}}
      - {{id: trap, text: "`tourner de 45 degrés`", belongs: false, feedback: "{SECRET} piège."}}
    any_order: [[walk, turn]]
  - id: dare
    kind: likert
    text: "Je me sens capable de mener cette activité en classe."
    scale: confidence
  - id: open
    kind: open
    text: Comment l’expliqueriez-vous à une élève de huit ans ?
    rubric:
      - id: words
        text: Les mots sont simples
        levels:
          - {{id: low, text: Il faut déjà savoir programmer}}
          - {{id: high, text: Une élève comprend}}
      - id: example
        text: Il y a un exemple
        levels:
          - {{id: none, text: Aucun}}
          - {{id: one, text: Un exemple de tous les jours}}
"""

MOVED: Final = """\
id: moved
title: À mettre en place
graded: true
pass: 1
questions:
""" + EVERY_KIND[EVERY_KIND.index("  - id: match") : EVERY_KIND.index("  - id: dare")]
"""The questions whose pieces are moved about, alone on a page."""

POOL: Final = f"""\
id: drawn
title: Au hasard
graded: true
pass: 0.5
draws: 2
shuffled: true
attempts: 2
reveal: never
questions:
  - id: one
    kind: true-false
    text: Première ?
    answer: true
    feedback: {{true: "{SECRET} oui.", false: "{SECRET} non."}}
  - id: two
    kind: true-false
    text: Deuxième ?
    answer: true
  - id: three
    kind: true-false
    text: Troisième ?
    answer: true
  - id: four
    kind: true-false
    text: Quatrième ?
    answer: true
"""

ASKED: Final = """\
id: opinion
title: Votre avis
survey: true
questions:
  - id: pleased
    kind: likert
    text: Cette page m’a été utile.
    scale: agreement
  - id: remark
    kind: open
    text: Une remarque ?
"""


def write_kinds(content: Path) -> Path:
    """Write the module and return its folder."""
    folder = content / "kinds"
    (folder / "media").mkdir(parents=True)
    (folder / "module.toml").write_text(PLAN, encoding="utf-8")
    quizzes = {"all": EVERY_KIND, "pool": POOL, "asked": ASKED, "moved": MOVED}
    for number, (name, quiz) in enumerate(quizzes.items(), 1):
        head = HEAD.format(id=name, title=f"Page {number}", required="true" if name == "all" else "false")
        text = f"{head}{quiz}```\n\nEncore du texte.\n"
        (folder / f"{number:02}-{name}.fr.md").write_text(text, encoding="utf-8")
    return folder


def read_kinds(content: Path) -> Module:
    """Write the module and read it; it has no fault."""
    module, problems = read_module(write_kinds(content))
    assert module is not None, problems
    return module


RIGHT: Final[dict[str, list[str]]] = {
    "single": ["a"],
    "multiple": ["a", "b"],
    "truth": ["false"],
    "number": ["48213"],
    "short": [f"{SECRET}boucle"],
    "gaps": [f"{SECRET}répéter", "loop"],
    "match": ["loop=again", "test=maybe", "name=box"],
    "order": ["bowl=1", "mix=2", "heat=3", "pour=4"],
    "lines": ["start=1", "start>0", "four=2", "four>1", "walk=3", "walk>2", "turn=4", "turn>2", "", "trap>0"],
    "dare": ["3"],
    "open": ["Une boucle, c’est comme un refrain."],
}
"""Right answers to every kind, as the page posts them."""
WRONG: Final[dict[str, list[str]]] = {
    "single": ["b"],
    "multiple": ["a", "c"],
    "truth": ["true"],
    "number": ["77119"],
    "short": ["condition"],
    "gaps": ["tourner", "lost"],
    "match": ["loop=maybe", "test=again", "name=box"],
    "order": ["mix=1", "bowl=2", "heat=3", "pour=4"],
    "lines": ["start=1", "start>0", "trap=2", "trap>1", "four=3", "four>1"],
    "dare": ["1"],
    "open": ["Je ne sais pas."],
}
"""Wrong ones, each of which says something of itself."""
