"""Photographs the home page of an agency, its poster, and where its look is chosen."""

import pytest

from tests.conftest import OpenWindow

from .test_gallery import DESKTOP, KIOSK, PHONE, TABLET, Stage, paired, signed_in, stage
from .test_publications_gallery import photograph_pdf

__all__ = ["stage"]
pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
HOME = "/perangkat-daerah/"
LOOK = "/petugas/standar/perangkat/bkd-ntt/identitas/"
# What is pressed at a kiosk and is smaller than a thumb (64 px); a row is pressed as a whole.
SMALL = """() => {
    const shown = "main a, nav a, main button, main input:not([type=hidden])";
    const height = one => (one.closest(".service, .agencies__one") || one)
        .getBoundingClientRect().height;
    return [...document.querySelectorAll(shown)]
        .filter(one => one.getClientRects().length && height(one) < 64)
        .map(one => one.textContent.trim());
}"""


def test_an_agency_at_home(window: OpenWindow, stage: Stage) -> None:
    for size in (PHONE, TABLET, DESKTOP):
        visitor = window(size)
        assert visitor.go(f"{HOME}bkd-ntt/") == 200
        stage.photograph(visitor, "perangkat-daerah")
    assert visitor.go(HOME) == 200
    stage.photograph(visitor, "perangkat-daerah-semua")
    screen = paired(window, stage, "KIOSK", KIOSK)
    for path in (HOME, f"{HOME}bkd-ntt/"):
        assert screen.go(path) == 200
        assert screen.page.evaluate(SMALL) == []
    stage.photograph(screen, "anjungan-perangkat-daerah", full=False)
    assert photograph_pdf("/layanan/CUTI/poster.pdf?ukuran=a4", "poster-perangkat-daerah") == 1
    _look_is_chosen_and_refused(window, stage)


def _look_is_chosen_and_refused(window: OpenWindow, stage: Stage) -> None:
    """In the same demo: it takes long to set up."""
    desk = signed_in(window, "penyunting", DESKTOP)
    assert desk.go(LOOK) == 200
    desk.page.fill("[name=ground]", "#ff9900")
    desk.page.get_by_role("button", name="Simpan dan lihat").click()
    desk.page.wait_for_selector(".errsum")
    stage.photograph(desk, "identitas-ditolak")
    desk.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for path, name in ((LOOK, "identitas"), (LOOK.removesuffix("identitas/"), "profil")):
        assert desk.go(path) == 200
        stage.photograph(desk, name)
