"""The example catalogue of NTB's agencies keeps its own promises. Pure: no database."""

import json
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from lopo.catalogue.rules import parse_catalogue

NTB_SERVICES = Path(__file__).parents[1] / "data" / "ntb_services.json"
RAW = NTB_SERVICES.read_bytes()
DOCUMENT: dict[str, Any] = json.loads(RAW)
REFERENCES: dict[str, Any] = DOCUMENT["referensi"]
SERVICES: list[dict[str, Any]] = DOCUMENT["layanan"]

AGENCIES = 36
EACH = 3
MINUTES_OF_A_WORKING_DAY = 450
APPLICANT = "PEMOHON"
CHANNELS = {"loket", "daring", "telepon", "email", "telekonferensi"}
HANDED_OVER = {"unggah", "tunjukkan_asli", "tanda_tangan_saat_ambil"}
INTERNAL_COMPONENTS = {
    "sarana_prasarana",
    "kompetensi_pelaksana",
    "pengawasan_internal",
    "penanganan_pengaduan",
    "jumlah_pelaksana",
    "jaminan_pelayanan",
    "jaminan_keamanan",
    "evaluasi_kinerja",
}


def codes_of(register: str) -> list[str]:
    """Codes of a register of the file, in its order."""
    return [entry["kode"] for entry in REFERENCES[register]]


def minutes(amount: int, unit: str) -> int:
    """Working minutes; calendar days count as five days in seven, the rest of a week as none."""
    if unit == "hari_kalender":
        return amount * 5 // 7 * MINUTES_OF_A_WORKING_DAY
    return amount * {"menit": 1, "jam": 60, "hari_kerja": MINUTES_OF_A_WORKING_DAY}[unit]


def own_minutes(service: dict[str, Any]) -> int:
    """What the steps take that neither the applicant nor an outside party takes."""
    times = [
        step["mutu_baku"]["waktu"]
        for step in service["prosedur"]
        if not step["pihak_luar"] and step["aktor"] != APPLICANT
    ]
    return sum(minutes(time["nilai"], time["satuan"]) for time in times)


def over_promise(service: dict[str, Any]) -> bool:
    """Whether the agency's own steps take longer than it promises."""
    promise = service["jangka_waktu"]
    return own_minutes(service) > minutes(promise["jumlah"], promise["satuan"])


def wrong_decisions(service: dict[str, Any]) -> list[int]:
    """Steps whose "no" does not go back to an earlier step."""
    return [
        step["no"]
        for step in service["prosedur"]
        if step["keputusan"] and step["keputusan"]["tidak_kembali_ke"] not in range(1, step["no"])
    ]


def wrong_fee(service: dict[str, Any]) -> bool:
    """Whether a tariff lacks its legal basis or parts that add up to it, or a free one has any."""
    fee = service["biaya"]
    if fee["tarif"] == 0:
        return bool(fee["dasar_hukum"] or fee["rincian"])
    return not fee["dasar_hukum"] or sum(part["jumlah"] for part in fee["rincian"]) != fee["tarif"]


def offenders(found: dict[str, Any]) -> dict[str, Any]:
    """Those of the services with something to complain of."""
    return {code: fault for code, fault in found.items() if fault}


def test_the_file_says_that_it_is_an_example_and_no_standard() -> None:
    assert DOCUMENT["meta"]["jenis"] == "data contoh"
    assert "bukan standar pelayanan resmi" in DOCUMENT["meta"]["peringatan"]
    assert set(DOCUMENT["komponen_umum"]) == INTERNAL_COMPONENTS
    assert all(DOCUMENT["komponen_umum"].values())


def test_every_one_of_thirty_six_agencies_gives_three_services() -> None:
    assert codes_of("perangkat_daerah") == [f"ntb-{place:02}" for place in range(1, AGENCIES + 1)]
    given = Counter(service["perangkat_daerah"] for service in SERVICES)
    assert given == dict.fromkeys(codes_of("perangkat_daerah"), EACH)


def test_a_code_is_used_once_and_begins_as_the_other_codes_of_its_agency() -> None:
    codes = [service["kode"] for service in SERVICES]
    assert len(set(codes)) == len(codes)
    beginnings = {
        (service["perangkat_daerah"], service["kode"].partition("-")[0]) for service in SERVICES
    }
    assert len(beginnings) == AGENCIES
    assert len({beginning for _agency, beginning in beginnings}) == AGENCIES


def test_no_agency_has_two_services_of_one_name() -> None:
    names = [(service["perangkat_daerah"], service["nama"].casefold()) for service in SERVICES]
    assert len(set(names)) == len(names)


def test_the_strict_reader_finds_nothing_wrong() -> None:
    # A reader that knows only working days asks for them; the file promises in four units.
    assert parse_catalogue(RAW).faults == []


def test_a_text_that_is_too_long_is_noticed() -> None:
    spoiled = deepcopy(DOCUMENT)
    spoiled["layanan"][0]["deskripsi"] = "x" * 501
    found = parse_catalogue(json.dumps(spoiled).encode()).faults
    assert [fault.where.partition(": ")[2] for fault in found if fault.code == "too-long"] == [
        "deskripsi"
    ]


def test_texts_of_the_registers_and_decisions_are_short() -> None:
    short = {entry["kode"]: entry["singkatan"] for entry in REFERENCES["perangkat_daerah"]}
    assert offenders({code: len(text) > 40 for code, text in short.items()}) == {}
    assert len(set(short.values())) == AGENCIES
    assert len(codes_of("peristiwa_hidup")) <= 15
    assert len({service["kategori"] for service in SERVICES}) <= 12
    questions = [
        step["keputusan"]["pertanyaan"]
        for service in SERVICES
        for step in service["prosedur"]
        if step["keputusan"]
    ]
    assert [text for text in questions if len(text) > 60 or not text.endswith("?")] == []


def test_steps_are_numbered_and_every_decision_goes_back_to_an_earlier_one() -> None:
    for service in SERVICES:
        numbers = [step["no"] for step in service["prosedur"]]
        assert numbers == list(range(1, len(numbers) + 1)), service["kode"]
        assert 4 <= len(numbers) <= 9, service["kode"]
    assert offenders({service["kode"]: wrong_decisions(service) for service in SERVICES}) == {}


@pytest.mark.parametrize("target", [0, 3, 4])
def test_a_decision_that_goes_nowhere_or_onwards_is_noticed(target: int) -> None:
    service = deepcopy(next(one for one in SERVICES if one["prosedur"][2]["keputusan"]))
    service["prosedur"][2]["keputusan"]["tidak_kembali_ke"] = target
    assert wrong_decisions(service) == [3]


def test_the_steps_of_an_agency_fit_in_its_promise() -> None:
    assert offenders({service["kode"]: over_promise(service) for service in SERVICES}) == {}


def test_a_step_that_breaks_the_promise_is_noticed() -> None:
    service = deepcopy(SERVICES[0])
    promise = service["jangka_waktu"]
    service["prosedur"][1]["mutu_baku"]["waktu"] = {
        "nilai": promise["jumlah"] + 1,
        "satuan": promise["satuan"],
    }
    assert over_promise(service)


def test_a_tariff_has_a_legal_basis_and_parts_that_add_up() -> None:
    assert offenders({service["kode"]: wrong_fee(service) for service in SERVICES}) == {}
    assert len([service for service in SERVICES if service["biaya"]["tarif"]]) in {3, 4}


@pytest.mark.parametrize("change", [{"dasar_hukum": ""}, {"tarif": 1}])
def test_a_tariff_without_basis_or_with_a_wrong_sum_is_noticed(change: dict[str, Any]) -> None:
    service = deepcopy(next(one for one in SERVICES if one["biaya"]["tarif"]))
    service["biaya"].update(change)
    assert wrong_fee(service)


def test_registers_hold_everything_the_services_name_and_nothing_else() -> None:
    used: dict[str, set[str]] = {
        "aktor": {step["aktor"] for service in SERVICES for step in service["prosedur"]},
        "dokumen": {item["kode"] for service in SERVICES for item in service["persyaratan"]},
        "peristiwa_hidup": {event for service in SERVICES for event in service["peristiwa_hidup"]},
    }
    for register, codes in used.items():
        assert sorted(codes_of(register)) == sorted(codes)
    laws = [law["nama"] for law in REFERENCES["dasar_hukum"]]
    assert sorted(laws) == sorted({law for service in SERVICES for law in service["dasar_hukum"]})


def test_a_requirement_is_called_as_in_the_register_and_says_when_it_is_needed() -> None:
    documents = {entry["kode"]: entry for entry in REFERENCES["dokumen"]}
    for service in SERVICES:
        for item in service["persyaratan"]:
            document = documents[item["kode"]]
            assert item["nama"] == document["nama"]
            assert item["data_pribadi_spesifik_atau_peka"] == document["peka"]
            assert item["penyerahan"] in HANDED_OVER
            assert item["wajib"] == (not item["syarat_kondisi"]), service["kode"]


def test_only_an_outside_party_or_the_applicant_takes_time_we_do_not_know() -> None:
    outside = {actor["kode"]: actor["pihak_luar"] for actor in REFERENCES["aktor"]}
    for service in SERVICES:
        for step in service["prosedur"]:
            assert step["pihak_luar"] == outside[step["aktor"]], service["kode"]
            open_ended = step["mutu_baku"]["waktu"] is None
            assert not open_ended or step["pihak_luar"] or step["aktor"] == APPLICANT


def test_people_find_a_service_by_their_own_words_and_may_use_known_channels() -> None:
    for service in SERVICES:
        assert set(service["kanal"]) <= CHANNELS
        assert 2 <= len(service["sinonim"]) <= 5, service["kode"]
        assert len(set(service["sinonim"])) == len(service["sinonim"])
        assert service["peristiwa_hidup"], service["kode"]
