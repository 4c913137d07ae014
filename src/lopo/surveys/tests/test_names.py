"""Every questionnaire under its own name and in words that are true of it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lopo import surveys
from lopo.frontdesk.tests.builders import make_centre, make_officer, service_of
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.rules import Role
from lopo.publications.tests.reading import Paper
from lopo.surveys import actions, queries
from lopo.surveys.models import Instrument, Item
from lopo.ui.bundles import join_css

from .builders import ALL
from .test_kiosk import kiosk_of

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Survei kepuasan", "Survei Persepsi Anti Korupsi"
IN_INDONESIAN = "The questions and answers are in Indonesian"


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def card_of(centre: Centre, code: str = "SKM") -> str:
    return f"/s/{actions.point_at(centre=centre, counter=None, instrument_code=code).code}/"


@pytest.fixture
def spak() -> Instrument:
    """The questionnaire on corruption, with a scale of one to six."""
    file = Path(surveys.__file__).parent / "data" / "spak.json"
    actions.import_instruments(raw=file.read_bytes(), clock=system_clock)
    return Instrument.objects.get(code="SPAK")


def test_another_questionnaire_never_calls_itself_ours(client: Client, spak: Instrument) -> None:
    many = text_of(client, card_of(make_centre(queues="AB"), "SPAK"))
    assert THEIRS in many
    assert OURS not in many
    path = card_of(make_centre(queues="A"), "SPAK")
    page = text_of(client, path)
    assert page.count(THEIRS) == 2  # in the title and at the head
    assert OURS not in page
    answer = client.post(path, dict.fromkeys([one.code for one in spak.items.all()], "6"))
    assert answer["Location"].endswith("/terima-kasih/?kuesioner=SPAK")
    thanks = text_of(client, answer["Location"])
    assert THEIRS in thanks
    assert OURS not in thanks


def test_one_that_has_ended_still_says_its_own_name(client: Client, spak: Instrument) -> None:
    path = card_of(make_centre(queues="A"), "SPAK")
    Instrument.objects.filter(pk=spak.pk).update(valid_until=spak.valid_from)
    page = text_of(client, path)
    assert THEIRS in page
    assert OURS not in page


@pytest.mark.parametrize("odd", ["TIADA", "%3Cb%3E", "S" * 300])
def test_thanks_for_nothing_known_are_ours(client: Client, odd: str) -> None:
    centre = make_centre(queues="A")
    answer = client.post(card_of(centre), dict.fromkeys(ALL, "3"))
    assert "?" not in answer["Location"]
    assert OURS in text_of(client, answer["Location"])
    assert OURS in text_of(client, f"{answer['Location']}?kuesioner={odd}")


def test_the_words_of_the_regulation_are_offered_only_where_there_are_some(
    client: Client, spak: Instrument
) -> None:
    centre = make_centre(queues="A")
    assert "Kata-kata resmi" in text_of(client, card_of(centre))
    page = text_of(client, card_of(centre, "SPAK"))
    assert "Kata-kata resmi" not in page
    assert "Dalam kalimat lengkap" in page
    Item.objects.filter(instrument=spak).update(short_question="Sama", question="Sama")
    assert "data-survey-words" not in text_of(client, card_of(centre, "SPAK"))


def test_a_card_has_four_faces_only_where_there_are_four_answers(spak: Instrument) -> None:
    centre = make_centre(counters=1)
    client = Client()
    client.force_login(make_officer(centre=centre, role=Role.SUPERVISOR))
    for code, faces in (("SKM", 4), ("SPAK", 0)):
        found = actions.points_everywhere(centre=centre, instrument_code=code)
        asks = queries.in_force(code, system_clock().date())
        assert asks is not None
        sheet = queries.card_sheet(centre, found, "a6", asks=asks, on=system_clock().date())
        assert sheet.data["faces"] == faces
        path = f"/petugas/survei/{centre.code}/kartu.pdf?kuesioner={code}"
        assert Paper(client.get(path).content).codes()


def test_in_english_it_is_said_that_the_questions_are_in_indonesian(client: Client) -> None:
    centre = make_centre(queues="A")
    path, way = card_of(centre), f"/survei/{centre.code}/anjungan/"
    kiosk = kiosk_of(centre)
    for browser, page in ((client, path), (kiosk, way)):
        assert IN_INDONESIAN not in text_of(browser, page)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        said = text_of(browser, page)
        assert IN_INDONESIAN in said
        assert '<legend><span lang="id">' in said
    assert service_of(centre).name in text_of(client, path)


def test_the_line_of_a_demonstration_has_its_look_in_the_survey_too() -> None:
    assert "\n.demo-line {" in join_css("survey")
