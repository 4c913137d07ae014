"""Where the services of a new centre come from: shipped, from a file, by hand, the catalogue."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lopo.administration import rules
from lopo.administration.models import SetupDraft
from lopo.administration.tests.builders import ANSWERS, SERVICE, begun, step_url, system_admin
from lopo.catalogue.api import BKD_SERVICES
from lopo.catalogue.tests.builders import make_service
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import add_agency

pytestmark = pytest.mark.django_db


def kept(draft: SetupDraft) -> dict[str, Any]:
    draft.refresh_from_db()
    answers: dict[str, Any] = draft.answers
    return answers


def agency_chosen(client: Client) -> SetupDraft:
    draft = begun()
    client.post(step_url(draft, "instansi"), ANSWERS["instansi"])
    return draft


def test_the_personnel_catalogue_comes_with_its_five_queues() -> None:
    client = system_admin()
    draft = agency_chosen(client)
    client.post(step_url(draft, "layanan"), {"go": "shipped"})
    assert len(kept(draft)["layanan"]["new"]) == 37
    client.post(step_url(draft, "layanan"), {"go": "next"})
    page = client.get(step_url(draft, "antrean")).content.decode()
    assert [letter for letter in "ABCDEF" if f'value="{letter}"' in page] == list("ABCDE")


def test_a_file_with_a_fault_is_refused_whole_and_says_where() -> None:
    client = system_admin()
    draft = agency_chosen(client)
    broken = json.loads(BKD_SERVICES.read_text())
    del broken["layanan"][3]["nama"]
    file = SimpleUploadedFile("katalog.json", json.dumps(broken).encode())
    answer = client.post(step_url(draft, "layanan"), {"go": "file", "file": file})
    assert answer.status_code == 422
    assert "layanan[3]" in answer.content.decode()
    assert kept(draft)["layanan"].get("new", []) == []


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[]", b"x" * (1024 * 1024 + 1)])
def test_a_file_that_is_no_catalogue_is_refused(content: bytes) -> None:
    client = system_admin()
    draft = agency_chosen(client)
    file = SimpleUploadedFile("katalog.json", content)
    answer = client.post(step_url(draft, "layanan"), {"go": "file", "file": file})
    assert answer.status_code == 422


def test_nobody_takes_the_services_of_another_agency_over() -> None:
    client = system_admin()
    other = add_agency(code="bkd", name="BKD", short_name="BKD", actor=SYSTEM)
    make_service(code="KP-REG", agency=other)
    draft = agency_chosen(client)
    answer = client.post(step_url(draft, "layanan"), {"go": "shipped"})
    assert answer.status_code == 422
    assert "KP-REG" in answer.content.decode()


def test_services_written_by_hand_are_changed_and_left_out_again() -> None:
    client = system_admin()
    draft = agency_chosen(client)
    new = reverse("administration:draft_service_new", args=[draft.pk])
    for name in (SERVICE["name"], f"{SERVICE['name']}!"):
        client.post(new, {**SERVICE, "name": name})
    codes = [service["kode"] for service in kept(draft)["layanan"]["new"]]
    assert codes == ["KARTU-PENCARI-KERJA", "KARTU-PENCARI-KERJA-2"]
    change = reverse("administration:draft_service", args=[draft.pk, codes[1]])
    assert "Ijazah terakhir" in client.get(change).content.decode()
    client.post(change, {**SERVICE, "name": "Legalisasi kartu"})
    client.post(step_url(draft, "layanan"), {"go": f"remove:{codes[0]}"})
    assert [s["nama"] for s in kept(draft)["layanan"]["new"]] == ["Legalisasi kartu"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("name", ""), ("steps", ""), ("working_days", "-1"), ("fee", "banyak"), ("product", "x" * 201),
     ("requirements", "x" * 301)],
)  # fmt: skip
def test_a_service_that_lacks_something_is_not_kept(field: str, wrong: str) -> None:
    client = system_admin()
    draft = agency_chosen(client)
    new = reverse("administration:draft_service_new", args=[draft.pk])
    assert client.post(new, {**SERVICE, field: wrong}).status_code == 422
    assert "layanan" not in kept(draft)


def test_a_known_agency_offers_its_catalogue_and_what_is_unticked_is_not_given() -> None:
    client, draft = system_admin(), begun()
    agency = add_agency(code="naker", name="Dinas Tenaga Kerja", short_name="D", actor=SYSTEM)
    for code in ("AK-1", "AK-2"):
        make_service(code=code, agency=agency)
    client.post(step_url(draft, "instansi"), {"agency": "naker"})
    assert client.get(step_url(draft, "layanan")).content.decode().count(" checked") == 2
    client.post(step_url(draft, "layanan"), {"services": ["AK-2"]})
    assert [s["kode"] for s in rules.services_of(kept(draft))] == ["AK-2"]
