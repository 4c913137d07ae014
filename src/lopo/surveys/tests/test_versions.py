"""Questions change with a quarter, and nobody who answers around that day is lost."""

import re
from datetime import date, datetime, timezone

import pytest
from django.test import Client

from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, counter_of
from lopo.people.api import DEVICE_COOKIE
from lopo.people.tests.builders import make_device
from lopo.surveys import actions, queries
from lopo.surveys.actions import Circumstances, Said
from lopo.surveys.models import Instrument, Participation
from lopo.surveys.rules import Kind, Period
from lopo.surveys.views import after, filling, kiosk

from .builders import (
    ALL,
    PROFILE,
    all_of,
    answer,
    asked_at,
    counted,
    next_version,
    remarks_so_far,
    said_so_far,
    served,
    vote,
)

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)
# Three in the afternoon in Kupang, on the last day of one version and on the second of the next.
LAST_DAY = datetime(2026, 12, 31, 7, 0, tzinfo=timezone.utc)
AFTER = datetime(2027, 1, 2, 7, 0, tzinfo=timezone.utc)
KEY = re.compile(r'name="kunci" value="([^"]+)"')
GOOD = {**dict.fromkeys(ALL, "3"), **PROFILE, "remark": "Ruang tunggu panas"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clockwork:
    """The clock of the pages, on the last afternoon of the year."""
    found = Clockwork(LAST_DAY)
    for module in (filling, kiosk, after):
        monkeypatch.setattr(module, "system_clock", found)
    return found


def opened(client: Client, address: str) -> str:
    """The key of a page that was opened."""
    found = KEY.search(client.get(address).content.decode())
    assert found is not None
    return found[1]


def card_of(centre: Centre) -> str:
    point = actions.point_at(centre=centre, counter=counter_of(centre, "1"))
    return f"/s/{point.code}/?layanan={service_of(centre).code}"


def test_no_ballot_of_the_version_before_goes_into_the_new_quarter() -> None:
    ticket = served(clock=Clockwork(LAST_DAY))
    before = asked_at(Clockwork(LAST_DAY))
    next_version(NEW_YEAR, U1="Lain?")
    with pytest.raises(actions.QuestionsChanged):
        actions.answer_invitation(
            key=actions.key_of_ticket(ticket.token),
            asked=before,
            said=Said(all_of(4)),
            circumstances=Circumstances("LINK"),
            clock=Clockwork(AFTER),
        )
    assert counted() == 0
    answer(ticket, clock=Clockwork(AFTER))  # the link is not spent by that
    assert Participation.objects.get().instrument.version == 2


def test_a_link_asks_the_version_of_the_day_it_is_answered(
    client: Client, clock: Clockwork
) -> None:
    link = f"/survei/isi/{actions.key_of_ticket(served(clock=Clockwork(LAST_DAY)).token)}/"
    next_version(NEW_YEAR, U1="Mudahkah syaratnya?")
    assert "Mudahkah syaratnya?" not in client.get(f"{link}?resmi").content.decode()
    clock.now = AFTER
    assert "Mudahkah syaratnya?" in client.get(f"{link}?resmi").content.decode()
    assert client.post(link, GOOD).status_code == 303
    came = Participation.objects.get()
    assert (came.instrument.version, came.day) == (2, AFTER.date())


@pytest.mark.parametrize("way", ["link", "card", "kiosk"])
def test_a_page_opened_before_midnight_is_asked_anew_with_what_still_fits(
    way: str, clock: Clockwork
) -> None:
    centre, client = make_centre(queues="A"), Client()
    address = card_of(centre)
    if way == "link":
        ticket = served(centre, clock=Clockwork(LAST_DAY))
        address = f"/survei/isi/{actions.key_of_ticket(ticket.token)}/"
    elif way == "kiosk":
        client.cookies[DEVICE_COOKIE] = make_device(centre=centre, kind="KIOSK")
        address = f"/survei/{centre.code}/anjungan/?layanan={service_of(centre).code}"
    next_version(NEW_YEAR, U3="Seberapa cepat?")
    key = opened(client, address)
    clock.now = AFTER
    again = client.post(address, {**GOOD, "kunci": key})
    page = again.content.decode()
    assert (again.status_code, counted()) == (422, 0)
    assert "Pertanyaannya berubah sejak halaman ini dibuka" in page
    assert not re.search(r'name="U3" value="\d"[^>]*checked', page)
    assert all(
        re.search(rf'name="{one}" value="3"[^>]*checked', page) for one in ALL if one != "U3"
    )
    assert way == "kiosk" or GOOD["remark"] in page
    found = KEY.search(page)
    assert found is not None
    assert found[1].partition(".")[0] == key.partition(".")[0]
    sent = client.post(address, {**GOOD, "U3": "4", "kunci": found[1]})
    assert sent.status_code == 303
    assert said_so_far() == [(3, 3, 4, 3, 3, 3, 3, 3, 3)]
    assert Participation.objects.get().instrument.version == 2


def test_staff_see_all_who_answered_whatever_version_they_were_asked() -> None:
    centre = make_centre()
    next_version(date(2027, 4, 1), U1="Lain?")
    for month in (2, 5):
        vote(centre, clock=Clockwork(AFTER.replace(month=month)))
    half = Period(Kind.HALF, 2027, 1)
    frame = queries.frame_of("SKM", half.last)
    assert frame is not None
    assert queries.overview_of(centre, frame, half).whole.voices == 2


def test_what_is_asked_in_the_same_words_is_the_same_question(
    client: Client, clock: Clockwork
) -> None:
    address = card_of(make_centre(queues="A"))
    next_version(NEW_YEAR)
    key = opened(client, address)
    clock.now = AFTER
    assert client.post(address, {**GOOD, "kunci": key}).status_code == 303
    assert Participation.objects.get().instrument.version == 2


@pytest.mark.parametrize("version", ["7", "0", "-1", "x", "9" * 40, "²"])
def test_a_version_that_never_was_keeps_no_answer_and_breaks_nothing(
    client: Client, clock: Clockwork, version: str
) -> None:
    address = card_of(make_centre(queues="A"))
    key = f"{opened(client, address).partition('.')[0]}.{version}"
    assert client.post(address, {**GOOD, "kunci": key}).status_code in (303, 422)


def end() -> None:
    last, clock = LAST_DAY.date(), Clockwork(LAST_DAY)
    actions.end_instrument(instrument=Instrument.objects.get(), last_day=last, clock=clock)


def test_who_had_opened_the_page_on_the_last_day_is_still_heard(
    client: Client, clock: Clockwork
) -> None:
    address = card_of(make_centre(queues="A"))
    key = opened(client, address)
    end()
    clock.now = datetime(2026, 12, 31, 16, 5, tzinfo=timezone.utc)  # five past midnight in Kupang
    assert "Saat ini tidak ada survei di sini" in client.get(address).content.decode()
    assert client.post(address, {**GOOD, "kunci": key}).status_code == 303
    assert remarks_so_far() == [GOOD["remark"]]


def test_who_comes_back_later_keeps_what_they_wrote(client: Client, clock: Clockwork) -> None:
    address = card_of(make_centre(queues="A"))
    key = opened(client, address)
    end()
    clock.now = AFTER
    late = client.post(address, {**GOOD, "kunci": key})
    assert (late.status_code, counted()) == (410, 0)
    for said in (GOOD["remark"], "Tulisan Anda, untuk disalin", "tidak ada yang terkirim"):
        assert said in late.content.decode()


def test_an_ended_card_says_so_before_it_asks_for_a_service(
    client: Client, clock: Clockwork
) -> None:
    centre = make_centre(queues="AB")
    address = card_of(centre).partition("?")[0]
    assert service_of(centre).name in client.get(address).content.decode()
    end()
    clock.now = AFTER
    page = client.get(address).content.decode()
    assert "Saat ini tidak ada survei di sini" in page
    assert service_of(centre).name not in page


def test_a_link_of_the_last_days_is_good_for_its_week(client: Client, clock: Clockwork) -> None:
    ticket = served(clock=Clockwork(LAST_DAY))
    end()
    clock.now = AFTER
    assert (
        client.post(f"/survei/isi/{actions.key_of_ticket(ticket.token)}/", GOOD).status_code == 303
    )


def test_another_questionnaire_on_the_same_phone_is_no_second_voice(
    client: Client, clock: Clockwork
) -> None:
    centre = make_centre(queues="A")
    skm = card_of(centre)
    skm_2 = Instrument.objects.get()
    Instrument.objects.create(
        code="SPAK", version=1, name="SPAK", legal_basis="contoh", lowest=1, highest=4,
        valid_from=skm_2.valid_from,
    )  # fmt: skip
    spak = Instrument.objects.get(code="SPAK")
    for item in skm_2.items.all():
        item.pk, item.instrument = None, spak
        item.save()
    point = actions.point_at(centre=centre, counter=counter_of(centre, "1"), instrument_code="SPAK")
    other = f"/s/{point.code}/?layanan={service_of(centre).code}"
    for address in (skm, other, skm):
        assert client.post(address, dict.fromkeys(ALL, "3")).status_code == 303
    flags = {one.instrument.code: one.from_known_device for one in Participation.objects.all()}
    assert flags == {"SKM": 1, "SPAK": 0}


def test_capitals_on_a_card_lead_to_the_same_page(client: Client, clock: Clockwork) -> None:
    address = card_of(make_centre(queues="A"))
    path, _mark, query = address.partition("?")
    loud = client.get(f"{path.upper().replace('/S/', '/s/')}?{query}")
    assert (loud.status_code, loud["Location"]) == (302, address)


def test_a_link_that_came_by_message_is_counted_as_one(client: Client, clock: Clockwork) -> None:
    for question, channel in (("?pesan=1", "MESSAGE"), ("", "LINK")):
        ticket = served(clock=Clockwork(LAST_DAY))
        link = client.get(f"/survei/kunjungan/{ticket.token}/{question}")["Location"]
        assert client.post(link, GOOD).status_code == 303
        assert counted(channel=channel) == 1


def test_what_one_sends_to_oneself_says_that_it_came_by_message(client: Client) -> None:
    ticket = served(clock=Clockwork(system_clock()))
    page = client.get(f"/tiket/{ticket.token}/").content.decode()
    assert f"/survei/kunjungan/{ticket.token}/%3Fpesan%3D1" in page


def test_the_card_of_a_counter_that_is_gone_asks_about_the_room(
    client: Client, clock: Clockwork
) -> None:
    centre = make_centre(queues="A")
    address = card_of(centre)
    assert "Meja 1" in client.get(address).content.decode()
    counter = counter_of(centre, "1")
    assert counter is not None
    counter.archived_at = LAST_DAY
    counter.save()
    page = client.get(address).content.decode()
    assert "Meja ini sudah tidak dipakai" in page
    assert "Meja 1" not in page
    assert client.post(address, GOOD).status_code == 303
    assert Participation.objects.get().counter is None


HIDDEN: list[tuple[str, str]] = [
    ("satu\x07 dua\x1b", "satu dua"),
    ("\u202eterbalik\u2066", "terbalik"),
    ("a\x00b", "ab"),
    ("kolom\tdua\r\nbaris", "kolom\tdua\nbaris"),
    ("\r\n".join(["a" * 18] * 50), "\n".join(["a" * 18] * 50)),
]


@pytest.mark.parametrize(("written", "kept"), HIDDEN, ids=["bell", "bidi", "nul", "tab", "lines"])
def test_a_remark_is_kept_without_signs_nobody_sees(
    client: Client, clock: Clockwork, written: str, kept: str
) -> None:
    """Fifty lines are 949 signs, and 998 where every line end counts twice."""
    address = card_of(make_centre(queues="A"))
    assert client.post(address, {**GOOD, "remark": written}).status_code == 303
    assert remarks_so_far() == [kept]


def test_a_line_end_counts_once(client: Client, clock: Clockwork) -> None:
    address = card_of(make_centre(queues="A"))
    lines = "\r\n".join(["a" * 19] * 50)  # 999 signs, 1048 with every line end twice
    assert client.post(address, {**GOOD, "remark": lines}).status_code == 303
    assert client.post(address, {**GOOD, "remark": lines + "\r\nab"}).status_code == 422


def test_an_act_keeps_no_hidden_signs_either() -> None:
    vote(make_centre(), 4, remark="satu\u202e\r\ndua\x00")
    assert remarks_so_far() == ["satu\ndua"]
