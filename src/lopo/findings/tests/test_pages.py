"""What everybody sees of the survey: nothing of a few, nothing to subtract, nothing broken."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.tests.builders import make_service
from lopo.findings.views import answering
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency
from lopo.surveys.actions import declare_population
from lopo.surveys.api import current_period
from lopo.surveys.tests.builders import quarter_ends, vote

from .builders import TODAY, ballots, respondents

pytestmark = pytest.mark.django_db
OVER = current_period(TODAY).before.spelled
OF_THE_LAYOUT = 2  # whose page it is, and what it costs


@pytest.fixture(autouse=True)
def _on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pages", "parts", "files", "rest"):
        monkeypatch.setattr(f"lopo.findings.views.{name}.today", lambda: TODAY)


def judged(centre: Centre | None = None) -> Centre:
    """A centre whose first service has nine voices, the second three."""
    centre = centre or make_centre()
    ballots(centre, service_of(centre, "A"), [3] * 9)
    ballots(centre, service_of(centre, "B"), [1] * 3)
    return centre


def everything(centre: Centre) -> list[str]:
    """Every address that shows something of a centre and what belongs to it."""
    agency = centre.host_agency.code
    codes = [service_of(centre, letter).code for letter in "AB"]
    return [
        "/survei/",
        f"/survei/pusat/{centre.code}/",
        f"/survei/perangkat/{agency}/",
        *(f"/survei/layanan/{code}/" for code in codes),
        *(f"/survei/layanan/{code}/lencana.svg" for code in codes),
        f"/survei/bagian/perangkat/{agency}/",
        f"/survei/bagian/pusat/{centre.code}/",
        f"/survei/bagian/layar/{centre.code}/",
        f"/survei/pusat/{centre.code}/lencana.svg",
        f"/survei/perangkat/{agency}/lencana.svg",
        "/survei/data/hasil.csv",
        "/survei/data/hasil.json",
        f"/api/v1/surveys/results?centre={centre.code}",
        *(f"/api/v1/surveys/results?service={code}" for code in codes),
        f"/api/v1/surveys/results?centre={centre.code}&agency={agency}&service={codes[1]}",
    ]


def seen(client: Client, address: str) -> str:
    """What a page says; it is there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/survei/?periode=2026-tw5", 404),
        ("/survei/?periode=besok", 404),
        ("/survei/?periode=0000", 404),
        ("/survei/pusat/entah/", 404),
        ("/survei/perangkat/entah/", 404),
        ("/survei/layanan/entah/", 404),
        ("/survei/layanan/%00/", 400),
        ("/survei/data/hasil.csv?pusat=entah", 404),
        ("/survei/data/hasil.json?periode=x", 404),
        ("/api/v1/surveys/results?period=2026-tw9", 422),
        ("/api/v1/surveys/results?period=2026-s3&centre=x", 422),
        ("/api/v1/surveys/results?centre=entah", 404),
        ("/api/v1/surveys/results?service=%00", 422),
        (f"/api/v1/surveys/results?centre={'x' * 200}", 422),
    ],
)
def test_what_is_not_there_is_said_so(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("address", ["/survei/", "/survei/data/", "/survei/data/hasil.csv"])
def test_results_are_read_and_nothing_else(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_of_three_voices_nothing_is_seen_anywhere(client: Client) -> None:
    centre = make_centre()
    ballots(centre, service_of(centre, "A"), [1] * 3)
    for address in everything(centre):
        said = seen(client, address)
        assert "25,00" not in re.sub(r"<text[^>]*scale__from.*?</text>", "", said), address
        assert '"value":25' not in said
    assert len(list(csv.reader(io.StringIO(seen(client, "/survei/data/hasil.csv"))))) == 1


def test_two_results_subtracted_do_not_give_a_third(client: Client) -> None:
    centre = judged()
    for address in everything(centre):
        for text in seen(client, address), seen(client, f"{address}{_also(address)}"):
            said = set(re.findall(r"\b(?:62[.,]50?|75[.,]00?|25[.,]00?)\b", _without_scale(text)))
            # Nine threes and three ones are 62,50 together; alone neither is to be found.
            assert said <= {"62,50", "62.5"}, (address, said)


def _also(address: str) -> str:
    name = "period" if "/api/" in address else "periode"
    return f"{'&' if '?' in address else '?'}{name}={OVER}"


def _without_scale(text: str) -> str:
    return re.sub(r'<text class="scale__from.*?</text>', "", text)


def test_files_hold_what_is_published_and_only_that(client: Client) -> None:
    centre = judged()
    ballots(centre, make_service(agency=make_agency()), [4] * 7)
    rows = list(csv.DictReader(io.StringIO(seen(client, "/survei/data/hasil.csv"))))
    of = {(row["tingkat"], row["kode"]): row for row in rows}
    whole = of["pusat", centre.code]
    assert (whole["responden"], whole["nilai"], whole["mutu"]) == ("19", "76.32", "C")
    assert whole["U1"] == whole["U9"] == "76.32"
    assert ("layanan", service_of(centre, "B").code) not in of
    assert all(int(row["responden"]) >= 5 for row in rows)
    told = json.loads(seen(client, f"/survei/data/hasil.json?pusat={centre.code}&periode={OVER}"))
    assert {row["tingkat"] for row in told["hasil"]} >= {"pusat", "layanan"}


def test_a_name_is_no_formula_in_a_spreadsheet(client: Client) -> None:
    agency = make_agency(name='=HYPERLINK("http://jahat.example")')
    ballots(make_centre(), make_service(agency=agency), [4] * 6)
    rows = list(csv.DictReader(io.StringIO(seen(client, "/survei/data/hasil.csv"))))
    assert not [row for row in rows if row["nama"].startswith("=")]


def test_programs_are_told_the_same(client: Client) -> None:
    centre = judged()
    told: dict[str, Any] = json.loads(
        seen(client, f"/api/v1/surveys/results?centre={centre.code}&period={OVER}")
    )
    assert (told["value"], told["grade"], told["ballots"]) == (62.5, "D", 12)
    assert (told["period"]["code"], told["period"]["running"]) == (OVER, False)
    assert [one["code"] for one in told["elements"]] == [f"U{n}" for n in range(1, 10)]
    assert {one["answers"] for one in told["elements"]} == {12}
    alone = json.loads(seen(client, f"/api/v1/surveys/results?service={_small(centre)}"))
    assert (alone["value"], alone["ballots"], alone["elements"]) == (None, 0, [])


def _small(centre: Centre) -> str:
    return service_of(centre, "B").code


def test_who_has_the_page_is_told_so(client: Client) -> None:
    centre = judged()
    for address in (f"/survei/pusat/{centre.code}/", f"/survei/pusat/{centre.code}/lencana.svg"):
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    ballots(centre, service_of(centre, "A"), [4])
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_badge_is_a_picture_for_other_sites(client: Client) -> None:
    centre = judged()
    answer = client.get(f"/survei/pusat/{centre.code}/lencana.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=300" in answer["Cache-Control"]
    assert "<title" in answer.content.decode()
    assert "62,50 D" in answer.content.decode()
    empty = make_centre()
    assert "belum cukup suara" in seen(client, f"/survei/pusat/{empty.code}/lencana.svg")


def test_practice_is_shown_nowhere(client: Client) -> None:
    centre = judged(make_centre(is_practice=True))
    for address in everything(centre):
        assert "62,50" not in seen(client, address)


def test_the_page_says_how_sure_it_is(client: Client) -> None:
    centre = judged()
    respondents(centre, service_of(centre, "A"), "GENDER", L=6, P=3)
    quarter_ends()
    declare_population(
        agency=centre.host_agency,
        people=13686,
        source="Data uji",
        valid_from=TODAY.replace(month=1),
    )
    page = seen(client, f"/survei/perangkat/{centre.host_agency.code}/")
    assert "13.686" in page
    assert "374" in page
    assert "kurang 362" in page
    assert "Lainnya" in page  # six men and three women: nobody is told apart


def test_the_number_of_a_centre_moves_at_once(client: Client) -> None:
    centre = make_centre()
    for _voice in range(5):
        vote(centre)
    part = f"/survei/bagian/pusat/{centre.code}/"
    assert 'data-ballots="5"' in seen(client, part)
    vote(centre)
    assert 'data-ballots="6"' in seen(client, part)
    assert 'data-live="' in seen(client, f"/survei/pusat/{centre.code}/")


def test_others_show_it_on_their_pages(client: Client) -> None:
    centre = judged()
    service = service_of(centre, "A")
    ballots(centre, service_of(centre, "B"), [4] * 2)
    assert "Kepuasan" in seen(client, f"/layanan/{service.code}/")
    assert f"/survei/layanan/{service.code}/lencana.svg" in seen(
        client, f"/layanan/{service.code}/"
    )
    assert "75,00 C" in seen(client, f"/survei/layanan/{service.code}/lencana.svg")
    assert "Kepuasan" in seen(client, f"/perangkat-daerah/{centre.host_agency.code}/")
    assert "/survei/" in seen(client, "/sitemap.xml")


@pytest.mark.parametrize("letters", ["A", "AB"])
def test_few_statements_however_much_is_listed(
    letters: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    centre = make_centre()
    for letter in letters:
        ballots(centre, service_of(centre, letter), [4] * 9)
    for address in ("/survei/", f"/survei/pusat/{centre.code}/"):
        with django_assert_max_num_queries(18 + OF_THE_LAYOUT):
            seen(client, address)


def test_a_quarter_is_not_over_before_it_is_over_in_every_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for hour, day in ((16, 30), (17, 1)):  # 00.00 and 01.00 WITA; 23.00 and 00.00 WIB
        at = datetime(2026, 9, 30, hour, 0, tzinfo=UTC)
        monkeypatch.setattr(answering, "system_clock", lambda at=at: at)
        assert answering.today().day == day
