"""What has ended stays where staff still need it; what a batch cannot become is said at once."""

from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_officer, service_of
from lopo.organisation.api import Centre
from lopo.people.api import Role
from lopo.publications.tests.reading import Paper
from lopo.surveys import actions, queries
from lopo.surveys.actions import About, Circumstances, Said
from lopo.surveys.models import Instrument, PaperBatch
from lopo.surveys.rules import current_period, lately
from lopo.surveys.views import paper, printing, supervision

from .papers import checker, typist

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
TODAY = Clockwork()().date()
NEXT_QUARTER = date(2027, 1, 4)
KEY = "k" * 24


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clockwork:
    """The clock of the pages of staff."""
    found = Clockwork()
    for module in (paper, printing, supervision):
        monkeypatch.setattr(module, "system_clock", found)
    return found


@pytest.fixture
def centre(clock: Clockwork) -> Centre:
    """A centre with one voice in SPAK, which ended yesterday."""
    place = make_centre()
    raw = (DATA / "spak.json").read_bytes()
    actions.import_instruments(raw=raw, clock=Clockwork())
    asked = queries.asked_about("SPAK", TODAY)
    assert asked is not None
    actions.cast_ballot(
        about=About(place, service_of(place)),
        asked=asked,
        said=Said({"K1": 6}),
        circumstances=Circumstances("COUNTER"),
        clock=Clockwork(),
    )
    actions.end_instrument(instrument=asked.instrument, last_day=TODAY, clock=Clockwork())
    clock.forward(days=1)
    return place


def overview(client: Client, centre: Centre, **query: str) -> str:
    client.force_login(make_officer(centre=centre, role=Role.SUPERVISOR))
    answer = client.get(f"/petugas/survei/{centre.code}/", query)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def chosen(code: str) -> str:
    return f'<option value="{code}" lang="id" selected>'


def test_an_ended_questionnaire_stays_choosable_for_its_periods(
    client: Client, centre: Centre, clock: Clockwork
) -> None:
    assert chosen("SPAK") in overview(client, centre, kuesioner="SPAK")
    assert 'value="SPAK"' in overview(client, centre)
    clock.now = Clockwork().forward(days=(NEXT_QUARTER - TODAY).days)()
    assert 'value="SPAK"' not in overview(client, centre)
    assert 'value="SPAK"' in overview(client, centre, periode=current_period(TODAY).spelled)
    # Asked for all the same, it is named as what is shown.
    assert chosen("SPAK") in overview(client, centre, kuesioner="SPAK")


def test_one_that_was_answered_after_its_end_is_there_too(centre: Centre) -> None:
    first = TODAY + timedelta(days=1)
    codes = [one.code for one in queries.instruments_between(first, first)]
    assert codes == ["SKM"]
    spak = Instrument.objects.get(code="SPAK")
    Instrument.objects.filter(pk=spak.pk).update(valid_until=TODAY - timedelta(days=1))
    there = queries.instruments_between(TODAY, first, answered_at=centre)
    assert [one.code for one in there] == ["SKM", "SPAK"]
    assert [one.code for one in queries.instruments_between(TODAY, first)] == ["SKM"]


def test_paper_of_its_days_still_comes_in_and_counts(
    client: Client, centre: Centre, clock: Clockwork
) -> None:
    officer = typist(centre)
    client.force_login(officer)
    way = f"/petugas/survei/{centre.code}/kertas/baru/"
    assert 'value="SPAK"' in client.get(way).content.decode()
    facts = {"day": clock().date().isoformat(), "sheets": "1", "instrument": "SPAK", "kunci": KEY,
             "service": service_of(centre).code}  # fmt: skip
    late = client.post(way, facts)
    assert late.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tidak ada kuesioner" in late.content.decode()
    assert client.post(way, {**facts, "day": TODAY.isoformat()}).status_code == 303
    batch = PaperBatch.objects.get()
    assert (batch.instrument.code, batch.day) == ("SPAK", TODAY)
    said = Said({"K1": 5})
    actions.enter_form(batch=batch, number=1, said=said, service=None, officer=officer)
    actions.submit_batch(batch=batch, officer=officer, clock=clock)
    second = checker(centre)
    actions.reenter_form(
        batch=batch, number=1, said=said, service=None, officer=second, clock=clock
    )
    assert actions.confirm_batch(batch=batch, officer=second, clock=clock) == 1


def test_its_blank_sheet_is_printed_still(client: Client, centre: Centre) -> None:
    client.force_login(typist(centre))
    way = f"/petugas/survei/{centre.code}/kertas/"
    assert "formulir.pdf?kuesioner=SPAK" in client.get(way).content.decode()
    assert Paper(client.get(f"{way}formulir.pdf?kuesioner=SPAK").content).says("6 Sangat setuju")


def test_what_ended_two_years_ago_is_not_offered_any_more(centre: Centre) -> None:
    days = (date(2029, 1, 4) - TODAY).days
    later = Clockwork().forward(days=days)().date()
    found = queries.instruments_between(lately(later)[-1].first, later)
    assert [one.code for one in found] == ["SKM"]


def test_equal_names_say_their_codes() -> None:
    skm = Instrument(code="SKM", name="Survei")
    one, other = Instrument(code="A-1", name="Lokal"), Instrument(code="A-2", name="LOKAL")
    told = queries.told_apart([skm, one, other])
    assert [row["name"] for row in told] == ["Survei", "Lokal (A-1)", "LOKAL (A-2)"]


@pytest.fixture
def form(client: Client, clock: Clockwork) -> tuple[Centre, dict[str, str]]:
    """What somebody at reception sends to open a batch of the quarter before."""
    centre = make_centre()
    client.force_login(typist(centre))
    before = current_period(TODAY).before.last
    facts = {"day": before.isoformat(), "sheets": "7", "instrument": "SKM", "kunci": KEY}
    return centre, facts


def send(client: Client, form: tuple[Centre, dict[str, str]], **other: str) -> Any:
    centre, facts = form
    return client.post(f"/petugas/survei/{centre.code}/kertas/baru/", {**facts, **other})


def test_that_a_report_is_out_is_said_at_the_day_and_nothing_is_lost(
    client: Client, form: tuple[Centre, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lopo.surveys.actions.paper._closed_by", [lambda *_place: True])
    answer = send(client, form)
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_day">Dikumpulkan pada: Laporan periode itu sudah terbit' in page
    assert 'value="7"' in page


def test_too_few_sheets_for_a_finished_quarter_are_said_before_they_are_typed(
    client: Client, form: tuple[Centre, dict[str, str]]
) -> None:
    answer = send(client, form, sheets="4")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Triwulan itu sudah berakhir" in answer.content.decode()
    assert send(client, form, sheets="5").status_code == HTTPStatus.SEE_OTHER


def test_a_page_that_had_become_too_old_keeps_what_was_typed(
    client: Client, form: tuple[Centre, dict[str, str]]
) -> None:
    answer = send(client, form, kunci="")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="7"' in answer.content.decode()
    assert not PaperBatch.objects.exists()


def test_differences_stand_as_on_the_sheet(client: Client) -> None:
    centre = make_centre()
    clock = Clockwork()
    batch = actions.open_batch(
        centre=centre, day=TODAY, sheets=1, officer=typist(centre), clock=clock
    )
    one = Said({"U1": 4, "U8": 4, "U9": 4}, {"AGE": "25-34", "GENDER": "P"})
    two = Said({"U1": 3, "U8": 3, "U9": 3}, {"AGE": "35-44", "GENDER": "L"})
    first, other = service_of(centre, "A"), service_of(centre, "B")
    officer, second = batch.entered_by, checker(centre)
    actions.enter_form(batch=batch, number=1, said=one, service=first, officer=officer)
    actions.submit_batch(batch=batch, officer=officer, clock=clock)
    actions.reenter_form(
        batch=batch, number=1, said=two, service=other, officer=second, clock=clock
    )
    client.force_login(second)
    way = f"/petugas/survei/{centre.code}/kertas/{batch.pk}/periksa/1/"
    page = client.get(way).content.decode()
    places = [page.index(f'name="{key}"') for key in ("service", "GENDER", "AGE", "U1", "U9", "U8")]
    assert places == sorted(places)
