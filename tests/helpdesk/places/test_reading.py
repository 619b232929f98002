"""The directory and the page of a place, as everybody reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.territory.models import Place, PlaceState, Room
from helpdesk.places.routes.searching import PER_PAGE
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def library(make: Make, session: Session) -> Place:
    """A library in Rennes, of which much is known."""
    place = make.place("FR-35238", name="Médiathèque des Horizons")
    place.accessibility, place.transport = "Ascenseur.", "Bus C1, arrêt Mairie."
    place.equipment, place.opening_hours = "Douze ordinateurs.", "Du mardi au samedi."
    place.access_notes = "La porte de derrière."
    place.state = PlaceState.ACTIVE
    place.rooms.append(Room(name="Salle bleue", capacity=9))
    session.commit()
    return place


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def test_everybody_reads_what_one_needs_to_know_of_a_place(client: FlaskClient, library: Place) -> None:
    for address in ("/fr/places/", f"/fr/places/{library.id}"):
        read = page(client, address)
        for words in (library.name, "Ascenseur.", "Bus C1", "Douze ordinateurs.", "Du mardi", "12 places"):
            assert words in read, (address, words)
        assert "heure de Paris" in read


def test_a_place_tells_its_rooms_and_keeps_how_to_get_in_for_people_with_an_account(
    client: FlaskClient, login: Login, ada: Person, library: Place
) -> None:
    address = f"/fr/places/{library.id}"
    read = page(client, address)
    assert "Salle bleue" in read and "La porte de derrière." not in read
    assert "La porte de derrière." in page(login(client, ada), address)


def test_the_search_takes_words_a_region_and_a_commune(
    client: FlaskClient, make: Make, session: Session
) -> None:
    near, far = make.place("FR-35288", name="Fablab"), make.place("FR-29019", name="Tiers-lieu")
    south, island = make.place("FR-31555", name="Atelier"), make.place("FR-97209", name="Maison du Bourg")
    session.commit()
    brittany = page(client, "/fr/places/?region=FR-BRE&near=Rennes")
    assert south.name not in brittany and brittany.index(near.name) < brittany.index(far.name)
    assert " km" in brittany.replace("\xa0", " ")
    assert island.name in page(client, "/fr/places/?q=maison+du+bourg")
    assert near.name not in page(client, "/fr/places/?q=maison+du+bourg")


def test_an_unknown_commune_is_told_and_everything_is_shown(client: FlaskClient, library: Place) -> None:
    read = page(client, "/fr/places/?near=Zzyzx")
    assert library.name in read
    assert 'id="near-error"' in read


def test_a_place_over_water_has_no_distance_and_comes_last(
    client: FlaskClient, login: Login, ada: Person, make: Make, library: Place
) -> None:
    island = make.place("FR-97209", name="Atelier de la Savane")
    read = page(login(client, ada), "/fr/places/")
    assert read.index(library.name) < read.index(island.name)
    assert "km" not in read[read.rindex(island.name) :].partition("</article>")[0]


@pytest.mark.parametrize("column", ["hidden_at", "accepted_at"])
def test_what_is_hidden_or_not_accepted_is_unknown(
    client: FlaskClient, library: Place, session: Session, column: str
) -> None:
    setattr(library, column, clock.now() if column == "hidden_at" else None)
    session.commit()
    assert library.name not in page(client, "/fr/places/")
    page(client, f"/fr/places/{library.id}", 404)


def test_long_lists_come_in_pages_that_keep_the_search(
    client: FlaskClient, make: Make, session: Session
) -> None:
    for number in range(PER_PAGE + 3):
        make.place("FR-35238", name=f"Salle {number:02}")
    session.commit()
    first = page(client, "/fr/places/?region=FR-BRE")
    assert first.count('class="card place-card"') == PER_PAGE
    assert "page=2&amp;region=FR-BRE" in first
    assert page(client, "/fr/places/?region=FR-BRE&page=2").count('class="card place-card"') == 3
    assert page(client, "/fr/places/?region=FR-BRE&page=99").count('class="card place-card"') == 3


def test_each_mark_of_the_map_is_a_link_that_the_list_has_too(
    client: FlaskClient, make: Make, session: Session
) -> None:
    rennes, malo = make.place("FR-35238", name="Fablab"), make.place("FR-35288", name="Atelier")
    session.commit()
    read = page(client, "/fr/places/?region=FR-BRE")
    drawn, _between, listed = read[read.index('class="map"') :].partition("</svg>")
    for place in (rennes, malo):
        link = f'href="/fr/places/{place.id}"'
        assert link in drawn and link in listed
        assert f'aria-label="{place.name}, {place.commune.name}"' in drawn


def test_marks_that_would_touch_are_one_with_their_number_and_lead_to_the_list_around(
    client: FlaskClient, make: Make, session: Session
) -> None:
    for name in ("Fablab", "Atelier", "École"):
        make.place("FR-35238", name=name)
    session.commit()
    read = page(client, "/fr/places/?region=FR-BRE")
    drawn = read[read.index('class="map"') :].partition("</svg>")[0]
    assert drawn.count("<circle") == 2
    assert 'aria-label="3 lieux autour de Rennes"' in drawn
    assert 'href="/fr/places/?region=FR-BRE&amp;near=FR-35238"' in drawn


def test_the_whole_map_counts_places_by_region_and_sets_overseas_beside(
    client: FlaskClient, make: Make, session: Session
) -> None:
    for commune in ("FR-35238", "FR-29019", "BE-21004", "FR-97411"):
        make.place(commune)
    session.commit()
    read = page(client, "/fr/places/").replace("\xa0", " ")
    assert 'aria-label="Bretagne : 2 lieux"' in read
    assert 'aria-label="La Réunion : 1 lieu"' in read
    assert read.count('class="map inset"') == 1
