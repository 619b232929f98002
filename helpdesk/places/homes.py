"""Whether what was written about a place tells of somebody's home, or how to reach somebody. Pure text, no table.

Both are told by their words alone, in French, English and Dutch: a lead has the last word and hides what passed.
"""

from __future__ import annotations

import re
from typing import Final

from classcode.territory.names import normalised

_OWN: Final = r"(?:mon|ma|mes|notre|nos|my|our|mijn|m n|ons|onze)"
_ROOMS: Final = (
    r"(?:maison|appart|appartement|salon|cuisine|garage|jardin|chambre|veranda|sous sol|studio|logement|domicile|"
    r"house|home|flat|apartment|place|garage|kitchen|living room|garden|basement|bedroom|"
    r"huis|thuis|flat|woning|keuken|garage|tuin|woonkamer|kelder)"
)
_HOMES: Final = re.compile(
    r"\b(?:"
    r"chez"
    r"|(?<!aide a )(?<!soins a )(?<!services a )(?<!maintien a )domicile"
    r"|appart|appartement|appartements|appt|apt|apartment"
    r"|at home|private home|private house|living room"
    r"|(?:maison|habitation|residence|logement|domicile|adresse) (?:privee?|personnelle?|particuliere?)"
    r"|maison individuelle|maison familiale de la famille|pavillon familial"
    # "À la maison" tells of a home unless it goes on: "à la maison des associations", "à la maison de quartier".
    r"|a la maison(?! (?:de|des|du|d|pour|communale|commune|medicale|intercommunale|citoyenne|eco|france)\b)"
    r"|thuis|bij (?:mij|ons)|prive ?woning|woonkamer"
    rf"|{_OWN} {_ROOMS}"
    r")\b"
)
_MAIL: Final = re.compile(r"[^\s@]+\s?(?:@|\(at\)|\[at\]|\barobase\b)\s?[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE: Final = re.compile(
    r"(?<!\d)(?:"
    r"(?:\+|00)\s?\d{2,3}(?:[\s./()-]{0,2}\d){7,12}"  # +33 2 99 00 00 00, 0032 2 555 12 12
    r"|0\d(?:[\s.-]?\d{2}){4}"  # 02 99 00 00 00
    r"|0\d{1,3}[\s./-]\d{2,3}(?:[\s./-]?\d{2}){2}"  # 02/555 12 12, 0470 12 34 56
    r")(?!\d)"
)
_LINK: Final = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


def tells_of_a_home(text: str) -> bool:
    """Tell whether words speak of a home: "chez Louise", "mon garage", "bij ons thuis"; "Maison pour tous" does not."""
    return _HOMES.search(normalised(text)) is not None


def tells_a_contact(text: str) -> bool:
    """Tell whether a text holds an e-mail address, a telephone number or a link."""
    return any(sign.search(text) for sign in (_MAIL, _PHONE, _LINK))
