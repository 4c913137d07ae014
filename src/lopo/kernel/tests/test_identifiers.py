"""NIP, NIK and telephone numbers: structure, and one spelling of each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.kernel.identifiers import NIP_GROUPS, WrongNumber, grouped, nik, nip, phone


@pytest.mark.parametrize(
    ("typed", "code", "detail"),
    [
        ("19710707 199703 2 00", "digits-missing", "1"),
        ("19710707 199703 2 0081", "digits-over", "1"),
        ("19710707199703200O", "digits-only", ""),
        ("19710732 199703 2 008", "nip", ""),  # no such day
        ("19710229 199703 2 008", "nip", ""),  # not a leap year
        ("19710707 199713 2 008", "nip", ""),  # neither a month nor a contract
        ("19710707 199703 3 008", "nip", ""),  # no such sex
        ("19710707 199703 2 000", "nip", ""),  # serial numbers begin with 001
        ("18710707 199703 2 008", "nip", ""),
        ("١٩٧١٠٧٠٧١٩٩٧٠٣٢٠٠٨", "digits-only", ""),
    ],
)
def test_what_is_no_nip_is_refused_with_a_reason(typed: str, code: str, detail: str) -> None:
    with pytest.raises(WrongNumber) as wrong:
        nip(typed)
    assert (wrong.value.code, wrong.value.detail) == (code, detail)


def test_a_nip_of_a_civil_servant_and_of_a_contract_have_one_spelling() -> None:
    assert nip("19710707 199703 2 008") == nip("19710707.199703-2.008") == "197107071997032008"
    assert nip("198501012021211001") == "198501012021211001"
    assert grouped("197107071997032008", NIP_GROUPS) == "19710707 199703 2 008"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("530101010190000", "digits-missing"),
        ("5301010101900000", "nik"),  # serial 0000
        ("0301010101900001", "nik"),  # no such province
        ("5301013213900001", "nik"),  # no such month
        ("5301013202900001", "nik"),  # 32 February
        ("5301013202900001x", "digits-only"),
    ],
)
def test_what_is_no_nik_is_refused(typed: str, code: str) -> None:
    with pytest.raises(WrongNumber) as wrong:
        nik(typed)
    assert wrong.value.code == code


@given(st.dates(date(1930, 1, 1), date(2025, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_every_day_of_birth_makes_a_nik_also_for_women(
    born: date, woman: bool, serial: int
) -> None:
    day = born.day + (40 if woman else 0)
    made = f"530371{day:02d}{born:%m%y}{serial:04d}"
    assert nik(made) == made


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("81234567890", "phone"),  # neither 0 nor +62 before it
        ("+1 212 5551234", "phone"),
        ("08123", "digits-missing"),
        ("0812345678901234", "digits-over"),
        ("0812-ABC-7890", "phone"),
        ("", "phone"),
    ],
)
def test_what_is_no_number_of_indonesia_is_refused(typed: str, code: str) -> None:
    with pytest.raises(WrongNumber) as wrong:
        phone(typed)
    assert wrong.value.code == code


@given(st.from_regex(r"8[0-9]{8,10}", fullmatch=True))
def test_three_ways_to_write_a_number_are_one(national: str) -> None:
    ways = {phone(f"0{national}"), phone(f"+62 {national}"), phone(f"62-{national}")}
    assert ways == {f"+62{national}"}
    assert phone(f"+62{national}") == f"+62{national}"


def test_a_telephone_of_an_office_is_one_too() -> None:
    assert phone("(0380) 821-234") == "+62380821234"
