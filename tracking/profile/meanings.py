"""What each event is called and when it is written, and what some of its parts mean, in three languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tracking.profile.words import Told, Words, words

EVENTS: Final[Mapping[str, Told]] = {
    "module-joined": (
        words("Module rejoint", "Module joined", "Aangesloten bij een module"),
        words(
            "Une personne rejoint un module ; son inscription commence.",
            "Somebody joins a module; her enrolment begins.",
            "Iemand sluit zich aan bij een module; de inschrijving begint.",
        ),
    ),
    "module-opened": (
        words("Module ouvert une première fois", "Module opened first", "Module voor het eerst geopend"),
        words(
            "Une personne ouvre la première étape d’un module : une fois par inscription.",
            "Somebody opens the first unit of a module: once for each enrolment.",
            "Iemand opent de eerste stap van een module: één keer per inschrijving.",
        ),
    ),
    "unit-opened": (
        words("Étape ouverte", "Unit opened", "Stap geopend"),
        words(
            "Une personne ouvre une étape : au plus une fois par jour.",
            "Somebody opens a unit: once a day at most.",
            "Iemand opent een stap: hoogstens één keer per dag.",
        ),
    ),
    "unit-done": (
        words("Étape marquée comme faite", "Unit marked as done", "Stap als gedaan aangevinkt"),
        words(
            "Une personne marque une étape comme faite.",
            "Somebody marks a unit as done.",
            "Iemand vinkt een stap aan als gedaan.",
        ),
    ),
    "question-answered": (
        words("Réponse à une question", "Question answered", "Vraag beantwoord"),
        words(
            "Une personne répond à une question d’une activité ; une activité envoyée en donne une par question.",
            "Somebody answers a question of an activity; a posted activity gives one for each question.",
            "Iemand beantwoordt een vraag van een activiteit; een verzonden activiteit geeft er één per vraag.",
        ),
    ),
    "activity-passed": (
        words("Activité réussie", "Activity passed", "Activiteit geslaagd"),
        words(
            "Un essai d’une activité notée atteint le seuil ; il suit les réponses à ses questions.",
            "An attempt at a graded activity reaches its pass mark; it follows the answers to its questions.",
            "Een poging tot een beoordeelde activiteit haalt de drempel; ze volgt op de antwoorden.",
        ),
    ),
    "activity-failed": (
        words("Activité pas encore réussie", "Activity not passed yet", "Activiteit nog niet geslaagd"),
        words(
            "Un essai d’une activité notée reste sous le seuil ; on peut recommencer.",
            "An attempt at a graded activity stays below its pass mark; it may be tried again.",
            "Een poging tot een beoordeelde activiteit blijft onder de drempel; opnieuw proberen kan.",
        ),
    ),
    "program-run": (
        words("Programme essayé", "Program tried", "Programma uitgeprobeerd"),
        words(
            "Un programme est vérifié : dans combien de mondes il réussit. Il n’est pas lui-même dans la trace.",
            "Somebody has a program checked: in how many worlds it works. The program is not in the statement.",
            "Een programma wordt nagekeken: in hoeveel werelden het werkt. Het staat zelf niet in de statement.",
        ),
    ),
    "module-finished": (
        words("Module terminé", "Module finished", "Module voltooid"),
        words(
            "La règle du module est remplie : étapes, activité notée, rencontres. Une fois par inscription.",
            "The rule of the module is met: units, a graded activity, meetings. Once for each enrolment.",
            "Aan de regel van de module is voldaan: stappen, activiteit, bijeenkomsten. Eén keer per inschrijving.",
        ),
    ),
    "desk-asked": (
        words("Question au bureau d’accueil", "Question to the desk", "Vraag aan het onthaal"),
        words(
            "Une personne pose une question ; ses mots ne sont pas dans la trace. Seule, sans inscription.",
            "Somebody asks a question; its words are not in the statement. On its own, without an enrolment.",
            "Iemand stelt een vraag; de woorden staan niet in de statement. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "desk-responded": (
        words("Réponse du bureau d’accueil", "Answer of the desk", "Antwoord van het onthaal"),
        words(
            "La personne qui suit la question y répond. Seule, sans inscription.",
            "Whoever holds the question answers it. On its own, without an enrolment.",
            "Wie de vraag volgt, beantwoordt ze. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "desk-resolved": (
        words("Question réglée", "Question resolved", "Vraag opgelost"),
        words(
            "L’une des deux personnes dit que la question est réglée. Seule, sans inscription.",
            "One of the two says that the question is settled. On its own, without an enrolment.",
            "Een van beiden zegt dat de vraag opgelost is. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "desk-rated": (
        words("Aide évaluée", "Help rated", "Hulp beoordeeld"),
        words(
            "Qui avait posé la question dit à quel point l’aide lui a servi : une fois. Seule, sans inscription.",
            "Whoever had asked says how much the help was of use: once. On its own, without an enrolment.",
            "Wie de vraag stelde, zegt hoe nuttig de hulp was: één keer. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "answer-shared": (
        words("Réponse publique partagée", "Public answer shared", "Openbaar antwoord gedeeld"),
        words(
            "Ce qu’une personne a raconté de ce qui l’a aidée est publié ; ses mots ne sont pas dans la trace. Seule, "
            "sans inscription.",
            "What a learner told of what helped her is published; its words are not in the statement. On its own, "
            "without an enrolment.",
            "Wat iemand vertelde over wat hielp, is gepubliceerd; de woorden staan niet in de statement. Op zichzelf, "
            "zonder inschrijving.",
        ),
    ),
    "answer-found-helpful": (
        words("Réponse publique utile", "Public answer found helpful", "Openbaar antwoord nuttig bevonden"),
        words(
            "Une personne dit qu’une réponse publique l’a aidée : une fois, tant qu’elle ne le reprend pas. Seule, "
            "sans inscription.",
            "Somebody says that a public answer helped her: once, until she takes it back. On its own, without an "
            "enrolment.",
            "Iemand zegt dat een openbaar antwoord hielp: één keer, tot het teruggenomen wordt. Op zichzelf, zonder "
            "inschrijving.",
        ),
    ),
    "meeting-proposed": (
        words("Rencontre proposée", "Meeting proposed", "Bijeenkomst voorgesteld"),
        words(
            "Une personne de l’équipe propose une rencontre. Seule, sans inscription.",
            "A facilitator proposes a meeting. On its own, without an enrolment.",
            "Een begeleider stelt een bijeenkomst voor. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "date-suits": (
        words("Date qui convient", "Date that suits", "Datum die past"),
        words(
            "Une personne dit qu’une date proposée lui convient. Seule, sans inscription.",
            "Somebody says that a proposed date suits her. On its own, without an enrolment.",
            "Iemand zegt dat een voorgestelde datum past. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "date-if-need-be": (
        words("Date possible s’il le faut", "Date possible if need be", "Datum mogelijk als het moet"),
        words(
            "Une personne peut venir à une date proposée s’il le faut. Seule, sans inscription.",
            "Somebody can come on a proposed date if need be. On its own, without an enrolment.",
            "Iemand kan op een voorgestelde datum als het moet. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "date-does-not-suit": (
        words("Date qui ne convient pas", "Date that does not suit", "Datum die niet past"),
        words(
            "Une personne dit qu’une date proposée ne lui convient pas. Seule, sans inscription.",
            "Somebody says that a proposed date does not suit her. On its own, without an enrolment.",
            "Iemand zegt dat een voorgestelde datum niet past. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "meeting-waiting": (
        words("En attente d’une place", "Waiting for a seat", "Wacht op een plaats"),
        words(
            "Une personne dit oui à une rencontre complète et prend rang sur la liste d’attente. Seule, sans "
            "inscription.",
            "Somebody says yes to a full meeting and joins its waiting list. On its own, without an enrolment.",
            "Iemand zegt ja tegen een volle bijeenkomst en komt op de wachtlijst. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "meeting-called-off": (
        words("Rencontre décommandée", "Meeting called off", "Bijeenkomst afgezegd"),
        words(
            "Une rencontre n’aura pas lieu : la personne qui la mène le dit. Seule, sans inscription.",
            "A meeting will not take place: who runs it says so. On its own, without an enrolment.",
            "Een bijeenkomst gaat niet door: wie ze leidt, zegt het. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "meeting-accepted": (
        words("Oui à une rencontre", "Yes to a meeting", "Ja tegen een bijeenkomst"),
        words(
            "Une personne invitée dit oui, avant le début. Seule, sans inscription.",
            "Somebody who was asked says yes, before the start. On its own, without an enrolment.",
            "Een genodigde zegt ja, voor het begin. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "meeting-declined": (
        words("Non à une rencontre", "No to a meeting", "Nee tegen een bijeenkomst"),
        words(
            "Une personne invitée dit non, avant le début. Seule, sans inscription.",
            "Somebody who was asked says no, before the start. On its own, without an enrolment.",
            "Een genodigde zegt nee, voor het begin. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "meeting-attended": (
        words("Présence à une rencontre", "Meeting attended", "Bijeenkomst bijgewoond"),
        words(
            "Une personne était à la rencontre, en entier ou en partie ; datée de son début. Seule, sans inscription.",
            "Somebody was at the meeting, all of it or a part; dated to its start. On its own, without an enrolment.",
            "Iemand was op de bijeenkomst, helemaal of deels; op het beginuur. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "meeting-absent": (
        words("Absence à une rencontre", "Absent from a meeting", "Afwezig op een bijeenkomst"),
        words(
            "Une personne attendue n’est pas venue ; datée du début de la rencontre. Seule, sans inscription.",
            "Somebody expected did not come; dated to the meeting’s start. On its own, without an enrolment.",
            "Wie verwacht werd, kwam niet; op het beginuur van de bijeenkomst. Op zichzelf, zonder inschrijving.",
        ),
    ),
    "meeting-feedback": (
        words("Avis sur une rencontre", "Opinion of a meeting", "Mening over een bijeenkomst"),
        words(
            "Une personne présente dit ce que la rencontre lui a apporté ; ses mots ne sont pas dans la trace. Seule, "
            "sans inscription.",
            "Somebody who was there says what the meeting gave her; her words are not in the statement. On its own, "
            "without an enrolment.",
            "Wie er was, zegt wat de bijeenkomst opbracht; de woorden staan niet in de statement. Op zichzelf, zonder "
            "inschrijving.",
        ),
    ),
    "attestation-earned": (
        words("Attestation obtenue", "Attestation earned", "Attest behaald"),
        words(
            "Une attestation est délivrée, pour une présence à une rencontre dont la liste est close. Seule, sans "
            "inscription.",
            "An attestation is issued, for presence at a meeting whose list is closed. On its own, without an "
            "enrolment.",
            "Een attest wordt afgeleverd, voor aanwezigheid op een bijeenkomst met afgesloten lijst. Op zichzelf, "
            "zonder inschrijving.",
        ),
    ),
    "statement-voided": (
        words("Acte annulé", "Act taken back", "Handeling teruggenomen"),
        words(
            "Une trace ne vaut plus : défaite, ou corrigée par une autre. Seule, sans inscription.",
            "A statement holds no longer: undone, or corrected by another. On its own, without an enrolment.",
            "Een statement geldt niet meer: ongedaan gemaakt of verbeterd. Op zichzelf, zonder inschrijving.",
        ),
    ),
}
"""What each event is called, and when it is written; those that stand on their own say so, as patterns ask."""

NOTES: Final[Mapping[tuple[str, str], Words]] = {
    ("", "home"): words(
        "La personne est un compte de cette installation, nommé par un UUID au hasard.",
        "The person is an account of this installation, named by a random UUID.",
        "De persoon is een account van deze installatie, met een willekeurige UUID als naam.",
    ),
    ("", "registration"): words(
        "L’UUID de l’inscription.", "The UUID of the enrolment.", "De UUID van de inschrijving."
    ),
    ("", "revision"): words(
        "La version des pages du module : douze chiffres hexadécimaux.",
        "The version of the module’s pages: twelve hexadecimal digits.",
        "De versie van de pagina’s van de module: twaalf hexadecimale cijfers.",
    ),
    ("", "instructor"): words(
        "La personne qui anime, tant que son compte existe.",
        "Who facilitates, for as long as she has an account.",
        "Wie begeleidt, zolang het account bestaat.",
    ),
    ("question-answered", "response"): words(
        "Des identifiants, un nombre ou un mot prévu par l’auteur, jamais les mots de la personne.",
        "Identifiers, a number, or a word that the author foresaw, never words of the person.",
        "Identificaties, een getal of een woord dat de auteur voorzag, nooit woorden van de persoon.",
    ),
    ("question-answered", "success"): words(
        "Absent d’une échelle, d’un texte libre et d’un questionnaire : rien n’y est juste ou faux.",
        "Not there for a scale, an open answer or a survey: nothing is right or wrong there.",
        "Niet bij een schaal, een open antwoord of een vragenlijst: daar is niets juist of fout.",
    ),
    ("question-answered", "scale"): words(
        "Porté par les échelles toutes faites, de 1 à 5 ; « confidence » dit à quel point la personne se sent capable.",
        "Carried by the ready-made scales, from 1 to 5; “confidence” says how able the person feels.",
        "Bij de kant-en-klare schalen, van 1 tot 5; “confidence” zegt hoe bekwaam de persoon zich voelt.",
    ),
    ("unit-done", "duration"): words(
        "Les minutes que l’étape annonce.",
        "The minutes that the unit declares.",
        "De minuten die de stap aangeeft.",
    ),
    ("desk-responded", "duration"): words(
        "L’attente jusqu’à la première réponse, en minutes ; les suivantes n’en portent pas.",
        "The wait until the first answer, in minutes; later ones carry none.",
        "De wachttijd tot het eerste antwoord, in minuten; latere dragen er geen.",
    ),
    ("desk-responded", "reassignments"): words(
        "Porté par la première réponse.", "Carried by the first answer.", "Enkel bij het eerste antwoord."
    ),
    ("desk-rated", "points"): words(
        "De 1 (pas du tout) à 5 (tout à fait).",
        "From 1 (not at all) to 5 (completely).",
        "Van 1 (helemaal niet) tot 5 (helemaal).",
    ),
    ("meeting-feedback", "points"): words(
        "De 1 (pas du tout utile) à 5 (très utile).",
        "From 1 (not useful at all) to 5 (very useful).",
        "Van 1 (helemaal niet nuttig) tot 5 (heel nuttig).",
    ),
    ("attestation-earned", "minutes-in-person"): words(
        "Les minutes que l’attestation dit.",
        "The minutes that it attests.",
        "De minuten die het attest vermeldt.",
    ),
    ("meeting-attended", "duration"): words(
        "Les minutes de présence.", "The minutes present.", "De minuten aanwezigheid."
    ),
}
"""What a part means: everywhere ("", name), or in one event (event, name)."""
