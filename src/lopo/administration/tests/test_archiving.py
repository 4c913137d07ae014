"""The page on which a whole centre is archived, and the list on which it is used again."""

import pytest
from django.test import Client
from django.urls import reverse

from lopo.administration.tests.builders import centre_admin, system_admin
from lopo.frontdesk.tests.builders import make_centre, make_ticket, open_desk
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, archivals, centre_by_code

pytestmark = pytest.mark.django_db
REASON = "Pindah ke gedung baru di Jalan Contoh Nomor 2"


def url(centre: Centre, name: str) -> str:
    return reverse(f"administration:{name}", args=[centre.code])


def test_the_administrator_of_one_centre_neither_sees_nor_finds_it() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    assert url(centre, "archive") not in client.get(url(centre, "centre")).content.decode()
    assert client.get(url(centre, "archive")).status_code == 404
    assert client.post(url(centre, "archive"), {"reason": REASON}).status_code == 404
    assert client.post(url(centre, "restore")).status_code == 404
    assert centre_by_code(centre.code) is not None


@pytest.mark.parametrize("reason", ["", "   ", "…", "x" * 201, "a\x00b"])
def test_without_a_reason_nothing_happens_and_the_page_says_so(reason: str) -> None:
    centre = make_centre()
    answer = system_admin().post(url(centre, "archive"), {"reason": reason})
    assert answer.status_code == 422
    assert "errsum" in answer.content.decode()
    assert not archivals().exists()


def test_while_somebody_needs_the_centre_the_page_says_who_and_keeps_the_reason() -> None:
    centre, client = make_centre(), system_admin()
    desk = open_desk(centre=centre, clock=system_clock)
    busy = client.post(url(centre, "archive"), {"reason": REASON})
    assert busy.status_code == 422
    assert desk.counter.name in busy.content.decode()
    waiting = make_centre()
    make_ticket(centre=waiting, clock=system_clock)
    answer = client.post(url(waiting, "archive"), {"reason": REASON})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "masih memerlukan" in page
    assert REASON in page
    assert not archivals().exists()


def test_a_centre_is_archived_with_its_reason_and_used_again_from_the_list() -> None:
    centre, client = make_centre(), system_admin()
    assert url(centre, "archive") in client.get(url(centre, "centre")).content.decode()
    assert "Alasan" in client.get(url(centre, "archive")).content.decode()
    page = client.post(url(centre, "archive"), {"reason": REASON}, follow=True)
    assert page.status_code == 200
    listed = page.content.decode()
    for text in (f"{centre.name} diarsipkan", REASON, url(centre, "restore")):
        assert text in listed
    assert client.get(url(centre, "centre")).status_code == 404
    assert Client().get(f"/antrean/{centre.code}/").status_code == 410
    back = client.post(url(centre, "restore"), follow=True)
    assert f"{centre.name} dipakai lagi" in back.content.decode()
    assert Client().get(f"/antrean/{centre.code}/").status_code == 200
    assert REASON not in client.get(reverse("administration:centres")).content.decode()


def test_what_is_in_use_cannot_be_used_again() -> None:
    centre = make_centre()
    assert system_admin().post(url(centre, "restore")).status_code == 404


def test_an_archived_centre_is_named_to_those_alone_who_may_use_it_again() -> None:
    centre, client = make_centre(), system_admin()
    mine = make_centre()
    client.post(url(centre, "archive"), {"reason": REASON})
    page = centre_admin(mine).get(reverse("administration:centres")).content.decode()
    assert REASON not in page
