"""A profile of those who serve tells functions; what looks like a person is pointed out."""

import pytest

from lopo.profiles.rules import suspicious


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Verifikator, NIP 198001012005011001", "198001012005011001"),
        ("Verifikator 19800101 200501 1 001", "19800101 200501 1 001"),
        ("Kepala Bidang, S.H.", "S.H."),
        ("Dr. Ketua Tim", "Dr."),
        ("Analis, M.Si", "M.Si"),
        ("dr. jaga", "dr."),
    ],
)
def test_a_number_or_a_title_of_a_person_is_pointed_out(written: str, found: str) -> None:
    assert suspicious(written) == [found]


@pytest.mark.parametrize(
    "written",
    [
        "Verifikator – menguasai SIASN/SIMPEG",
        "Analis SDM Aparatur Ahli Muda",
        "Telepon 0822-9939-5149, SE PANRB 28/2021",
        "Melayani H-1 sampai H+1; M adalah huruf.",
    ],
)
def test_functions_are_left_alone(written: str) -> None:
    assert suspicious(written) == []
