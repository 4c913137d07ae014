"""What stands on a counter: made by those who look after it, read by every phone."""

from pathlib import Path

import pytest
from django.test import Client

from lopo import surveys
from lopo.frontdesk.tests.builders import make_centre, make_officer
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, counter_of
from lopo.people.rules import Role
from lopo.publications.tests.reading import Paper
from lopo.surveys import actions, queries
from lopo.surveys.models import SurveyPoint

pytestmark = pytest.mark.django_db


def signed_in(centre: Centre, role: Role) -> Client:
    client = Client()
    client.force_login(make_officer(centre=centre, role=role))
    return client


def test_cards_are_no_business_of_others() -> None:
    here, there = make_centre(), make_centre()
    point = actions.point_at(centre=here, counter=None)
    foreign = actions.point_at(centre=there, counter=None)
    pages = ("kartu/", "kartu.pdf", f"kartu/{point.code}.pdf")
    officer, elsewhere = (
        signed_in(here, Role.COUNTER_OFFICER),
        signed_in(there, Role.SUPERVISOR),
    )
    for page in pages:
        path = f"/petugas/survei/{here.code}/{page}"
        assert Client().get(path).status_code == 302
        assert officer.get(path).status_code == elsewhere.get(path).status_code == 404
    assert officer.post(f"/petugas/survei/{here.code}/kartu/").status_code == 404
    supervisor = signed_in(here, Role.SUPERVISOR)
    for missing in (f"{foreign.code}.pdf", "tiada.pdf", f"{point.code}.pdf?ukuran=a0"):
        assert supervisor.get(f"/petugas/survei/{here.code}/kartu/{missing}").status_code == 404
    assert supervisor.get(f"/petugas/survei/{make_centre().code}/kartu.pdf").status_code == 404


def test_every_counter_gets_its_code_once() -> None:
    centre = make_centre(counters=2)
    client, path = signed_in(centre, Role.CENTRE_ADMIN), f"/petugas/survei/{centre.code}/kartu/"
    assert "Buat kode untuk setiap meja" in client.get(path).content.decode()
    assert not SurveyPoint.objects.exists()
    assert client.post(path).status_code == 303
    codes = {one.code for one in SurveyPoint.objects.all()}
    assert len(codes) == 3
    client.post(path)
    assert {one.code for one in SurveyPoint.objects.all()} == codes
    page = client.get(path).content.decode()
    assert all(code in page for code in codes)
    assert "Buat kode" not in page


@pytest.mark.parametrize(("paper", "size"), [("a6", (105, 148)), ("a5", (148, 210))])
def test_a_phone_reads_the_card_of_a_counter(paper: str, size: tuple[int, int]) -> None:
    centre = make_centre()
    counter = counter_of(centre, "1")
    point = actions.point_at(centre=centre, counter=counter)
    client = signed_in(centre, Role.SUPERVISOR)
    answer = client.get(f"/petugas/survei/{centre.code}/kartu/{point.code}.pdf?ukuran={paper}")
    card = Paper(answer.content)
    assert (len(card.pages), card.size_mm()) == (1, size)
    assert card.codes() == {queries.point_url(point)}
    for needed in ("Bagaimana layanan kami?", "tanpa nama", f"/s/{point.code}", "Meja 1"):
        assert card.says(needed)


def test_all_cards_lie_on_sheets_to_cut() -> None:
    centre = make_centre(counters=4)
    points = actions.points_everywhere(centre=centre)
    client = signed_in(centre, Role.SUPERVISOR)
    sheets = Paper(client.get(f"/petugas/survei/{centre.code}/kartu.pdf").content)
    assert (len(sheets.pages), sheets.size_mm()) == (2, (210, 297))
    found = sheets.codes(0) | sheets.codes(1)
    assert found == {queries.point_url(point) for point in points}


def test_another_questionnaire_has_cards_of_its_own() -> None:
    centre = make_centre(counters=1)
    client, path = signed_in(centre, Role.SUPERVISOR), f"/petugas/survei/{centre.code}/kartu"
    assert "kuesioner" not in client.get(f"{path}/").content.decode()
    file = Path(surveys.__file__).parent / "data" / "spak.json"
    actions.import_instruments(raw=file.read_bytes(), clock=system_clock)
    for unknown in ("TIADA", "S" * 300):
        assert client.get(f"{path}/", {"kuesioner": unknown}).status_code == 404
    asks = f"{path}/?kuesioner=SPAK"
    assert client.get(f"{path}.pdf?kuesioner=SPAK").status_code == 404
    assert client.post(asks)["Location"] == asks
    assert set(SurveyPoint.objects.values_list("instrument_code", flat=True)) == {"SPAK"}
    page = client.get(asks).content.decode()
    assert f"{path}.pdf?kuesioner=SPAK" in page
    assert not any(one.code in client.get(f"{path}/").content.decode() for one in points(centre))
    paper = Paper(client.get(f"{path}.pdf?kuesioner=SPAK").content)
    assert paper.says("Survei Persepsi Anti Korupsi")
    assert sorted(paper.codes()) == sorted(queries.point_url(one) for one in points(centre))
    one = Paper(client.get(f"{path}/{points(centre)[0].code}.pdf").content)
    assert one.says("Survei Persepsi Anti Korupsi")


def points(centre: Centre) -> list[SurveyPoint]:
    return queries.points_of(centre, "SPAK")
