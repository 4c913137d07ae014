"""The pledge on the wall: what was promised, who signed it by office, and how to check it."""

from datetime import date

import pytest
from django.conf import settings

from lopo.kernel.clock import system_clock
from lopo.publications.api import PledgeText, issue, pledge_of, printed

from .reading import Paper

pytestmark = pytest.mark.django_db
PLEDGE = PledgeText(
    agency="Badan Kepegawaian Daerah Provinsi Nusa Tenggara Timur",
    text=(
        "Dengan ini, kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar pelayanan "
        "yang telah ditetapkan dan apabila tidak menepati janji ini, kami siap menerima sanksi "
        "sesuai peraturan perundang-undangan yang berlaku."
    ),
    office="Kepala Badan Kepegawaian Daerah",
    day=date(2026, 1, 2),
    place="Kupang",
    number="000.8.3.2/17/BKD/2026",
    promises=(
        "Semua layanan gratis, tanpa pungutan apa pun",
        "Waktu, syarat, dan alur terbuka bagi siapa saja",
        "Pejabat datang menemui Anda di ruang terbuka",
        "Pengaduan dijawab paling lambat 14 hari kerja",
        "Layanan prioritas bagi yang membutuhkan",
    ),
)


def test_a_pledge_without_a_code_is_a_draft_and_says_so() -> None:
    paper = Paper(printed(pledge_of(PLEDGE, "a4", None)))
    assert paper.codes() == set()
    assert paper.says("RANCANGAN")


@pytest.mark.parametrize(("size", "mm"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_the_pledge_says_what_was_signed(size: str, mm: tuple[int, int]) -> None:
    published = issue(
        kind="PLEDGE", subject="pledge:1", version="1", title="Maklumat", issuer=PLEDGE.agency,
        path="/", clock=system_clock,
    )  # fmt: skip
    paper = Paper(printed(pledge_of(PLEDGE, size, published)))
    assert (len(paper.pages), paper.size_mm()) == (1, mm)
    for told in (
        "Maklumat pelayanan", PLEDGE.text, PLEDGE.office, "Kupang, 2 Januari 2026",
        "Nomor 000.8.3.2/17/BKD/2026", *PLEDGE.promises, "Nama, pangkat, NIP",
    ):  # fmt: skip
        assert paper.says(told), told
    assert paper.codes() == {f"{settings.PUBLIC_URL}/cek/{published.code}/"}
