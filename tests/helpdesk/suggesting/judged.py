"""Questions as teachers ask them, each with the unit of the course that speaks of it; and words that ask nothing.

Written for this test before its constants were set; a unit is expected among the three that are shown.
"""

from __future__ import annotations

EXPECTED = {
    "Comment répéter plusieurs fois la même action sans recopier les blocs ?": "loops-and-events",
    "Mon chat ne s'arrête jamais, la boucle tourne indéfiniment": "loops-and-events",
    "Mes deux personnages ne se répondent pas avec les messages": "loops-and-events",
    "Quelle différence entre un algorithme et un programme ?": "what-is-an-algorithm",
    "Qui était Ada Lovelace ?": "what-is-an-algorithm",
    "Mon programme ne marche pas et je ne sais pas où chercher l'erreur": "when-it-breaks",
    "Le carré est tout plat quand je lance le script": "when-it-breaks",
    "Où enregistrer mon projet Scratch pour le rouvrir ?": "first-program",
    "Que fait le drapeau vert ?": "first-program",
    "Je voudrais faire une séance sans écran avec mes élèves": "class-pixels",
    "Comment organiser les binômes filles et garçons pendant la séance Scratch": "class-first-story",
    "Faut-il créer des comptes élèves pour utiliser Scratch ?": "class-first-story",
    "Que devient la vie privée des enfants, quelles données personnelles ?": "programmable-everyday",
    "Peut-on reprendre le projet d'un autre, le remix est-il permis ?": "make-it-yours",
    "C'est quoi la pensée informatique de Papert et Wing ?": "computational-thinking",
    "Comment animer la première rencontre, avec quel matériel ?": "meet-up-kit-1",
    "Le robot a tourné à droite au lieu de la gauche, la droite de qui ?": "instruct-a-robot",
    "Y a-t-il un glossaire des mots de la semaine ?": "week-one-wrap-up",
}
NOTHING = (
    "",
    "asdf qwer zxcv",
    "Bonjour, merci !",
    "J'ai un problème",
    "blabla lorem ipsum dolor",
    "12345 67890",
    "Comment faire ?",
    "Je ne comprends pas",
    "Ma voiture ne démarre plus, faut-il changer la batterie ?",
    "🐈🐈🐈 ¿¿¿ \x00 \ud800".encode("utf-8", "replace").decode(),
)
