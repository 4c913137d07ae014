"""Badge and board: of what is asked for, or of nothing."""

from datetime import date

import pytest
from django.test import Client

from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.organisation.api import Centre

from .builders import ballots

pytestmark = pytest.mark.django_db
KINDS = ("pusat", "perangkat", "layanan")


@pytest.fixture
def centre() -> Centre:
    """A centre that was judged badly in spring and well in summer."""
    place = make_centre()
    ballots(place, service_of(place), [2] * 9, day=date(2026, 5, 5))
    ballots(place, service_of(place), [4] * 9)
    return place


def address(centre: Centre, kind: str, file: str = "lencana.svg") -> str:
    code = {
        "pusat": centre.code,
        "perangkat": centre.host_agency.code,
        "layanan": service_of(centre).code,
    }[kind]
    return f"/survei/{kind}/{code}/{file}"


@pytest.mark.parametrize("wrong", ["periode=abc", "kuesioner=XX", "kuesioner=SPAK"])
@pytest.mark.parametrize("kind", KINDS)
def test_there_is_no_badge_of_what_there_is_not(
    client: Client, centre: Centre, kind: str, wrong: str
) -> None:
    assert client.get(f"{address(centre, kind)}?{wrong}").status_code == 404


@pytest.mark.parametrize("wrong", ["kuesioner=XX", "kuesioner=SPAK&periode=2026-tw3"])
@pytest.mark.parametrize("kind", KINDS[:2])
def test_there_is_no_board_of_another_questionnaire(
    client: Client, centre: Centre, kind: str, wrong: str
) -> None:
    assert client.get(f"{address(centre, kind, 'papan.pdf')}?{wrong}").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_badge_is_of_the_period_that_is_asked_for(
    client: Client, centre: Centre, kind: str
) -> None:
    for query, said in (
        ("", "100,00 A"),
        ("?kuesioner=SKM&periode=", "100,00 A"),
        ("?periode=2026-tw2", "50,00 D"),
        ("?periode=2019", "belum cukup suara"),
    ):
        answer = client.get(f"{address(centre, kind)}{query}")
        assert answer.status_code == 200
        assert said in answer.content.decode(), query
