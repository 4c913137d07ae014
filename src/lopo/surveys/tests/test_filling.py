"""From a scanned code to thanks, and everything that may be wrong on the way."""

import gzip
import re
import secrets
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lopo.catalogue.tests.builders import make_offering
from lopo.foundation.models import Bucket
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_ticket, service_of
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, counter_of
from lopo.surveys import actions
from lopo.surveys.models import (
    Instrument,
    Item,
    Participation,
    ProfileField,
    SpentLink,
    SurveyInvitation,
    Turnout,
)
from lopo.surveys.rules import invitation_hash, link_key
from lopo.surveys.views import circumstances, ways
from lopo.ui.bundles import SOURCES, join_css, join_js

from .builders import ALL, PROFILE, counted, profiles_so_far, remarks_so_far, said_so_far, served

pytestmark = pytest.mark.django_db
GOOD = {**dict.fromkeys(ALL, "3"), **PROFILE, "remark": "Ruang tunggu panas"}
KEY = re.compile(r'name="kunci" value="([0-9a-f-]{36}\.1)"')


def now() -> Clockwork:
    """The clock of tests, at the real moment: pages have no other."""
    return Clockwork(system_clock())


def link_of(ticket: Ticket) -> str:
    return f"/survei/isi/{actions.key_of_ticket(ticket.token)}/"


@pytest.fixture
def link() -> str:
    """The link of somebody who was served just now."""
    return link_of(served(clock=now()))


@pytest.fixture
def card() -> str:
    """The code at a counter, with the service already chosen."""
    return card_of(make_centre(queues="A"))


def card_of(centre: Centre) -> str:
    point = actions.point_at(centre=centre, counter=counter_of(centre, "1"))
    return f"/s/{point.code}/?layanan={service_of(centre).code}"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_link_nobody_was_given_leads_nowhere_and_says_why(client: Client) -> None:
    waiting = link_of(make_ticket(clock=now()))
    for address in (waiting, f"/survei/isi/{link_key('x', 'y')}/", "/survei/isi/u1/"):
        response = client.get(address)
        assert response.status_code == 404
        assert "Survei ini dibuka setelah Anda dilayani" in text_of(response)
    assert client.post(waiting, GOOD).status_code == 404
    assert counted() == 0


def test_a_code_that_hangs_nowhere_is_told_kindly(client: Client) -> None:
    response = client.get("/s/tiada/")
    assert response.status_code == 404
    assert "pindai sekali lagi kartu di meja" in text_of(response)


def test_a_hundred_thousand_guesses_find_nothing() -> None:
    served(clock=now())
    assert SurveyInvitation.objects.count() == 1
    real = actions.key_of_ticket(Ticket.objects.get().token)
    guesses = [link_key(secrets.token_hex(8), str(number)) for number in range(100_000)]
    found = "SELECT count(*) FROM surveys_surveyinvitation WHERE hash = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(found, [[invitation_hash(guess) for guess in guesses]])
        assert cursor.fetchone() == (0,)
        cursor.execute(found, [[invitation_hash(one) for one in (*guesses[:10], real)]])
        assert cursor.fetchone() == (1,)


def test_whoever_tries_many_links_waits_and_nobody_with_a_right_one_does(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "TRIES", 3)
    answers = [client.get(f"/survei/isi/salah{number}/").status_code for number in range(4)]
    assert answers == [404, 404, 404, 429]
    assert client.get("/s/salah/").status_code == 429
    assert client.get(link).status_code == 200


def test_a_robot_at_a_code_is_flagged_and_then_waits(
    client: Client, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circumstances, "MANY", 2)
    monkeypatch.setattr(circumstances, "MOST", 4)
    answers = [Client().post(card, GOOD).status_code for _ in range(5)]
    assert answers == [303, 303, 303, 303, 429]
    assert sum(Participation.objects.values_list("from_known_device", flat=True)) == 2
    other = Client(REMOTE_ADDR="10.9.8.7")
    assert other.post(card, GOOD).status_code == 303


def test_what_is_counted_against_robots_names_no_address_and_no_moment(
    client: Client, card: str
) -> None:
    client.post(card, GOOD, REMOTE_ADDR="10.9.8.7")
    kept = Bucket.objects.filter(key__startswith="suara:").get()
    assert "10.9.8.7" not in kept.key
    assert (kept.started_at.minute, kept.started_at.second) == (0, 0)


WRONG: list[dict[str, str | None]] = [
    {"U1": None},
    {"U1": ""},
    {"U1": "0"},
    {"U9": "5"},
    {"U2": "3.5"},
    {"U3": "sangat"},
    {"U4": "1\x00"},
    {"U5": "\ud800"},
    {"GENDER": "X"},
    {"AGE": "\x00"},
    {"WORK": "PNS,PPPK"},
    {"remark": "a" * 1001},
]


@pytest.mark.parametrize("way", ["link", "card"])
def test_what_is_wrong_is_said_and_what_was_right_is_kept(
    way: str, request: pytest.FixtureRequest, client: Client
) -> None:
    address = request.getfixturevalue(way)
    for wrong in WRONG:
        sent = {name: value for name, value in {**GOOD, **wrong}.items() if value is not None}
        body = "&".join(f"{name}={_encoded(value)}" for name, value in sent.items())
        response = client.post(address, body, content_type="application/x-www-form-urlencoded")
        page = text_of(response)
        assert (response.status_code, 'class="errsum"' in page) == (422, True), wrong
        for name, value in sent.items():
            if name not in wrong and name != "remark":
                assert re.search(rf'name="{name}" value="{value}"[^>]*checked', page), (wrong, name)
        assert "remark" in wrong or GOOD["remark"] in page
    assert counted() == 0
    assert not SpentLink.objects.exists()


def _encoded(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode(errors="surrogatepass"))


def test_the_link_of_the_slip_is_answered_once(client: Client, link: str) -> None:
    page = client.get(link)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    for needed in ("Kurang sesuai", "wajah-1", "Meja 1", "Boleh dilewati", "Jangan menulis nama"):
        assert needed in text_of(page)
    answer = client.post(link, GOOD)
    assert (answer.status_code, answer["Location"].split("/")[-2]) == (303, "terima-kasih")
    assert "Terima kasih" in text_of(client.get(answer["Location"]))
    came = Participation.objects.get()
    assert came.channel == "LINK"
    assert came.counter is not None
    assert said_so_far() == [(3,) * 9]
    assert remarks_so_far() == ["Ruang tunggu panas"]
    assert profiles_so_far()[0]["WORK"] == "PNS"
    for again in (client.get(link), client.post(link, GOOD), client.post(link, {})):
        assert again.status_code == 409
        assert "Satu kunjungan satu suara" in text_of(again)
    assert counted() == 1


def test_a_link_out_of_a_message_says_so(client: Client, link: str) -> None:
    client.post(f"{link}?pesan", GOOD)
    assert Participation.objects.get().channel == "MESSAGE"


def test_a_link_whose_week_is_over_is_closed_kindly(client: Client) -> None:
    ticket = served(clock=Clockwork(system_clock()).forward(days=-9))
    for answer in (client.get(link_of(ticket)), client.post(link_of(ticket), GOOD)):
        assert answer.status_code == 410
        assert "sudah ditutup" in text_of(answer)


@pytest.mark.parametrize("way", ["link", "card"])
def test_a_form_sent_twice_counts_once(
    way: str, request: pytest.FixtureRequest, client: Client
) -> None:
    address = request.getfixturevalue(way)
    found = KEY.search(text_of(client.get(address)))
    assert found is not None
    for _press in range(2):
        answer = client.post(address, {**GOOD, "kunci": found[1]})
        assert (answer.status_code, answer["Location"].split("/")[-2]) == (303, "terima-kasih")
    assert counted() == 1


@pytest.mark.parametrize("key", ["", "bukan kunci", "a" * 500, "\x00"])
def test_without_a_key_of_its_own_every_press_counts(client: Client, card: str, key: str) -> None:
    """The control of the story above: it is the key that tells a second press from a second one."""
    for _press in range(2):
        assert client.post(card, {**GOOD, "kunci": key}).status_code == 303
    assert counted() == 2


def test_what_keeps_a_second_press_harmless_knows_no_time_and_no_order(
    client: Client, card: str
) -> None:
    found = KEY.search(text_of(client.get(card)))
    assert found is not None
    client.post(card, {**GOOD, "kunci": found[1]})
    kept = SpentLink.objects.get()
    assert found[1] not in kept.hash
    assert {field.name for field in SpentLink._meta.fields} == {"hash", "valid_until"}


def test_who_would_rather_not_say_has_said_nothing(client: Client, card: str) -> None:
    unsaid = dict.fromkeys(PROFILE, "-")
    assert client.post(card, {**GOOD, **unsaid, "remark": "  "}).status_code == 303
    assert profiles_so_far() == [{}]
    assert remarks_so_far() == []


def test_behind_a_code_the_service_is_asked_first_and_kept_nowhere(client: Client) -> None:
    centre = make_centre(queues="AB")
    point = actions.point_at(centre=centre, counter=None)
    names = [service_of(centre, letter).name for letter in "AB"]
    page = client.get(f"/s/{point.code}/")
    assert all(name in text_of(page) for name in names)
    assert '<form method="post" class="survey"' not in text_of(page)
    form = client.get(f"/s/{point.code}/?layanan={service_of(centre, 'B').code}")
    assert names[1] in text_of(form)
    assert "data-keep" not in text_of(form)
    assert client.get(f"/s/{point.code}/?layanan=TIADA").status_code == 200
    found = text_of(client.get(f"/s/{point.code}/?q={names[0]}"))
    assert names[0] in found
    assert client.post(f"/s/{point.code}/", GOOD).status_code == 200
    assert counted() == 0


def test_where_there_is_one_service_nobody_is_asked_which(client: Client, card: str) -> None:
    page = text_of(client.get(card.partition("?")[0]))
    assert "data-survey" in page
    assert "Layanan lain" not in page


def test_the_words_of_the_regulation_are_one_press_away(client: Client, link: str) -> None:
    official = Item.objects.get(code="U1").question
    assert official not in text_of(client.get(link))
    page = text_of(client.get(f"{link}?resmi=1"))
    assert official in page
    assert "Kata-kata ringkas" in page
    refused = client.post(f"{link}?resmi=1", {})
    assert official in text_of(refused)


def test_a_scale_without_faces_shows_its_numbers(client: Client) -> None:
    centre = make_centre(queues="A")
    spak = Instrument.objects.create(
        code="SPAK", version=1, name="SPAK", legal_basis="PermenPANRB 90/2021",
        lowest=1, highest=6, valid_from="2021-01-01",
    )  # fmt: skip
    words = [f"Jawaban {number}" for number in range(1, 7)]
    Item.objects.create(
        instrument=spak, position=1, form_position=1, code="A1", name="Diskriminasi",
        question="Apakah ada diskriminasi?", short_question="Ada diskriminasi?", answers=words,
    )  # fmt: skip
    assert not ProfileField.objects.filter(instrument=spak).exists()
    point = actions.point_at(centre=centre, counter=None, instrument_code="SPAK")
    page = text_of(client.get(f"/s/{point.code}/"))
    assert "wajah-1" not in page
    assert all(f">{number}</b>" in page for number in range(1, 7))
    assert client.post(f"/s/{point.code}/", {"A1": "6"}).status_code == 303
    assert said_so_far() == [(6,)]


def test_a_service_that_knows_no_question_is_not_asked_it(client: Client) -> None:
    centre = make_centre(queues="A")
    service = service_of(centre)
    Item.objects.get(code="U4").exemptions.create(
        service=service, reason="Gratis", legal_basis="Perda", valid_from="2020-01-01"
    )
    make_offering(centre=centre, queue=None)
    address = card_of(centre)
    assert 'name="U4"' not in text_of(client.get(address))
    assert client.post(address, {**GOOD, "U4": "4"}).status_code == 303
    assert said_so_far()[0][3] is None


@pytest.mark.parametrize("way", ["link", "card"])
def test_a_browser_without_scripts_fills_no_form_in_again_either(
    client: Client, way: str, request: pytest.FixtureRequest
) -> None:
    page = text_of(client.get(request.getfixturevalue(way)))
    form = re.search(r"<form[^>]* data-survey[^>]*>", page)
    assert form is not None
    assert 'autocomplete="off"' in form[0]


def test_not_wanting_to_judge_counts_once_and_spends_the_link(client: Client, link: str) -> None:
    assert client.get(f"{link}tidak/").status_code == 200
    assert Turnout.objects.get().declined == 0
    answer = client.post(f"{link}tidak/")
    assert (answer.status_code, answer["Location"].split("/")[-2]) == (303, "tidak-menilai")
    assert client.get(answer["Location"]).status_code == 200
    for again in (client.post(f"{link}tidak/"), client.get(f"{link}tidak/"), client.get(link)):
        assert again.status_code == 409
    assert client.post(link, GOOD).status_code == 409
    told = Turnout.objects.get()
    assert (told.served, told.declined) == (1, 1)
    assert counted() == 0


def test_who_has_judged_cannot_decline_any_more(client: Client, link: str) -> None:
    client.post(link, GOOD)
    assert client.post(f"{link}tidak/").status_code == 409
    assert Turnout.objects.get().declined == 0
    assert client.get("/survei/isi/tiada/tidak/").status_code == 404
    old = link_of(served(clock=Clockwork(system_clock()).forward(days=-9)))
    assert client.post(f"{old}tidak/").status_code == 410


def test_the_ticket_asks_after_the_visit(client: Client) -> None:
    ticket = served(clock=now())
    page = text_of(client.get(f"/tiket/{ticket.token}/"))
    way = f"/survei/kunjungan/{ticket.token}/"
    assert f'class="btn btn--lg" href="{way}"' in page
    assert f'href="{way}tidak/"' in page
    assert "wa.me/?text=Bagaimana" in page
    assert client.get(way)["Location"] == link_of(ticket)
    assert client.get(f"{way}tidak/")["Location"] == f"{link_of(ticket)}tidak/"


def test_the_slip_carries_both_codes_and_says_which_is_which(client: Client) -> None:
    ticket = make_ticket(clock=now())
    page = text_of(client.get(f"/tiket/{ticket.token}/cetak/"))
    assert page.count('class="qr"') == 2
    assert page.index("Kode QR untuk membuka tiket ini") < page.index("Kode QR survei kepuasan")
    assert "Sesudah dilayani" in page


def test_first_load_is_light(client: Client, link: str) -> None:
    faces = SOURCES.parent / "static" / "ui" / "img"
    files = [client.get(link).content, join_css("survey").encode(), join_js("survey").encode()]
    files += [(faces / f"wajah-{n}.svg").read_bytes() for n in range(1, 5)]
    assert sum(len(gzip.compress(one, 9)) for one in files) < 60_000


@pytest.mark.parametrize("way", ["", "tidak/"])
def test_a_link_outlives_its_centre_and_is_thanked(client: Client, link: str, way: str) -> None:
    Centre.objects.update(archived_at=system_clock())
    answer = client.post(f"{link}{way}", GOOD)
    assert answer.status_code == 303
    assert client.get(answer["Location"]).status_code == 200
