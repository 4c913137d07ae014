"""Whoever is asked by SPAK, SPKP or a local questionnaire sees what came of it, apart from SKM."""

import csv
import io
import json
import re
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from django.test import Client

from lopo.findings import queries
from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_officer, service_of
from lopo.people.api import Role
from lopo.surveys import actions
from lopo.surveys.api import current_period
from lopo.surveys.management.commands.lopo_demo_voices import fill_other
from lopo.surveys.models import Band, Instrument
from lopo.surveys.tests.builders import counted, vote

from .builders import LAST_QUARTER, TODAY, ballots
from .others import CODES, FILE, MIXED, NAME, OVER, answered, of_spak, one_more, recomputed
from .test_pages import everything, judged, seen
from .test_reports import half_up

pytestmark = pytest.mark.django_db
ONE_LOOK, ANOTHER = 20, 9  # which others were answered is one of the first
GRADES = (("A", "88.31"), ("B", "76.61"), ("C", "65.00"), ("D", "0"))
SKM_WORDS = re.compile(r"\bSKM\b|kepuasan|PermenPANRB|×\s*25|kali 25|sembilan", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pages", "parts", "files", "rest", "questionnaires"):
        monkeypatch.setattr(f"lopo.findings.views.{name}.today", lambda: TODAY)


@pytest.fixture
def _spak() -> None:
    """The questionnaire of the shipped file is in force, and nobody has answered it."""
    actions.import_instruments(raw=FILE.read_bytes(), clock=Clockwork())


def grade_of(value: str) -> str:
    said = Fraction(value.replace(",", "."))
    return next(name for name, low in GRADES if said >= Fraction(low))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/survei/?kuesioner=ENTAH", 404),
        ("/survei/?kuesioner=%00", 400),
        (f"/survei/?kuesioner={'x' * 300}", 404),
        ("/survei/?kuesioner=spak", 404),
        ("/survei/?kuesioner=", 200),
        ("/survei/data/hasil.csv?kuesioner=ENTAH", 404),
        ("/survei/data/hasil.json?kuesioner=%3Cb%3E", 404),
        ("/api/v1/surveys/results?instrument=ENTAH", 404),
        ("/api/v1/surveys/results?instrument=%00", 422),
        (f"/api/v1/surveys/results?instrument={'x' * 17}", 422),
    ],
)
@pytest.mark.usefixtures("_spak")
def test_a_questionnaire_that_is_not_there_is_said_so(
    client: Client, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


@pytest.mark.usefixtures("_spak")
def test_one_that_nobody_answered_says_so_and_is_offered_nowhere(client: Client) -> None:
    centre = judged()
    assert "Belum cukup suara" in seen(client, "/survei/?kuesioner=SPAK&periode=2019")
    assert "Belum cukup suara" in seen(client, f"/survei/pusat/{centre.code}/?kuesioner=SPAK")
    assert "kuesioner=SPAK" not in seen(client, f"/survei/pusat/{centre.code}/?periode={OVER}")


@pytest.mark.usefixtures("_spak")
def test_of_four_voices_nothing_is_seen_and_no_link_tells_of_them(client: Client) -> None:
    centre = judged()
    before = [seen(client, one) for one in everything(centre)]
    answered(centre, [[6] * 5] * 4)
    for address in of_spak(centre):
        assert not re.search(r"100[.,]0", seen(client, address)), address
    assert [_steady(seen(client, one)) for one in everything(centre)] == [*map(_steady, before)]


@pytest.mark.usefixtures("_spak")
def test_two_results_of_it_subtracted_do_not_give_a_third(client: Client) -> None:
    """Nine threes and three ones are 41,67 together; alone neither 50,00 nor 16,67 is found."""
    centre = make_centre()
    answered(centre, [[3] * 5] * 9)
    answered(centre, [[1] * 5] * 3, "B")
    for address in of_spak(centre):
        text = re.sub(r'<text class="scale__.*?</text>', "", seen(client, address))
        said = set(re.findall(r"\b(?:41[.,]67|50[.,]00?|16[.,]67)\b", text.replace("100/6", "")))
        assert said <= {"41,67", "41.67"}, (address, said)


@pytest.mark.usefixtures("_spak")
def test_each_is_counted_apart_though_the_same_few_answered_both(client: Client) -> None:
    """Nothing of one is taken from the other: neither numbers nor blocks know of each other."""
    centre = make_centre()
    ballots(centre, service_of(centre, "A"), [4] * 6)
    skm = {one: _steady(seen(client, one)) for one in everything(centre)}
    answered(centre, MIXED)
    for address, before in skm.items():
        now = _steady(seen(client, address))
        assert _without_links(now) == _without_links(before), address
    told = json.loads(seen(client, f"/api/v1/surveys/results?period={OVER}"))
    assert (told["value"], told["ballots"], told["instrument"]["code"]) == (100.0, 6, "SKM")
    told = json.loads(seen(client, f"/api/v1/surveys/results?period={OVER}&instrument=SPAK"))
    assert (told["ballots"], told["instrument"]["highest"]) == (5, 6)


@pytest.mark.usefixtures("_spak")
def test_its_numbers_are_those_of_its_own_rows_and_scale(client: Client) -> None:
    centre = make_centre()
    ballots(centre, service_of(centre, "A"), [2] * 7)
    # Gaps are shown of five answers or more only: twice the five questionnaires.
    answered(centre, MIXED * 3)
    own = recomputed()
    assert own["ballots"] == 15
    for page in of_spak(centre)[:5]:
        text = seen(client, page)
        assert f"{own['value']}</b>" in text, page
        assert f"{grade_of(own['value'])}, " in text
        assert "dari 15 responden" in text
    for value in own["elements"]:
        assert f'unsur__value">{value}<' in text
    told = json.loads(seen(client, f"/api/v1/surveys/results?period={OVER}&instrument=SPAK"))
    assert half_up(Fraction(str(told["value"]))) == own["value"]
    assert [one["code"] for one in told["elements"]] == list(CODES)
    assert [half_up(Fraction(str(one["value"]))) for one in told["elements"]] == own["elements"]
    low, high = told["interval"]
    assert low < told["value"] < high <= 100


@pytest.mark.usefixtures("_spak")
def test_its_pages_bear_its_name_and_say_nothing_of_satisfaction(client: Client) -> None:
    centre = judged()
    answered(centre, MIXED * 2)
    for address in of_spak(centre)[:5]:
        main = _main(seen(client, address))
        assert NAME in main or "bagian" in address
        # The way back, by its name, is all that is said of the other.
        main = re.sub(r'<nav class="chips.*?</nav>', "", main, flags=re.DOTALL)
        assert not SKM_WORDS.search(main), (address, SKM_WORDS.findall(main))
        assert "lencana.svg" not in main
        assert "papan.pdf" not in main
        assert "/survei/laporan/" not in main
    assert f"<title>{NAME}" in seen(client, of_spak(centre)[0])


@pytest.mark.usefixtures("_spak")
def test_one_turns_from_one_to_the_other_and_stays_there(client: Client) -> None:
    centre = judged()
    answered(centre, MIXED)
    page = seen(client, f"/survei/pusat/{centre.code}/?periode={OVER}")
    assert f'href="?periode={OVER}&amp;kuesioner=SPAK"' in page
    # The quarter that runs has nothing of it: the link leads to the latest that has.
    page = seen(client, "/survei/?periode=2026-tw4")
    assert 'href="?kuesioner=SPAK"' in page
    page = seen(client, "/survei/?kuesioner=SPAK")
    assert f'value="{OVER}" selected' in page
    assert '<input type="hidden" name="kuesioner" value="SPAK">' in page
    assert f"/survei/pusat/{centre.code}/?periode={OVER}&amp;kuesioner=SPAK" in page
    assert f'hasil.csv?periode={OVER}&amp;kuesioner=SPAK"' in page
    page = seen(client, f"/survei/pusat/{centre.code}/?kuesioner=SPAK")
    assert f"/survei/bagian/pusat/{centre.code}/?periode={OVER}&amp;kuesioner=SPAK" in page
    small = seen(client, f"/survei/layanan/{service_of(centre, 'B').code}/?periode={OVER}")
    assert "kuesioner=SPAK" not in small


@pytest.mark.usefixtures("_spak")
def test_without_grades_the_index_is_shown_alone(client: Client) -> None:
    centre = make_centre()
    answered(centre, MIXED * 2)
    Band.objects.filter(instrument_code="SPAK").update(valid_until=LAST_QUARTER)
    page = seen(client, f"/survei/?kuesioner=SPAK&periode={OVER}")
    assert f"{recomputed()['value']}</b>" in page
    assert "scale__letter" not in page
    assert "ikm__grade--" not in page
    rows = _rows(client, f"?kuesioner=SPAK&periode={OVER}")
    assert {row["mutu"] for row in rows} == {""}


@pytest.mark.usefixtures("_spak")
def test_files_hold_one_questionnaire_at_a_time(client: Client) -> None:
    centre = judged()
    before = seen(client, "/survei/data/hasil.csv"), seen(client, "/survei/data/hasil.json")
    answered(centre, MIXED * 2)
    assert before == (
        seen(client, "/survei/data/hasil.csv"),
        seen(client, "/survei/data/hasil.json"),
    )
    rows = _rows(client, "?kuesioner=SPAK")
    assert list(rows[0])[-5:] == list(CODES)
    assert {row["tingkat"] for row in rows} >= {"seluruhnya", "pusat", "layanan"}
    assert {row["responden"] for row in rows} == {"10"}
    told = json.loads(seen(client, "/survei/data/hasil.json?kuesioner=SPAK"))
    assert told["kuesioner"] == {"kode": "SPAK", "nama": NAME}
    assert "× 100/6" in told["metode"]


@pytest.mark.usefixtures("_spak")
def test_what_is_only_planned_is_told_nowhere(client: Client) -> None:
    answered(judged(), MIXED * 2)
    files = ("/survei/data/hasil.csv?kuesioner=SPAK", "/survei/data/hasil.json?kuesioner=SPAK")
    before = [seen(client, path) for path in files]
    (plan,) = json.loads(FILE.read_bytes())["instrumen"]
    plan |= {"versi": 2, "nama": "Yang direncanakan", "berlaku_sejak": "2027-01-01"}
    plan["unsur"] = [*plan["unsur"][:-1], {**plan["unsur"][-1], "kode": "K9"}]
    for one in (plan, {**plan, "kode": "RENCANA", "versi": 1}):
        actions.import_instruments(raw=json.dumps({"instrumen": [one]}).encode(), clock=Clockwork())
    assert [seen(client, path) for path in files] == before
    for path in ("/survei/?kuesioner=RENCANA", "/api/v1/surveys/results?instrument=RENCANA"):
        assert client.get(path).status_code == 404


@pytest.mark.usefixtures("_spak")
def test_who_watches_a_number_of_it_learns_nothing_of_the_one_who_answers(client: Client) -> None:
    """The number of SKM moves at once; what is asked about bribes is told five at a time."""
    centre = make_centre()
    part = f"/survei/bagian/pusat/{centre.code}/?kuesioner=SPAK&periode=2026-tw4"
    told = []
    for _voice in range(16):
        one_more(centre)
        found = re.search(r'data-ballots="(\d+)"', seen(client, part))
        told.append(int(found.group(1)) if found else 0)
    assert told == [0] * 9 + [5] * 5 + [10] * 2
    assert "data-ballots" not in seen(client, f"/survei/bagian/pusat/{centre.code}/")


@pytest.mark.usefixtures("_spak")
def test_a_voice_of_skm_moves_nothing_of_the_other(client: Client) -> None:
    centre = make_centre()
    for _voice in range(5):
        vote(centre)
    part = f"/survei/bagian/pusat/{centre.code}/"
    assert 'data-ballots="5"' in seen(client, part)
    assert "data-ballots" not in seen(client, f"{part}?kuesioner=SPAK")


@pytest.mark.usefixtures("_spak")
@pytest.mark.parametrize("times", [1, 3])
def test_few_statements_with_two_questionnaires_too(
    times: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    centre = judged()
    for letter in "AB"[:times]:
        answered(centre, MIXED * times, letter)
    for address in ("/survei/", f"/survei/pusat/{centre.code}/"):
        for more in ("", "&kuesioner=SPAK"):
            with django_assert_max_num_queries(ONE_LOOK + ANOTHER):
                seen(client, f"{address}?periode={OVER}{more}")


@pytest.mark.usefixtures("_spak")
def test_staff_are_told_that_refusals_are_of_the_skm_and_whose_a_remark_is(
    client: Client,
) -> None:
    centre = judged()
    answered(centre, MIXED * 2)
    client.force_login(make_officer(centre=centre, role=Role.SUPERVISOR))
    base = f"/petugas/survei/{centre.code}/"
    page = seen(client, f"{base}?kuesioner=SPAK&periode={OVER}")
    assert page.count("hanya dihitung untuk SKM") == 2
    assert f"<h1>{NAME}" in page
    assert "hanya dihitung untuk SKM" not in seen(client, f"{base}?periode={OVER}")
    remarks = seen(client, f"{base}saran/")
    assert f" · {NAME}" not in remarks  # there is no other to be told from
    assert "kuesioner" in seen(client, f"{base}saran/?kuesioner=SKM")
    assert "Tidak diminta apa pun." not in seen(client, f"{base}saran/?kuesioner=SKM")
    assert f" · {NAME}" in seen(client, f"{base}saran/?kuesioner=SPAK")
    assert "Tidak ada saran dari kuesioner ini" in seen(client, f"{base}saran/?kuesioner=ENTAH")
    rows = seen(client, f"{base}saran/saran.csv?kuesioner=SPAK").splitlines()
    assert rows[1].endswith(NAME)


def _rows(client: Client, asked: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(seen(client, f"/survei/data/hasil.csv{asked}"))))


def _main(page: str) -> str:
    return page[page.find("<main") :].partition("</main>")[0] or page


def _steady(page: str) -> str:
    """Without what differs from answer to answer."""
    return re.sub(r'name="(csrfmiddlewaretoken|lopo-now)" (value|content)="[^"]*"', "", page)


def _without_links(page: str) -> str:
    return re.sub(r'\n?<nav class="chips mt-3.*?</nav>', "", page, flags=re.DOTALL)


def test_whose_name_a_version_bears_before_there_was_any() -> None:
    """The first one's: a page of a year before it says what it is about, and that it has none."""
    world = queries.world_around(queries.PROVINCE, [], TODAY)
    found = world.instrument(current_period(LAST_QUARTER.replace(year=2001)))
    assert found is not None
    assert found.code == "SKM"


def test_the_demonstration_has_one_and_its_skm_stays_as_it_is(client: Client) -> None:
    centre = judged()
    before = seen(client, f"/api/v1/surveys/results?period={OVER}")
    for _twice in range(2):
        fill_other(centre, TODAY)
    assert counted(instrument__code="SPAK") == 96
    assert seen(client, f"/api/v1/surveys/results?period={OVER}") == before
    page = seen(client, f"/survei/?kuesioner=SPAK&periode={OVER}")
    assert f"{recomputed()['value']}</b>" in page


@pytest.mark.usefixtures("_spak")
def test_one_that_has_ended_is_still_read_and_asks_nobody_any_more(client: Client) -> None:
    centre = make_centre()
    answered(centre, MIXED * 2)
    address = f"/survei/pusat/{centre.code}/?kuesioner=SPAK"
    assert "Ikut menjawab" in seen(client, address)
    Instrument.objects.filter(code="SPAK").update(valid_until=current_period(TODAY).before.last)
    page = seen(client, address)
    assert f"{recomputed()['value']}</b>" in page
    assert "Ikut menjawab" not in page


@pytest.mark.usefixtures("_spak")
def test_any_code_is_a_code_in_an_address(client: Client) -> None:
    """Whatever a file may say today: rows of yesterday are read, too."""
    strange = {"code": "A&<b>#+", "name": "<i>Milik sendiri</i>"}
    Instrument.objects.filter(code="SPAK").update(**strange)
    answered(make_centre(), MIXED, code="A&<b>#+")
    page = seen(client, f"/survei/?periode={OVER}")
    (link,) = re.findall(r'href="(\?periode=[^"]*kuesioner=[^"]*)"', page)
    page = seen(client, f"/survei/{unescape(link)}")
    assert "<h1>&lt;i&gt;Milik sendiri&lt;/i&gt;</h1>" in page
    (file_of_it,) = re.findall(r'href="(/survei/data/hasil.csv[^"]*)"', page)
    assert "K1" in seen(client, unescape(file_of_it))


@pytest.mark.usefixtures("_spak")
def test_two_that_are_called_alike_are_told_apart(client: Client) -> None:
    file = json.loads(FILE.read_text(encoding="utf-8"))
    file["instrumen"][0] |= {"kode": "SPAK-2"}
    actions.import_instruments(raw=json.dumps(file).encode(), clock=Clockwork())
    centre = make_centre()
    for code in ("SPAK", "SPAK-2"):
        answered(centre, MIXED, code=code)
    page = seen(client, f"/survei/?periode={OVER}")
    for code in ("SPAK", "SPAK-2"):
        assert f">{NAME} ({code})</a>" in page
