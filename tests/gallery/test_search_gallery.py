"""Photographs finding a service: found, narrowed down, mended, in vain, suggested, at the kiosk.

One agency first, then two with a second centre; words as long as a field takes.
"""

import pytest
from django.conf import settings

from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency, make_centre
from tests.conftest import OpenWindow, Visitor
from tests.gallery.test_gallery import (
    DESKTOP,
    KIOSK,
    PHONE,
    TABLET,
    Stage,
    paired,
    stage,
)

__all__ = ["stage"]
pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
LONG = (
    "bagaimana caranya mengurus pensiun janda untuk ibu saya yang tinggal jauh di pulau dan sudah "
    "lama menunggu kabar tentang berkas yang dikirim tahun lalu"
)
STATES = {
    "cari-ditemukan": "?q=saya mau kuliah lagi",
    "cari-disaring": "?q=cuti&kanal=daring",
    "cari-disaring-kosong": "?q=pensiun&kanal=telepon",
    "daftar-disaring": "?kanal=telepon",
    "daftar-peristiwa": "?peristiwa=pensiun",
    "cari-salah-ketik": "?q=cuti melahrikan",
    "cari-syarat": "?q=DPCP",
    "cari-disebut": "?q=tubel",
    "cari-tidak-ada": "?q=antariksa",
    "cari-terdekat": "?q=izin usaha warung",
    "cari-panjang": f"?q={LONG}",
    "cari-tanpa-spasi": f"?q={'a' * 150}",
}


def typed(visitor: Visitor, path: str, text: str) -> Visitor:
    """Somebody types into the search of a page, and its suggestions are there."""
    assert visitor.go(path) == 200
    field = visitor.page.locator("input[name=q]")
    field.click()
    field.press_sequentially(text)
    visitor.page.get_by_role("option").first.wait_for()
    return visitor


@pytest.fixture
def dukcapil(stage: Stage) -> Centre:
    """A second agency with a centre of its own, and a service with the longest of names."""
    agency = make_agency(
        code="dukcapil", name="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Jayapura"
    )
    centre = make_centre(code="dukcapil", agency=agency, zone="Asia/Jayapura", queues="A")
    long = make_service(
        code="AKTA", agency=agency, category="Akta", description="Akta kelahiran " * 30,
        name=("Penerbitan Kutipan Akta Kelahiran bagi Anak yang Lahir di Luar Negeri " * 3)[:200],
    )  # fmt: skip
    make_offering(centre=centre, service=long)
    return centre


@SIZES
def test_every_answer_of_the_search(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    visitor = window(size)
    for name, query in STATES.items():
        assert visitor.go(f"/layanan/{query}") == 200, query
        stage.photograph(visitor, name)


@SIZES
@pytest.mark.usefixtures("dukcapil")
def test_the_search_of_two_agencies(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    visitor = window(size)
    assert visitor.go("/layanan/") == 200
    visitor.page.get_by_text("Saring daftar").click()
    stage.photograph(visitor, "daftar-dua-instansi", full=False)
    for name, query in {
        "cari-dua-instansi": "?q=akta",
        "cari-dua-disaring": "?perangkat=dukcapil&kanal=loket",
        "cari-dua-tidak-ada": "?q=zzzz",
    }.items():
        assert visitor.go(f"/layanan/{query}") == 200
        stage.photograph(visitor, name)


@SIZES
def test_suggestions_while_typing(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    visitor = typed(window(size), "/layanan/", "kenaikan")
    visitor.page.keyboard.press("ArrowDown")
    stage.photograph(visitor, "cari-saran", full=False)
    typed(visitor, "/", "pens")
    stage.photograph(visitor, "beranda-saran", full=False)


def test_the_search_in_english(window: OpenWindow, stage: Stage) -> None:
    visitor = window(PHONE)
    visitor.page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": visitor.base}]
    )
    for name in ("cari-syarat", "cari-tidak-ada", "cari-disaring-kosong"):
        assert visitor.go(f"/layanan/{STATES[name]}") == 200
        stage.photograph(visitor, f"{name}-en")


@pytest.mark.parametrize("size", [KIOSK, (1366, 768)], ids=str)
def test_the_search_at_the_kiosk(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    screen = paired(window, stage, "KIOSK", size)
    for name in ("cari-ditemukan", "cari-disaring", "cari-tidak-ada"):
        assert screen.go(f"/layanan/{STATES[name]}") == 200
        stage.photograph(screen, f"anjungan-{name}", full=False)
    assert screen.go("/layanan/CUTI/") == 200
    screen.page.locator("#ke-ponsel").scroll_into_view_if_needed()
    stage.photograph(screen, "anjungan-layanan-ke-ponsel", full=False)
    typed(screen, "/layanan/", "pens")
    stage.photograph(screen, "anjungan-saran", full=False)


@pytest.mark.parametrize("size", [KIOSK, (1366, 768)], ids=str)
def test_the_list_of_requirements(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    screen = paired(window, stage, "KIOSK", size)
    assert screen.go("/antrean/bkd/syarat/KP-REG/") == 200
    screen.page.wait_for_timeout(1500)
    stage.photograph(screen, "anjungan-daftar-syarat", full=False)


def test_the_paper_of_the_list_of_requirements(window: OpenWindow, stage: Stage) -> None:
    visitor = window(PHONE)
    for width in (80, 58):
        assert visitor.go(f"/antrean/bkd/syarat/KP-REG/?kertas={width}") == 200
        stage.photograph(visitor, f"slip-daftar-syarat-{width}")
