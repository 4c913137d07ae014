"""Whose page it is: two agencies share an installation, and nobody stands under another's name."""

import re
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import archive_centre
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.api import Role, invite_staff

from .builders import (
    BKD,
    BKD_PHONE,
    DUKCAPIL,
    DUKCAPIL_PHONE,
    Two,
    administrator,
    at_work,
    screen,
)

pytestmark = pytest.mark.django_db
CLOCK = re.compile(r'class="clock-now" data-clock data-zone="([^"]+)"')


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def header(text: str) -> str:
    """What stands beside the mark."""
    found = re.search(r'<a class="(?:brand|top__brand)".*?</a>', text, re.DOTALL)
    assert found
    return found[0]


def footer(text: str) -> str:
    return text[text.index('<footer class="site-footer') :]


@pytest.mark.parametrize("path", ["/antrean/dukcapil/", "/antrean/dukcapil/papan/"])
def test_a_page_of_the_second_centre_never_names_the_first(
    two: Two, client: Client, path: str
) -> None:
    text = page(client, path)
    assert BKD not in text
    assert BKD_PHONE not in text
    assert "Badan Kepegawaian" not in text
    for part in (DUKCAPIL, "Dinas Kependudukan"):
        assert part in header(text)
    assert DUKCAPIL_PHONE in footer(text)


def test_a_service_page_carries_the_agency_that_gives_it_at_its_centre(
    two: Two, client: Client
) -> None:
    text = page(client, "/layanan/KTP/")
    assert BKD not in text
    assert "Dinas Kependudukan" in header(text)
    assert DUKCAPIL_PHONE in footer(text)


def test_a_service_of_one_agency_at_the_house_of_another_names_both(
    two: Two, client: Client
) -> None:
    guest = make_service(code="SIM", agency=make_agency(name="Samsat"))
    make_offering(centre=two.dukcapil, service=guest)
    text = page(client, "/layanan/SIM/")
    assert DUKCAPIL in header(text)
    assert "Samsat" in header(text)
    assert "Dinas Kependudukan" not in header(text)


def test_a_service_given_nowhere_or_at_several_centres_carries_its_agency_alone(
    two: Two, client: Client
) -> None:
    make_service(code="BARU", agency=two.dukcapil.host_agency)
    make_offering(centre=two.bkd, service=two.paid)
    for code in ("BARU", "KTP"):
        text = page(client, f"/layanan/{code}/")
        assert "<b>Dinas Kependudukan</b>" in header(text)
        assert BKD_PHONE not in footer(text)
        assert DUKCAPIL_PHONE not in footer(text)


def test_an_invitation_carries_the_centre_that_invites(two: Two, client: Client) -> None:
    raw = invite_staff(
        centre=two.dukcapil, roles=[Role.RECEPTIONIST], name="Penerima tamu", actor=SYSTEM
    )
    text = page(client, f"/petugas/undangan/{raw}/")
    assert BKD not in text
    assert DUKCAPIL in header(text)
    assert DUKCAPIL_PHONE in footer(text)


@pytest.mark.parametrize("path", ["/", "/layanan/", "/antrean/", "/petugas/masuk/", "/perangkat/"])
def test_a_page_about_no_centre_names_none_before_the_other(
    two: Two, client: Client, path: str
) -> None:
    text = page(client, path)
    assert "<b>Lopo</b><small>Layanan terpadu</small>" in header(text)
    assert BKD_PHONE not in text
    assert DUKCAPIL_PHONE not in text
    for code in ("bkd", "dukcapil"):
        assert f'href="/antrean/{code}/"' in footer(text)


def test_the_front_page_shows_every_centre_alike_and_no_room_of_one(
    two: Two, client: Client
) -> None:
    text = page(client, "/")
    assert "data-live" not in text
    room = text[text.index('id="pusat"') : text.index('class="acts"')]
    assert room.index(BKD) < room.index(DUKCAPIL)  # by name, with the same facts of each
    assert text.count("badge--says") == 2


def test_centres_of_one_agency_share_its_name(two: Two, client: Client) -> None:
    two.dukcapil.host_agency = two.bkd.host_agency
    two.dukcapil.save(update_fields=["host_agency"])
    text = page(client, "/layanan/")
    assert "<b>Badan Kepegawaian</b><small>Layanan terpadu</small>" in header(text)


def test_the_only_centre_is_the_installation_and_practice_does_not_count(client: Client) -> None:
    agency = make_agency(name="Badan Kepegawaian")
    make_centre(code="bkd", agency=agency, phone=BKD_PHONE)
    make_centre(code="latihan", agency=agency, is_practice=True)
    text = page(client, "/layanan/")
    assert "Badan Kepegawaian" in header(text)
    assert BKD_PHONE in footer(text)


def test_an_empty_house_names_itself(client: Client) -> None:
    assert "<b>Lopo</b><small></small>" in header(page(client, "/layanan/"))


def test_what_changes_is_said_at_once(two: Two, client: Client) -> None:
    page(client, "/layanan/")
    archive_centre(centre=two.bkd, reason="Pindah ke gedung baru", actor=SYSTEM, clock=system_clock)
    text = page(client, "/layanan/")
    assert DUKCAPIL in header(text)
    assert DUKCAPIL_PHONE in footer(text)


def test_staff_of_one_centre_work_under_its_name_and_clock(two: Two) -> None:
    text = page(at_work(two.dukcapil), "/petugas/")
    assert DUKCAPIL in header(text)
    assert BKD not in text
    assert CLOCK.findall(text) == ["Asia/Jayapura"]


def test_staff_of_several_centres_work_under_none_and_see_no_foreign_clock(two: Two) -> None:
    for client in (at_work(two.bkd, two.dukcapil), administrator()):
        text = page(client, "/petugas/")
        assert "<b>Lopo</b>" in header(text)
        assert CLOCK.findall(text) == []


def test_centres_in_one_zone_share_the_clock(two: Two) -> None:
    two.bkd.zone = two.dukcapil.zone
    two.bkd.save(update_fields=["zone"])
    assert CLOCK.findall(page(administrator(), "/petugas/")) == ["Asia/Jayapura"]


def test_the_wizard_of_another_centre_shows_none(two: Two) -> None:
    text = page(administrator(), "/petugas/pusat/baru/")
    assert BKD not in header(text)
    assert CLOCK.findall(text) == []


@pytest.mark.parametrize("kind", ["TV", "KIOSK"])
def test_a_screen_carries_its_own_centre(two: Two, kind: str) -> None:
    path = {"TV": "/layar/dukcapil/", "KIOSK": "/anjungan/dukcapil/"}[kind]
    text = page(screen(two.dukcapil, kind), path)
    assert DUKCAPIL in text
    assert BKD not in text


def test_who_is_signed_in_is_shown_the_way_back_to_work(two: Two, client: Client) -> None:
    assert "Masuk petugas" in page(client, "/layanan/")
    text = page(at_work(two.dukcapil), "/layanan/")
    assert "Masuk petugas" not in text
    assert "Kembali bekerja" in text


def test_the_front_page_starts_with_services_of_every_agency(two: Two, client: Client) -> None:
    for number in range(8):
        make_service(code=f"KP-{number}", agency=two.bkd.host_agency)
    text = page(client, "/")
    first = text[text.index("Layanan yang sering dibutuhkan") : text.index('class="free"')]
    assert two.paid.name in first
    assert "Sering dicari" not in text


def test_the_name_costs_one_question_and_nothing_where_the_page_knows_it(
    two: Two, client: Client, django_assert_max_num_queries: Any
) -> None:
    for path, most in (
        ("/layanan/", 3),  # services, centres, tariffs
        ("/layanan/KTP/", 4),  # as without a name
        ("/petugas/masuk/", 2),
    ):
        page(client, path)
        with django_assert_max_num_queries(most):
            page(client, path)
