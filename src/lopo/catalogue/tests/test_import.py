"""A catalogue is imported whole, or not at all with every fault by name."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.actions import (
    BKD_SERVICES,
    NTB_SERVICES,
    CatalogueRefused,
    choose_queue,
    import_catalogue,
    offer_services,
    queue_of_category,
)
from lopo.catalogue.api import search
from lopo.catalogue.models import Offering, Service, Standard
from lopo.catalogue.rules import Span, parse_catalogue
from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.tests.builders import make_agency, make_centre

from .builders import make_bkd, shipped, write

Spoil = Callable[[dict[str, Any]], Any]
KP_PI = 3


def faults(document: Any) -> list[tuple[str, str]]:
    """Where and what is wrong with a document."""
    found = parse_catalogue(json.dumps(document).encode()).faults
    return [(fault.where, fault.code) for fault in found]


@pytest.mark.parametrize(
    ("spoil", "where", "code"),
    [
        (lambda s: s.pop("nama"), "layanan[3] KP-PI: nama", "required"),
        (lambda s: s.update(nama="  "), "layanan[3] KP-PI: nama", "required"),
        (lambda s: s.update(nama=7), "layanan[3] KP-PI: nama", "text"),
        (lambda s: s.update(nama="x" * 201), "layanan[3] KP-PI: nama", "too-long"),
        (lambda s: s.update(nama="a\x00b"), "layanan[3] KP-PI: nama", "control-character"),
        (lambda s: s.update(kode="kp pi"), "layanan[3] kp pi: kode", "code"),
        (lambda s: s.update(kanal="loket"), "layanan[3] KP-PI: kanal", "list"),
        (lambda s: s.update(kanal=[]), "layanan[3] KP-PI: kanal", "required"),
        (lambda s: s.update(kanal=[1]), "layanan[3] KP-PI: kanal[0]", "text"),
        (lambda s: s.update(biaya=0), "layanan[3] KP-PI: biaya", "object"),
        (lambda s: s.pop("biaya"), "layanan[3] KP-PI: biaya", "required"),
        (lambda s: s["biaya"].update(tarif=-1), "layanan[3] KP-PI: biaya.tarif", "range"),
        (lambda s: s["biaya"].update(tarif=True), "layanan[3] KP-PI: biaya.tarif", "number"),
        (lambda s: s["biaya"].update(tarif=1.5), "layanan[3] KP-PI: biaya.tarif", "number"),
        (
            lambda s: s["jangka_waktu"].update(internal_hari_kerja=10**9),
            "layanan[3] KP-PI: jangka_waktu.internal_hari_kerja",
            "range",
        ),
        (
            lambda s: s["persyaratan"][2].update(nama=""),
            "layanan[3] KP-PI: persyaratan[2].nama",
            "required",
        ),
        (
            lambda s: s["persyaratan"][2].update(wajib="ya"),
            "layanan[3] KP-PI: persyaratan[2].wajib",
            "flag",
        ),
        (
            lambda s: s["persyaratan"][2].update(kode=s["persyaratan"][0]["kode"]),
            "layanan[3] KP-PI: persyaratan[2].kode",
            "twice",
        ),
        (lambda s: s["persyaratan"].append(5), "layanan[3] KP-PI: persyaratan[10]", "object"),
        (
            lambda s: s["prosedur"][1].update(aktor="SIAPA"),
            "layanan[3] KP-PI: prosedur[1].aktor",
            "unknown-actor",
        ),
        (
            lambda s: s["prosedur"][0]["mutu_baku"]["waktu"].update(satuan="windu"),
            "layanan[3] KP-PI: prosedur[0].mutu_baku.waktu.satuan",
            "choice",
        ),
        (
            lambda s: s["prosedur"][0]["mutu_baku"]["waktu"].update(nilai=0),
            "layanan[3] KP-PI: prosedur[0].mutu_baku.waktu.nilai",
            "range",
        ),
        (lambda s: s.update(kode="KP-REG"), "layanan[3] KP-REG: kode", "twice"),
    ],
)
def test_a_fault_names_service_and_field(spoil: Spoil, where: str, code: str) -> None:
    document = shipped()
    spoil(document["layanan"][KP_PI])
    assert (where, code) in faults(document)


@pytest.mark.parametrize("document", [None, [], {}, {"layanan": {}}, {"layanan": []}, "x", 1])
def test_a_file_that_is_no_catalogue_is_one_fault_about_the_list(document: object) -> None:
    assert [where for where, _code in faults(document)] == ["layanan"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff\xfe", b'{"layanan": [], "layanan": []}', b"[NaN]", b"[" * 100_000],
    ids=["empty", "cut off", "not UTF-8", "twin keys", "NaN", "deep"],
)
def test_what_is_not_json_is_said_to_be_so(raw: bytes) -> None:
    (fault,) = parse_catalogue(raw).faults
    assert fault.code.startswith("json")


def test_the_shipped_file_is_clean_and_known_key_by_key() -> None:
    parsed = parse_catalogue(BKD_SERVICES.read_bytes())
    assert (len(parsed.services), parsed.faults) == (37, [])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@given(st.data(), json_values)
def test_no_value_anywhere_breaks_the_reading(data: st.DataObject, value: object) -> None:
    service = json.loads(json.dumps(shipped()["layanan"][0]))
    holder, key = data.draw(st.sampled_from(list(_places(service))))
    holder[key] = value
    parse_catalogue(json.dumps({"layanan": [service]}).encode("utf-8", "surrogatepass"))


def _places(value: Any) -> Any:
    """Every place of a document at which something else could stand."""
    keys = value if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places(value[key])


@pytest.mark.django_db
def test_with_one_fault_nothing_is_imported_and_all_faults_are_told(tmp_path: Path) -> None:
    document = shipped()
    document["layanan"][0]["nama"] = ""
    document["layanan"][36]["biaya"]["tarif"] = "gratis"
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(write(tmp_path, document))
    told = [f"{error.field}: {error.message}" for error in refused.value.errors]
    assert told == [
        "layanan[0] KP-REG: nama: wajib diisi",
        "layanan[36] GRATIFIKASI: biaya.tarif: harus berupa bilangan bulat",
    ]
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_the_whole_catalogue_comes_in_with_all_its_parts() -> None:
    report = import_catalogue(BKD_SERVICES)
    assert (report.created, report.updated, report.unchanged) == (37, 0, 0)
    contents = [version.told for version in Standard.objects.all()]
    assert sum(len(content.requirements) for content in contents) == 274
    assert sum(len(content.steps) for content in contents) == 263
    service = Service.objects.get(code="KP-REG")
    assert (service.agency.code, service.unit.name) == ("bkd", "Bidang Mutasi dan Kepangkatan")
    step = service.standards.get().told.steps[2]
    assert (step.actor_name, step.time) == ("Verifikator bidang", Span(2, "HARI_KERJA"))


@pytest.mark.django_db
def test_a_second_import_updates_by_code_and_keeps_what_the_file_leaves_out(
    tmp_path: Path,
) -> None:
    import_catalogue(BKD_SERVICES)
    before = Service.objects.get(code="CUTI")
    document = shipped()
    document["layanan"] = document["layanan"][:20]
    document["layanan"][0]["nama"] = "Kenaikan Pangkat Gewang"
    del document["layanan"][0]["persyaratan"][0]
    report = import_catalogue(write(tmp_path, document))
    assert (report.created, report.updated, report.unchanged) == (0, 1, 19)
    changed = Service.objects.get(code="KP-REG")
    told = changed.standards.get(valid_to=None).told
    assert (changed.name, len(told.requirements)) == ("Kenaikan Pangkat Gewang", 8)
    assert search("gewang").services == [changed]
    assert Service.objects.get(code="CUTI").updated_at == before.updated_at
    assert Service.objects.filter(is_active=True).count() == 37


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (lambda d: d, ""),
        (lambda d: d["referensi"], "referensi"),
        (lambda d: d["referensi"]["aktor"][0], "referensi.aktor[0]"),
        (lambda d: d["referensi"]["dasar_hukum"][1], "referensi.dasar_hukum[1]"),
        (lambda d: d["komponen_umum"], "komponen_umum"),
        (lambda d: d["layanan"][KP_PI], "layanan[3] KP-PI"),
        (lambda d: d["layanan"][KP_PI]["persyaratan"][2], "layanan[3] KP-PI: persyaratan[2]"),
        (lambda d: d["layanan"][KP_PI]["prosedur"][0], "layanan[3] KP-PI: prosedur[0]"),
        (
            lambda d: d["layanan"][KP_PI]["prosedur"][0]["mutu_baku"],
            "layanan[3] KP-PI: prosedur[0].mutu_baku",
        ),
        (
            lambda d: d["layanan"][KP_PI]["prosedur"][0]["mutu_baku"]["waktu"],
            "layanan[3] KP-PI: prosedur[0].mutu_baku.waktu",
        ),
        (lambda d: d["layanan"][KP_PI]["jangka_waktu"], "layanan[3] KP-PI: jangka_waktu"),
        (lambda d: d["layanan"][KP_PI]["biaya"], "layanan[3] KP-PI: biaya"),
    ],
)
def test_a_key_that_nobody_reads_is_a_fault_where_it_stands(
    place: Callable[[dict[str, Any]], dict[str, Any]], where: str
) -> None:
    document = shipped()
    place(document)["salah_ketik"] = 1
    (fault,) = parse_catalogue(json.dumps(document).encode()).faults
    assert (fault.where, fault.code, fault.detail) == (where, "unknown-column", "salah_ketik")


def test_a_key_in_a_decision_or_a_line_of_a_tariff_is_no_exception() -> None:
    document = json.loads(NTB_SERVICES.read_text(encoding="utf-8"))
    for service in document["layanan"]:
        for line in service["biaya"]["rincian"]:
            line["satuan"] = "lembar"
        for step in service["prosedur"]:
            if step["keputusan"]:
                step["keputusan"]["ya_ke"] = 1
    found = parse_catalogue(json.dumps(document).encode()).faults
    assert {fault.detail for fault in found} == {"satuan", "ya_ke"}


@pytest.mark.django_db
def test_with_a_key_misspelled_nothing_is_imported_and_the_key_is_named(tmp_path: Path) -> None:
    make_bkd()
    before = list(Standard.objects.order_by("pk").values_list("digest", flat=True))
    document = shipped()
    service = document["layanan"][1]
    service["ketentuan_khususs\ud800"] = service.pop("ketentuan_khusus")
    with translation.override("id"), pytest.raises(CatalogueRefused) as refused:
        import_catalogue(write(tmp_path, document))
    (error,) = refused.value.errors
    assert error.field == "layanan[1] KP-STR"
    assert error.message == "kolom ini tidak ada: ketentuan_khususs\ufffd"
    assert list(Standard.objects.order_by("pk").values_list("digest", flat=True)) == before


@pytest.mark.django_db
def test_with_several_agencies_one_must_be_named(tmp_path: Path) -> None:
    first, second = make_agency(code="bkd"), make_agency(code="dinsos")
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(BKD_SERVICES)
    assert refused.value.errors[0].code == "which-agency"
    document = shipped()
    document["layanan"][0]["perangkat_daerah"] = "dinsos"
    document["layanan"][1]["perangkat_daerah"] = "tidak-ada"
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(write(tmp_path, document), agency=first)
    assert [error.field for error in refused.value.errors] == [
        "layanan[1] KP-STR: perangkat_daerah"
    ]
    del document["layanan"][1]["perangkat_daerah"]
    import_catalogue(write(tmp_path, document), agency=first)
    assert Service.objects.get(code="KP-REG").agency == second


@pytest.mark.django_db
def test_new_services_are_offered_at_home_by_the_shipped_queues() -> None:
    centre = make_bkd()
    queue = {
        o.service.code: o.queue and o.queue.code for o in Offering.objects.filter(centre=centre)
    }
    assert len(queue) == 37
    assert [queue[code] for code in ("KP-REG", "SIASN", "PEN-BUP", "TB-MAN", "ADUAN")] == list(
        "ABCDE"
    )
    assert queue["WBS"] is None


@pytest.mark.django_db
def test_an_offering_keeps_the_queue_its_centre_chose_until_the_counter_is_no_way(
    tmp_path: Path,
) -> None:
    centre = make_bkd()
    offering = Offering.objects.get(centre=centre, service__code="CUTI")
    choose_queue(offering=offering, queue_code="E", actor=SYSTEM)
    offer_services(centre=centre, queue_of_category=queue_of_category())
    offering.refresh_from_db()
    assert offering.queue is not None
    assert offering.queue.code == "E"
    document = shipped()
    next(s for s in document["layanan"] if s["kode"] == "CUTI")["kanal"] = ["daring"]
    import_catalogue(write(tmp_path, document))
    offering.refresh_from_db()
    assert offering.queue is None


@pytest.mark.django_db
def test_a_queue_of_another_centre_cannot_take_numbers_here() -> None:
    centre = make_bkd()
    make_centre(queues="Z")
    offering = Offering.objects.filter(centre=centre).first()
    assert offering is not None
    with pytest.raises(FieldRefusal):
        choose_queue(offering=offering, queue_code="Z", actor=SYSTEM)


@pytest.mark.django_db
def test_the_command_reports_counts_and_names_every_fault(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    call_command("lopo_import", "catalogue", str(BKD_SERVICES), stdout=out)
    assert out.getvalue() == "37 services: 37 created, 0 updated, 0 unchanged.\n"
    document = shipped()
    document["layanan"][3]["persyaratan"][2]["nama"] = ""
    with pytest.raises(CommandError) as refused:
        call_command("lopo_import", "catalogue", str(write(tmp_path, document)), stderr=err)
    assert refused.value.returncode == 1
    assert err.getvalue() == "layanan[3] KP-PI: persyaratan[2].nama: wajib diisi\n"


@pytest.mark.django_db
@pytest.mark.parametrize("more", [["tidak-ada.json"], [str(BKD_SERVICES), "--agency", "x"]])
def test_the_command_refuses_what_it_cannot_find_in_one_sentence(more: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("lopo_import", "catalogue", *more)
    assert refused.value.returncode == 2
