"""Words that tell of a home or of a way to reach somebody, and those that only look so."""

import pytest

from helpdesk.places.homes import tells_a_contact, tells_of_a_home


@pytest.mark.parametrize(
    "text",
    [
        "Chez Louise",
        "CHEZ L’ANIMATRICE",
        "Au domicile de Bruno",
        "Appartement 12, 3e étage",
        "12 rue des Lilas, appt 4",
        "12 rue des Lilas, Apt. 4",
        "Dans mon garage",
        "Ma maison",
        "Notre salon",
        "À la maison",
        "À la maison, rue des Lilas",
        "At home",
        "My kitchen",
        "Our living room",
        "Bij ons thuis",
        "Thuis",
        "Mijn garage",
        "Maison privée",
        "Résidence privée",
    ],
)
def test_words_of_a_home_are_told(text: str) -> None:
    assert tells_of_a_home(text)


@pytest.mark.parametrize(
    "text",
    [
        "Maison des associations",
        "Maison de quartier du Légué",
        "À la maison des jeunes",
        "À la Maison pour tous",
        "Maison des Verriers",
        "Huis van het Kind",
        "Buurthuis De Brug",
        "Stadhuis",
        "Gemeentehuis",
        "Le Garage numérique",
        "Salon de lecture",
        "Service d’aide à domicile de la Vesdre",
        "Médiathèque du Golfe",
        "12 place de la Mairie",
        "Bibliothèque des Échezeaux",
        "Salle Machez",
        "École Jean-Jaurès, salle du jardin",
        "Lycée hôtelier, cuisine pédagogique",
    ],
)
def test_false_friends_pass(text: str) -> None:
    assert not tells_of_a_home(text)


@pytest.mark.parametrize(
    "text",
    [
        "louise@example.org",
        "louise (at) example.org",
        "louise arobase example.org",
        "Appeler le 02 99 00 00 00",
        "0299000000",
        "+33 2 99 00 00 00",
        "0032 2 555 12 12",
        "02/555 12 12",
        "0470 12 34 56",
        "+687 26 12 34 5",
        "https://example.org",
        "www.example.org",
    ],
)
def test_a_way_to_reach_somebody_is_told(text: str) -> None:
    assert tells_a_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Du lundi au vendredi, 9 h 00 à 12 h 30 et 14 h 00 à 18 h 30",
        "9:00-12:00, 14:00-18:00",
        "35000 Rennes",
        "Bus C1 et 12, arrêt Mairie, 300 m",
        "Du 1.9.2026 au 30.6.2027",
        "12 ordinateurs, 2 écrans, 30 prises @ chaque table",
        "2026-2027",
    ],
)
def test_hours_numbers_and_lines_of_buses_pass(text: str) -> None:
    assert not tells_a_contact(text)
