"""What is being worked on stays when a file is taken in, and so do the names of services."""

import json
from typing import Any

import pytest

from lopo.catalogue.actions import CatalogueRefused, export_standards, open_draft, save_draft
from lopo.catalogue.models import Service, Standard
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.people.api import User
from lopo.people.tests.builders import make_staff

from .builders import make_content, make_service
from .test_exchange import take_in


@pytest.fixture
def editor() -> User:
    return make_staff()


def drafted(agency: Agency, author: User, code: str, product: str) -> Standard:
    """An open draft of a service that somebody has saved."""
    service = Service.objects.get(code=code)
    draft = open_draft(service=service, author=author, clock=system_clock)
    content = draft.told.with_fields(products=(product,))
    return save_draft(draft=draft, content=content, seen=0, author=author, clock=system_clock)


@pytest.fixture
def agency() -> Agency:
    service = make_service(code="SATU", content=make_content())
    make_service(code="DUA", content=make_content(), agency=service.agency)
    return service.agency


def document_with(agency: Agency, product: str = "") -> dict[str, Any]:
    """What the agency takes out; one service (SATU) otherwise."""
    document: dict[str, Any] = json.loads(export_standards(agency, "json"))
    one = next(one for one in document["layanan"] if one["kode"] == "SATU")
    one["produk"] = [product] if product else one["produk"]
    return document


@pytest.mark.django_db
def test_a_file_does_not_write_over_what_somebody_drafts(agency: Agency, editor: User) -> None:
    draft = drafted(agency, make_staff(), "SATU", "Punya saya")
    with pytest.raises(CatalogueRefused) as refused:
        take_in(agency, editor, document_with(agency, "Dari berkas"))
    (error,) = refused.value.errors
    assert (error.code, "SATU" in error.message) == ("open-draft", True)
    draft.refresh_from_db()
    assert draft.told.products == ("Punya saya",)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED"])
def test_what_is_in_force_taken_in_again_leaves_an_open_draft_alone(
    agency: Agency, editor: User, state: str
) -> None:
    draft = drafted(agency, make_staff(), "SATU", "Punya saya")
    Standard.objects.filter(pk=draft.pk).update(state=state)
    made = take_in(agency, editor, document_with(agency))
    assert (sorted(made.unchanged), made.drafted) == (["DUA", "SATU"], [])
    draft.refresh_from_db()
    assert (draft.told.products, draft.revision) == (("Punya saya",), 1)


@pytest.mark.django_db
def test_a_draft_that_says_what_is_in_force_is_written(agency: Agency, editor: User) -> None:
    service = Service.objects.get(code="SATU")
    open_draft(service=service, author=make_staff(), clock=system_clock)
    made = take_in(agency, editor, document_with(agency, "Dari berkas"))
    assert made.drafted == ["SATU"]


@pytest.mark.django_db
def test_a_new_service_may_not_have_the_name_of_another_one(agency: Agency, editor: User) -> None:
    document = document_with(agency)
    first = document["layanan"][0]
    known, fresh = first["nama"].upper(), "Layanan yang baru"
    for code, name in (("TIGA", known), ("EMPAT", fresh), ("LIMA", fresh.upper())):
        document["layanan"].append({**first, "kode": code, "nama": name})
    with pytest.raises(CatalogueRefused) as refused:
        take_in(agency, editor, document)
    assert [(one.field, one.code) for one in refused.value.errors] == [
        ("layanan[2] TIGA: nama", "twice"),
        ("layanan[4] LIMA: nama", "twice"),
    ]
    assert not Service.objects.filter(code="TIGA").exists()


@pytest.mark.django_db
def test_the_register_of_all_is_held_only_at_the_end(
    agency: Agency, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def noted(**_facts: Any) -> None:
        written.append(Standard.objects.filter(state="DRAFT").count())

    monkeypatch.setattr("lopo.catalogue.actions.exchange.registers.note_regulations", noted)
    take_in(agency, editor, document_with(agency, "Dari berkas"))
    assert written == [1]
