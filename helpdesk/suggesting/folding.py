"""Text as comparable words: no accents, no plural, no word that every question holds. French, English, Dutch. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST: Final = 400
"""Words of a question that are looked at."""
LONGEST: Final = 40
"""Letters of a word; longer ones are no words."""
_WORD: Final = re.compile(r"[a-z0-9]{2,}")
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ĳ": "ij"})

_FRENCH: Final = """
ai aie aient ainsi alors apres as au aucun aussi autre autres aux avait avant avec avez avoir avons beaucoup bien
bonjour bonsoir ca car ce ceci cela celle celui ces cet cette chez chose ci comme comment dans de dehors deja depuis
des deux dire dit dois doit donc du elle elles en encore entre es est et etaient etait etant ete etes etre eu faire
fais fait
faites faut fois font ici il ils je jusqu la le les leur leurs lors lui ma mais me meme memes merci mes mettre mieux
moi moins mon ne ni non nos notre nous on ont ou par parce pas peu peut peuvent peux plus plusieurs possible pour
pourquoi pourrait pouvez pouvoir pris puis puisque qu quand que quel quelle quelles quelqu quels qui quoi sa sans se
sera serait ses si soit sommes son sont sous suis sur ta tandis te tel tes toi ton toujours tous tout toute toutes tres
trop tu un une va vais veut veux voici voila vois voir vos votre voudrais voulez vouloir vous vraiment vu
aide aider besoin question probleme reponse svp cordialement plait comprends comprend comprendre compris
sais sait savoir fera
"""
_ENGLISH: Final = """
about after all also am an and any are as at be because been before being but by can cannot could did do does doing
done each else ever every few for from get gets getting go goes had has have having he hello help her here hers him his
how if in into is it its just know let like lot many may me might more most much must my need no nor not now of off on
once one only or other our out over own please problem question same see she should since so some such than thank thanks
that the their them then there these they this those through to too two under until up us very want wants was way we
well were what when where which while who why will with would yes you your
"""
_DUTCH: Final = """
aan al alle alleen als altijd andere ben bent bij dag dan dank dat de deze die dit doe doen doet door dus een eens en
er geen goed graag haar had hallo heb hebben heeft hem het hier hij hoe hulp hun iets ik in is ja je kan kunnen kunt
maar maken me meer men met mijn moet moeten mogen na naar niet niets nog nu of om omdat onder ons onze ook op over
probleem te toen tot twee uit uw van veel vele voor vraag vragen waar waarom want waren was wat we wel welke wie wij wil
willen worden wordt zal ze zeer zich zij zijn zo zoals zonder zou zullen
"""
STOP_WORDS: Final = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
    "nl": frozenset(_DUTCH.split()),
}


def words_of(text: str, language: str) -> list[str]:
    """Return the words of a text that can be compared, in their order; an unknown language folds no plural."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    stop = STOP_WORDS.get(language, frozenset())
    found = (word for word in _WORD.findall(letters) if word not in stop and len(word) <= LONGEST)
    return [singular(word, language) for word in found]


def singular(word: str, language: str) -> str:
    """Return a word without its plural or its commonest verb endings, so that "boucles" meets "boucle"."""
    fold = {"fr": _french, "en": _english, "nl": _dutch}.get(language)
    return fold(word) if fold and len(word) > 3 else word


def _french(word: str) -> str:
    if word.endswith("aux") and len(word) > 4:
        return f"{word[:-3]}al"
    for ending in (
        "ements",
        "ement",
        "ations",
        "ation",
        "erait",
        "ent",
        "ees",
        "ee",
        "er",
        "ez",
        "es",
        "e",
        "s",
        "x",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _english(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def _dutch(word: str) -> str:
    for ending in ("en", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return stem[:-1] if ending == "en" and stem[-1] == stem[-2] else stem
    return word
