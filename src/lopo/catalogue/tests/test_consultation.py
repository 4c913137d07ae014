"""The public's part in a standard: a draft is read by all, its record stays with the version."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.actions import (
    Minutes,
    consult,
    open_draft,
    publish_standard,
    record_minutes,
    save_draft,
    submit_draft,
)
from lopo.catalogue.models import Service, Standard
from lopo.catalogue.rules import Promise
from lopo.catalogue.views.shapes import VersionsOut
from lopo.kernel.clock import system_clock
from lopo.people.tests.builders import make_staff

from .builders import make_content, make_service, make_version, read
from .test_life import WAIVED, decree

pytestmark = pytest.mark.django_db
VERSIONS = "/layanan/CUTI/versi/"
API = "/api/v1/services/CUTI/versions"
HELD = Minutes(
    held_on=date(2026, 11, 20),
    place="Aula badan",
    text="Dibahas bersama.\nWaktu layanan dipersoalkan.",
    changes="Waktu dipersingkat menjadi dua hari.",
    signatories=[("PENGGUNA", "Guru SMA", "Wakil"), ("MEDIA", "Radio desa", "")],
)


def decreed(service: Service, minutes: Minutes, days: int) -> Standard:
    """One more version, with what the public said of it."""
    author = make_staff()
    draft = open_draft(service=service, author=author, clock=system_clock)
    content = make_content(promise=Promise(days))
    draft = save_draft(draft=draft, content=content, seen=0, author=author, clock=system_clock)
    record_minutes(draft=draft, minutes=minutes, author=author, clock=system_clock)
    submit_draft(draft=draft)
    return publish_standard(
        draft=draft, decree=decree(), publisher=make_staff(), clock=system_clock, seen=read(draft)
    )


def drafted_service(code: str, state: str, **components: Any) -> Service:
    """A new service, as it comes with a file: a draft, and no version before it."""
    other = make_service()
    service = Service.objects.create(
        code=code,
        name=f"Layanan {code}",
        agency=other.agency,
        unit=other.unit,
        category="Kepangkatan",
        channels=["loket"],
        updated_at=system_clock(),
    )
    make_version(service, make_content(**components), number=None, state=state)
    return service


def text_of(client: Client, path: str) -> str:
    """The text of a page that is there."""
    answer = client.get(path)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


# Refusals


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED"])
def test_a_first_draft_that_nobody_is_asked_about_is_not_found(client: Client, state: str) -> None:
    drafted_service("BARU-1", "CONSULTATION")
    drafted_service("BARU-2", state)
    answer = client.get("/layanan/BARU-2/konsultasi/")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_service_in_consultation_is_not_given_before_its_decree(client: Client) -> None:
    drafted_service("BARU-1", "CONSULTATION")
    for path in ("", "versi/"):
        answer = client.get(f"/layanan/BARU-1/{path}")
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_the_record_of_a_draft_is_not_told_before_its_decree(client: Client) -> None:
    service = make_service(code="CUTI")
    author = make_staff()
    draft = open_draft(service=service, author=author, clock=system_clock)
    record_minutes(draft=draft, minutes=HELD, author=author, clock=system_clock)
    assert "Guru SMA" not in text_of(client, VERSIONS)
    assert [one["consultation"] for one in client.get(API).json()["items"]] == [None]


# What everybody reads


def test_the_record_of_a_consultation_stays_with_its_version(client: Client) -> None:
    decreed(make_service(code="CUTI"), HELD, 2)
    text = text_of(client, VERSIONS)
    for said in (
        "Konsultasi publik diadakan pada 20 November 2026.",
        "Aula badan",
        "Dibahas bersama.<br>Waktu layanan dipersoalkan.",
        "Waktu dipersingkat menjadi dua hari.",
        "Pengguna layanan: Guru SMA (Wakil)",
        "Media massa: Radio desa",
    ):
        assert said in text


def test_why_there_was_no_consultation_is_said_with_the_version(client: Client) -> None:
    decreed(make_service(code="CUTI"), WAIVED, 2)
    text = text_of(client, VERSIONS)
    assert f"Konsultasi publik tidak diadakan: {WAIVED.waived_because}" in text
    assert "Berita acara" not in text


def test_the_interface_tells_the_record_with_each_version(client: Client) -> None:
    service = make_service(code="CUTI")
    decreed(service, HELD, 2)
    decreed(service, WAIVED, 1)
    body = client.get(API).json()
    VersionsOut.model_validate(body)
    waived, held, taken_over = (one["consultation"] for one in body["items"])
    assert held == {
        "held_on": "2026-11-20",
        "place": "Aula badan",
        "minutes": HELD.text,
        "changes": HELD.changes,
        "signatories": [
            {"element": "PENGGUNA", "body": "Guru SMA", "office": "Wakil"},
            {"element": "MEDIA", "body": "Radio desa", "office": ""},
        ],
        "waived_because": "",
    }
    assert (waived["held_on"], waived["waived_because"]) == (None, WAIVED.waived_because)
    assert taken_over is None


@pytest.mark.parametrize("path", [VERSIONS, API])
def test_the_records_cost_the_same_however_many_versions(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    service = make_service(code="CUTI")
    decreed(service, HELD, 2)
    client.get(path)
    with django_assert_max_num_queries(9) as few:
        client.get(path)
    for days in (4, 5, 6):
        decreed(service, HELD, days)
    with django_assert_max_num_queries(len(few)):
        client.get(path)


def test_the_first_draft_of_a_service_is_read_whole(client: Client) -> None:
    drafted_service("BARU-1", "CONSULTATION", fee=5000)
    text = text_of(client, "/layanan/BARU-1/konsultasi/")
    for said in (
        "Layanan ini baru",
        "KTP elektronik",
        "2. Petugas: Memeriksa berkas · 1 hari kerja",
        "3 hari kerja",
        "Rp5.000",
        "Jaminan keamanan",
        "Data dilindungi",
    ):
        assert said in text
    assert 'href="/layanan/BARU-1/"' not in text


def test_a_component_that_is_not_written_yet_says_so(client: Client) -> None:
    drafted_service("BARU-1", "CONSULTATION", staffing="")
    assert text_of(client, "/layanan/BARU-1/konsultasi/").count("Belum ditulis.") == 1


def test_a_changed_time_is_said_with_its_unit(client: Client) -> None:
    service = make_service(code="CUTI")
    draft = open_draft(service=service, author=make_staff(), clock=system_clock)
    longer = make_content(promise=Promise(5, counted_from="sejak berkas lengkap"))
    save_draft(draft=draft, content=longer, seen=0, author=make_staff(), clock=system_clock)
    consult(draft=draft)
    text = text_of(client, "/layanan/CUTI/konsultasi/")
    assert "<b>Waktu penyelesaian</b><dl" in text
    assert "3 hari kerja</dd>" in text
    assert "<strong>5 hari kerja</strong>" in text
