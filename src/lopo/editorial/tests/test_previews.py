"""A draft as page, poster and SOP sheet: who may look, what it says, that nothing of it is kept."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lopo.catalogue.actions import save_draft
from lopo.catalogue.rules import Content, Promise, Requirement
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.kernel.clock import system_clock
from lopo.people.api import Duty
from lopo.people.tests.builders import make_staff
from lopo.publications.models import Publication
from lopo.publications.tests.reading import Paper

from .builders import Office, browser, charged, page

pytestmark = pytest.mark.django_db
VIEWS = ("", "?layar=anjungan", "poster.pdf", "poster.pdf?ukuran=a6", "sop.pdf")
EVERY_VIEW = pytest.mark.parametrize("view", VIEWS)


@pytest.fixture
def office() -> Office:
    """An editor has begun a change."""
    made = Office()
    made.begin()
    return made


def write(office: Office, content: Content) -> None:
    """The draft as somebody has saved it."""
    save_draft(
        draft=office.draft,
        content=content,
        seen=office.draft.revision,
        author=make_staff(),
        clock=system_clock,
    )


def look(office: Office, view: str = "", who: Client | None = None) -> Any:
    """One of the previews."""
    return (who or office.editor).get(page(office.service, f"rancangan/pratinjau/{view}"))


def shelved() -> set[str]:
    """The finished sheets that lie on the disk."""
    folder = settings.DATA / "sheets"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


# --- who may not look ------------------------------------------------------------------------


@EVERY_VIEW
def test_nobody_else_sees_a_draft(office: Office, view: str) -> None:
    elsewhere = browser(charged(make_service().agency, Duty.EDITOR, Duty.PUBLISHER))
    assert look(office, view, elsewhere).status_code == HTTPStatus.NOT_FOUND
    assert look(office, view, browser(charged(None))).status_code == HTTPStatus.NOT_FOUND
    citizen = look(office, view, Client())
    assert citizen.status_code == HTTPStatus.FOUND
    assert citizen["Location"].startswith("/petugas/masuk/")


@EVERY_VIEW
def test_what_is_no_draft_has_no_preview(office: Office, view: str) -> None:
    office.editor.post(page(office.service, "rancangan/buang/"))
    assert look(office, view).status_code == HTTPStatus.NOT_FOUND


def test_there_is_no_such_paper(office: Office) -> None:
    assert look(office, "poster.pdf?ukuran=a99").status_code == HTTPStatus.NOT_FOUND


# --- what a preview is -----------------------------------------------------------------------


@EVERY_VIEW
def test_a_preview_is_kept_by_nobody_and_found_by_no_engine(office: Office, view: str) -> None:
    before = shelved()
    for who in (office.editor, office.publisher):
        answer = look(office, view, who)
        assert answer.status_code == HTTPStatus.OK
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
    assert shelved() == before
    assert not Publication.objects.exists()


def test_the_page_shows_what_is_written_under_a_band_and_nothing_that_acts(office: Office) -> None:
    make_offering(service=office.service)
    write(office, office.draft.told.with_fields(promise=Promise(9), staffing=""))
    text = look(office).content.decode()
    assert "Rancangan, belum berlaku" in text
    assert "9 hari kerja" in text
    assert "Jumlah pelaksana" in text  # what is missing, with the way to mend it
    assert f"/petugas/standar/{office.service.code}/rancangan/#pengelolaan" in text
    assert 'name="robots" content="noindex"' in text
    for act in (
        "?layanan=",
        "/formulir/",
        "wa.me",
        "poster.pdf",
        "tanda.svg",
        "canonical",
        "/cek/C",
    ):
        assert act not in text, act
    assert "9 hari kerja" not in Client().get(f"/layanan/{office.service.code}/").content.decode()


def test_the_page_is_shown_as_the_kiosk_would(office: Office) -> None:
    text = look(office, "?layar=anjungan").content.decode()
    assert 'data-density="kiosk"' in text
    assert "Rancangan, belum berlaku" in text


def test_a_submitted_draft_is_read_by_who_decrees_it(office: Office) -> None:
    office.hand_in()
    text = look(office, "", office.publisher).content.decode()
    assert "Rancangan, belum berlaku" in text


@pytest.mark.parametrize("view", ["poster.pdf", "sop.pdf"])
def test_a_sheet_of_a_draft_says_so_and_has_no_code(office: Office, view: str) -> None:
    write(
        office, office.draft.told.with_fields(requirements=(Requirement("X", "Surat pengantar"),))
    )
    answer = look(office, view)
    paper = Paper(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert paper.says("RANCANGAN")
    assert paper.says("elum berlaku")
    assert not [code for code in paper.codes() if "/cek/" in code]


def test_a_poster_in_force_bears_no_mark_of_a_draft(office: Office) -> None:
    genuine = Paper(Client().get(f"/layanan/{office.service.code}/poster.pdf").content)
    assert not genuine.says("RANCANGAN")


@EVERY_VIEW
def test_a_draft_with_nothing_in_it_is_shown_all_the_same(office: Office, view: str) -> None:
    write(office, Content())
    answer = look(office, view)
    assert answer.status_code == HTTPStatus.OK
    if answer["Content-Type"].startswith("text/html"):
        for missing in ("Persyaratan", "Sistem, mekanisme, dan prosedur", "Dasar hukum"):
            assert missing in answer.content.decode()


def test_editor_and_standard_lead_to_the_previews(office: Office) -> None:
    for rest in ("rancangan/", ""):
        text = office.editor.get(page(office.service, rest)).content.decode()
        for view in ("", "?layar=anjungan", "poster.pdf", "sop.pdf"):
            assert f"/rancangan/pratinjau/{view}" in text


def test_a_preview_asks_little(
    office: Office, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    look(office)
    with django_assert_max_num_queries(16):
        look(office)
