"""A service is changed after opening: by whom, what stays, and what a stale form may not do."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lopo.administration.tests.builders import SERVICE, centre_admin, system_admin
from lopo.catalogue.api import (
    BKD_SERVICES,
    Service,
    import_catalogue,
    search,
    service_in_full,
)
from lopo.catalogue.rules import Promise
from lopo.catalogue.tests.builders import make_bkd, make_offering, make_service, make_version
from lopo.frontdesk.tests.builders import make_centre
from lopo.organisation.api import Centre

pytestmark = pytest.mark.django_db


def page(centre: Centre, code: str) -> str:
    return reverse("administration:service", args=[centre.code, code])


def full(code: str) -> Service:
    found = service_in_full(code)
    assert found is not None
    return found


BASIS = "Perda Nomor 1 Tahun 2024"


def written(client: Client, centre: Centre) -> Service:
    """A service of the centre's agency, written with the simplest form."""
    client.post(reverse("administration:service_new", args=[centre.code]), SERVICE)
    return full("KARTU-PENCARI-KERJA")


def shown(client: Client, centre: Centre, code: str) -> dict[str, Any]:
    """What the form shows, as a browser would send it back."""
    context = client.get(page(centre, code)).context
    return {**context["form"].initial, "version": context["version"]}


# Who may


def test_a_service_of_another_agency_is_not_there_even_where_it_is_given() -> None:
    centre = make_centre()
    foreign = make_service(code="TAMU")
    make_offering(centre=centre, service=foreign)
    client = centre_admin(centre)
    assert client.get(page(centre, "TAMU")).status_code == 404
    assert client.post(page(centre, "TAMU"), SERVICE).status_code == 404
    listed = client.get(reverse("administration:services", args=[centre.code])).content.decode()
    assert foreign.name in listed
    edit = page(centre, "TAMU")
    assert f'href="{edit}"' not in listed


# What is changed, and what stays


def test_a_service_is_changed_and_the_list_offers_it() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    made = written(client, centre)
    listed = client.get(reverse("administration:services", args=[centre.code])).content.decode()
    assert page(centre, made.code) in listed
    sent = {
        **shown(client, centre, made.code),
        "name": "Kartu kuning",
        "fee": "5000",
        "fee_basis": BASIS,
    }
    answer = client.post(page(centre, made.code), sent, follow=True)
    assert "Kartu kuning tersimpan" in answer.content.decode()
    changed = full(made.code)
    assert (changed.name, changed.price[1], changed.code) == ("Kartu kuning", 5000, made.code)
    assert search("kuning").services == [changed]
    assert changed not in search("pencari").services or "pencari" in changed.code.casefold()


def test_what_the_form_does_not_show_stays_as_it_is() -> None:
    centre = make_bkd()
    client = centre_admin(centre)
    before = full("KP-PI")
    sent = shown(client, centre, "KP-PI")
    lines = sent["requirements"].splitlines()
    corrected = [*lines[1:3], lines[0] + " (asli)", *lines[3:], "Surat baru"]
    client.post(page(centre, "KP-PI"), {**sent, "requirements": "\n".join(corrected)})
    after = full("KP-PI")
    told, told_before = after.standard.told, before.standard.told
    assert (told.legal_basis, told.products) == (told_before.legal_basis, told_before.products)
    assert after.channels == before.channels
    old = {part.code: part for part in told_before.requirements}
    parts = told.requirements
    assert [part.name for part in parts] == corrected
    assert parts[-1].code not in old
    for part in parts[:-1]:
        kept = old[part.code]
        facts = ("format", "mandatory", "condition", "sensitive")
        assert all(getattr(part, one) == getattr(kept, one) for one in facts), part.name
    assert [step.actor_code for step in told.steps] == [
        step.actor_code for step in told_before.steps
    ]


def test_saving_a_service_as_it_is_looks_to_an_import_like_no_change() -> None:
    centre = make_bkd()
    client = centre_admin(centre)
    for service in Service.objects.all():
        answer = client.post(page(centre, service.code), shown(client, centre, service.code))
        assert answer.status_code == 303, service.code
    report = import_catalogue(BKD_SERVICES, agency=centre.host_agency)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 37)


def test_a_later_import_of_the_file_brings_a_changed_service_back() -> None:
    centre = make_bkd()
    client = centre_admin(centre)
    sent = {**shown(client, centre, "KP-PI"), "name": "Nama buatan sendiri"}
    client.post(page(centre, "KP-PI"), sent)
    assert [one.code for one in search("buatan sendiri").services] == ["KP-PI"]
    report = import_catalogue(BKD_SERVICES, agency=centre.host_agency)
    assert (report.updated, report.unchanged) == (1, 36)
    assert full("KP-PI").name != "Nama buatan sendiri"


def test_a_service_given_at_several_centres_says_so() -> None:
    here = make_centre()
    client = centre_admin(here)
    made = written(client, here)
    assert "Diberikan juga di tempat lain" not in client.get(page(here, made.code)).content.decode()
    there = make_centre(agency=here.host_agency)
    make_offering(centre=there, service=made)
    said = client.get(page(here, made.code)).content.decode()
    assert "Diberikan juga di tempat lain" in said
    assert there.name in said


# Refusals


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost() -> None:
    centre = make_centre()
    mine, colleague = centre_admin(centre), system_admin()
    made = written(mine, centre)
    read = shown(mine, centre, made.code)
    theirs = {**shown(colleague, centre, made.code), "fee": "7000", "fee_basis": BASIS}
    assert colleague.post(page(centre, made.code), theirs).status_code == 303
    answer = mine.post(page(centre, made.code), {**read, "product": "Kartu baru"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "diubah di jendela lain" in said
    assert 'value="Kartu baru"' in said
    assert "7000" in said, "what is saved now is shown beside it"
    assert full(made.code).price[1] == 7000
    again = {**read, "product": "Kartu baru", "version": answer.context["version"]}
    assert mine.post(page(centre, made.code), again).status_code == 303
    assert full(made.code).standard.told.products == ("Kartu baru",)


def test_only_what_differs_is_shown_beside_a_stale_form_and_nothing_as_a_dash() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    made = written(client, centre)
    read = shown(client, centre, made.code)
    unsaid = made.standard.told.with_fields(promise=Promise())
    made.standards.update(valid_to=date(2020, 1, 1))
    make_version(made, unsaid, number=2, valid_from=date(2020, 1, 1))
    answer = client.post(page(centre, made.code), read)
    assert answer.status_code == 409
    assert [(one["href"], one["value"]) for one in answer.context["now"]] == [
        ("#id_working_days", "–")
    ]


def test_a_form_without_a_version_overwrites_nothing() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    made = written(client, centre)
    assert (
        client.post(
            page(centre, made.code), {**SERVICE, "fee": "9", "fee_basis": BASIS}
        ).status_code
        == 409
    )
    assert full(made.code).price[1] == 0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("name", ""), ("steps", ""), ("working_days", "-1"), ("fee", "banyak"), ("fee", "5000")],
)
def test_a_wrong_field_is_told_and_the_version_is_kept(field: str, wrong: str) -> None:
    centre = make_centre()
    client = centre_admin(centre)
    made = written(client, centre)
    read = shown(client, centre, made.code)
    answer = client.post(page(centre, made.code), {**read, field: wrong})
    assert answer.status_code == 422
    assert answer.context["version"] == read["version"]


def test_two_services_of_an_agency_do_not_share_a_name_in_whatever_letters() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    made = written(client, centre)
    new = reverse("administration:service_new", args=[centre.code])
    answer = client.post(new, {**SERVICE, "name": "KARTU PENCARI KERJA"})
    assert answer.status_code == 422
    assert "sudah punya layanan dengan nama ini" in answer.content.decode()
    assert client.post(new, {**SERVICE, "name": "Legalisasi"}).status_code == 303
    other = full("LEGALISASI")
    sent = {**shown(client, centre, other.code), "name": made.name.upper()}
    answer = client.post(page(centre, other.code), sent)
    assert answer.status_code == 422
    assert "sudah punya layanan dengan nama ini" in answer.content.decode()
    mine = {**shown(client, centre, made.code), "name": made.name.upper()}
    assert client.post(page(centre, made.code), mine).status_code == 303, "its own name may change"


def test_a_category_in_other_letters_is_the_same_category() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    written(client, centre)
    new = reverse("administration:service_new", args=[centre.code])
    client.post(new, {**SERVICE, "name": "Legalisasi", "category": " kaRTu "})
    assert full("LEGALISASI").category == "Kartu"
    other = {**shown(client, centre, "LEGALISASI"), "category": "KARTU"}
    client.post(page(centre, "LEGALISASI"), other)
    assert full("LEGALISASI").category == "Kartu"
