"""A form for every service: all 37, and whatever another agency brings."""

import pytest

from lopo.catalogue.api import list_services
from lopo.catalogue.rules import Requirement
from lopo.catalogue.tests.builders import make_bkd, make_content, make_service
from lopo.paperwork.queries import form_of, generated, recipes
from lopo.paperwork.rules import Definition, Kind, Needed, Subject, dump, generate, parse

ALL = 37
NAMELESS = {"ADUAN", "WBS"}


def codes(definition: Definition) -> list[str]:
    return [field.code for field in definition.fields]


@pytest.mark.django_db
def test_each_of_the_37_services_has_a_form_with_its_own_requirements() -> None:
    make_bkd()
    services = list(list_services())
    assert len(services) == ALL
    for service in services:
        form = generated(service)
        assert parse(dump(form)) == form
        attached = form.field("lampiran")
        told_here = recipes()["services"][service.code].get("told_here", [])
        needed = {
            item.name for item in service.standard.told.requirements if item.code not in told_here
        }
        if attached is not None:
            assert {one.label for one in attached.choices} == needed, service.code
        asked = [one for section in form.sections for one in section.fields if section.code
                 not in {"pemohon", "dokumen_lampiran", "pernyataan_akhir"}]  # fmt: skip
        assert len(asked) >= 2, service.code
        assert form.field("pernyataan") is not None


@pytest.mark.django_db
def test_whoever_complains_or_reports_need_not_say_who_they_are() -> None:
    make_bkd()
    for service in list_services():
        form = generated(service)
        kinds = {field.kind for field in form.fields}
        labels = " ".join(field.label.lower() for field in form.fields)
        if service.code in NAMELESS:
            assert not kinds & {Kind.NIP, Kind.NIK, Kind.SIGNATURE}
            assert "nama lengkap" not in labels
            assert "pemohon" not in [section.code for section in form.sections]
        else:  # the control
            assert form.field("nama") is not None, service.code


@pytest.mark.django_db
def test_every_recipe_belongs_to_a_service() -> None:
    make_bkd()
    assert set(recipes()["services"]) == {service.code for service in list_services()}


@pytest.mark.django_db
def test_a_service_of_another_agency_gets_a_form_too() -> None:
    needed = (
        Requirement("KTP", "KTP elektronik"),
        Requirement("kode dengan spasi", "Surat RT", mandatory=False),
        Requirement("PETA", "Peta lokasi", condition="Bila di luar kota"),
    )
    service = make_service(
        content=make_content(requirements=needed), audience="Masyarakat", category="Perizinan"
    )
    form = form_of(service.code)
    assert form is not None
    attached = form.definition.field("lampiran")
    assert attached is not None
    assert [(one.value, one.note) for one in attached.choices] == [
        ("KTP", ""), ("PETA", "Bila di luar kota"), ("L3", "Bila ada"),
    ]  # fmt: skip
    assert {"nama", "nik", "uraian"} <= set(codes(form.definition))


@pytest.mark.parametrize(
    ("audience", "asked", "not_asked"),
    [
        ("PNS Pemerintah Provinsi", {"nip"}, {"nik"}),
        ("Pegawai BKD/Pemprov", {"nip"}, {"nik"}),
        ("ASN dan masyarakat", {"nip_opsional"}, {"nik"}),
        ("Masyarakat", {"nik", "alamat"}, {"nip"}),
        ("", {"nik"}, {"nip"}),
        ("Warga kota bersih", {"nik"}, {"nip"}),
    ],
)
def test_who_applies_is_asked_what_they_have(
    audience: str, asked: set[str], not_asked: set[str]
) -> None:
    subject = Subject("LAIN", "Layanan lain", "Perizinan", audience, (Needed("A", "A"),))
    found = set(codes(generate(subject, recipes())))
    assert asked <= found
    assert not not_asked & found
