"""How sure a result is: of how many people, how many answered, and what is not told yet."""

import re

import pytest
from django.test import Client

from lopo.findings import queries
from lopo.findings.queries.reports import Of, content_of, facts_of
from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.organisation.api import Centre
from lopo.surveys.actions import declare_population
from lopo.surveys.api import current_period
from lopo.surveys.tests.builders import quarter_ends, served, vote

from .builders import TODAY, ballots

pytestmark = pytest.mark.django_db
NOW = current_period(TODAY)
OVER = NOW.before


@pytest.fixture(autouse=True)
def _on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pages", "rest"):
        monkeypatch.setattr(f"lopo.findings.views.{name}.today", lambda: TODAY)


def declared(centre: Centre, people: int = 40) -> Centre:
    """A centre whose host said how many people it serves."""
    declare_population(
        agency=centre.host_agency, people=people, source="Data uji",
        valid_from=TODAY.replace(month=1),
    )  # fmt: skip
    return centre


def half_opened() -> Centre:
    """Sixteen were served; twelve answered, of which five are opened."""
    centre = make_centre()
    clock = Clockwork()
    for _visit in range(16):
        served(centre, clock=clock)
    for voice in range(12):
        vote(centre, 3 + voice % 2, clock=clock)
    return centre


def page_of(client: Client, address: str) -> str:
    """What a page says, in one line."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def test_while_a_quarter_runs_nothing_is_set_against_the_few_that_are_opened(
    client: Client,
) -> None:
    centre = half_opened()
    page = page_of(client, f"/survei/perangkat/{centre.host_agency.code}/")
    assert "5 responden" in page
    for word in ("kunjungan yang dilayani", "· kurang", "tercapai"):
        assert word not in page
    assert "Berapa yang menjawab" in page


def test_of_a_centre_everybody_who_answered_counts_at_once(client: Client) -> None:
    page = page_of(client, f"/survei/pusat/{half_opened().code}/")
    assert "75%" in page  # twelve of sixteen
    assert "Berapa yang menjawab" not in page


def test_an_interval_says_of_how_many_it_is(client: Client) -> None:
    centre = half_opened()
    assert "dari 5 suara yang sudah dibuka" in page_of(client, f"/survei/pusat/{centre.code}/")
    quarter_ends()
    over = page_of(client, f"/survei/pusat/{centre.code}/?periode={OVER.spelled}")
    assert "yang sudah dibuka" not in over


def test_an_interim_report_does_not_take_what_is_opened_for_all_who_answered() -> None:
    centre = half_opened()
    facts = facts_of(Of(centre.host_agency), NOW, TODAY)
    said = str(content_of(facts))
    assert "memakai 5 penilaian yang sudah dibuka" in said
    assert "kunjungan yang dilayani, 5 dinilai" not in said


def test_page_interface_and_report_tell_one_interval_and_one_population(client: Client) -> None:
    centre = declared(make_centre())
    agency = centre.host_agency
    ballots(centre, service_of(centre), [4] * 9 + [2] * 9)
    quarter_ends()
    told = client.get(f"/api/v1/surveys/results?agency={agency.code}&period={OVER.spelled}").json()
    low, high = (f"{one:.2f}".replace(".", ",") for one in told["interval"])
    page = page_of(client, f"/survei/perangkat/{agency.code}/?periode={OVER.spelled}")
    assert f"{low} dan {high}" in page
    report = str(content_of(facts_of(Of(agency), OVER, TODAY)))
    assert low in report
    assert high in report
    centre_page = page_of(client, f"/survei/pusat/{centre.code}/?periode={OVER.spelled}")
    for text in (page, centre_page):
        assert "Data uji" in text
        assert "36 menurut Krejcie dan Morgan" in text


def test_a_population_is_of_all_places_of_an_agency_not_of_one() -> None:
    centre = declared(make_centre())
    ballots(centre, service_of(centre), [4] * 9)
    here = queries.narrowed(centre, centre.host_agency, None)
    assert queries.shown(here, OVER, TODAY).declared is None
    assert queries.shown(queries.of_centre(centre), OVER, TODAY).declared is not None
