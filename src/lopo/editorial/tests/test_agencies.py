"""Editors write what their agency says of itself and how it looks; nobody else, nothing lost."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lopo.catalogue.tests.builders import make_service
from lopo.editorial.forms import AgencyForms
from lopo.notices.tests.builders import make_notice
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty
from lopo.profiles.api import FactTold, identity_of, profile_of, report_of, typed_items
from lopo.profiles.tests.builders import GREEN, TOLD, make_look, make_profile, svg

from .builders import HOME, browser, charged

pytestmark = pytest.mark.django_db
LOOK = {
    "ground": GREEN.ground,
    "action": GREEN.action,
    "accent": GREEN.accent,
    "motto": "Melayani",
    "logo_alt": "Lambang",
}


class Desk:
    """An agency with its editor."""

    def __init__(self) -> None:
        self.agency: Agency = make_agency(code="bkd")
        self.editor = browser(charged(self.agency, Duty.EDITOR))
        self.page = f"{HOME}perangkat/bkd/"

    def save(self, *who: Client, seen: int = 0, **more: Any) -> Any:
        """Both profiles and some facts, as a browser would send them."""
        form = {"revisi": str(seen), **TOLD, **more}
        return (who[0] if who else self.editor).post(self.page, form)

    def wear(self, *, seen: int = 0, logo: bytes | None = None, **more: Any) -> Any:
        """A look, as a browser would send it."""
        form = {"revisi": str(seen), **LOOK, **more}
        if logo is not None:
            form["logo"] = SimpleUploadedFile("logo.svg", logo)
        return self.editor.post(f"{self.page}identitas/", form)


@pytest.fixture
def desk() -> Desk:
    return Desk()


# Refusals


def test_only_editors_of_the_agency_find_its_pages(desk: Desk) -> None:
    strangers = (
        browser(charged(desk.agency, Duty.PUBLISHER)),
        browser(charged(make_agency(), Duty.EDITOR)),
    )
    for stranger in strangers:
        for rest in ("", "identitas/", "identitas/lepas/"):
            assert stranger.get(f"{desk.page}{rest}").status_code == HTTPStatus.NOT_FOUND
        assert desk.save(stranger).status_code == HTTPStatus.NOT_FOUND
    assert profile_of(desk.agency).revision == 0


def test_every_fault_is_told_at_once_and_nothing_typed_is_lost(desk: Desk) -> None:
    sent: dict[str, Any] = {
        "ATRIBUT-is_present": "on",
        "PENGADUAN-text": "Kotak saran",
        "PENGADUAN-evidence_url": "javascript:x()",
        "email": "bukan surel",
    }
    answer = desk.save(**sent)
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "3 hal perlu diperbaiki" in page
    for said in ("Tulis apa yang ada.", "https://", "Kotak saran", "bukan surel", TOLD["tasks"]):
        assert said in page
    assert profile_of(desk.agency).revision == 0


def test_a_colleagues_saving_is_not_written_over_and_a_second_saving_holds(desk: Desk) -> None:
    make_profile(desk.agency)
    answer = desk.save(seen=0, address="Jalan Baru")
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Jalan Baru" in page
    assert profile_of(desk.agency).address == TOLD["address"]
    assert 'name="revisi" value="1"' in page
    desk.save(seen=1, address="Jalan Baru")
    assert profile_of(desk.agency).address == "Jalan Baru"


@pytest.mark.parametrize(
    ("logo", "said"),
    [
        (svg("<script>x()</script>"), "script"),
        (svg('<path onload="x()"/>'), "onload"),
        (svg(before="<!DOCTYPE svg>"), "DOCTYPE"),
        (b"GIF89a", "SVG"),
        (svg() + b" " * 300_000, "100 kB"),
    ],
)
def test_a_bad_logo_is_refused_with_its_reason_and_the_colours_typed_stay(
    desk: Desk, logo: bytes, said: str
) -> None:
    answer = desk.wear(logo=logo)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.content.decode()
    assert GREEN.ground in answer.content.decode()
    assert identity_of(desk.agency).logo is None


@pytest.mark.parametrize("ground", ["#ff9900", "red", "", "#FFFFFF", "\x00"])
def test_a_bad_colour_is_refused_at_its_field(desk: Desk, ground: str) -> None:
    answer = desk.wear(ground=ground)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_ground"' in answer.content.decode()
    assert identity_of(desk.agency).revision == 0


def test_a_look_saved_meanwhile_is_not_written_over_nor_removed(desk: Desk) -> None:
    make_look(desk.agency)
    assert desk.wear(seen=0).status_code == HTTPStatus.CONFLICT
    stale = desk.editor.post(f"{desk.page}identitas/lepas/", {"revisi": "0"})
    assert stale.status_code == HTTPStatus.CONFLICT
    assert identity_of(desk.agency).is_own


# What is written


def test_what_is_saved_stands_in_public(desk: Desk, client: Client) -> None:
    sent: dict[str, Any] = {"ATRIBUT-is_present": "on", "ATRIBUT-text": "Rompi dengan fungsi"}
    assert desk.save(**sent).status_code == HTTPStatus.SEE_OTHER
    assert "Rompi dengan fungsi" in client.get("/perangkat-daerah/bkd/").content.decode()
    shown = desk.editor.get(desk.page).content.decode()
    assert "Rompi dengan fungsi" in shown
    assert "1 dari 8 butir kepatuhan dan 2 dari 2 profil sudah ada." in shown


def test_what_looks_like_a_person_is_pointed_out_and_saved_all_the_same(desk: Desk) -> None:
    named = "Verifikator Dr. Siti, NIP 198001012005011001"
    answer = desk.editor.post(desk.page, {"revisi": "0", **TOLD, "performers": named}, follow=True)
    assert "Ini tampak seperti orang" in answer.content.decode()
    assert ".. Mohon" not in answer.content.decode()
    assert profile_of(desk.agency).performers == named


def test_a_look_is_worn_at_once_and_removed_after_one_more_question(
    desk: Desk, client: Client
) -> None:
    assert desk.wear(logo=svg()).status_code == HTTPStatus.SEE_OTHER
    identity = identity_of(desk.agency)
    preview = desk.editor.get(f"{desk.page}identitas/").content.decode()
    assert identity.logo_path in preview
    assert identity.colours_path in preview
    assert identity.colours_path in client.get("/perangkat-daerah/bkd/").content.decode()
    asked = desk.editor.get(f"{desk.page}identitas/lepas/")
    assert asked.status_code == HTTPStatus.OK
    assert identity_of(desk.agency).is_own  # asking changes nothing
    desk.editor.post(f"{desk.page}identitas/lepas/", {"revisi": "1"})
    assert not identity_of(desk.agency).is_own
    assert identity_of(desk.agency).motto == "Melayani"


def test_signs_nobody_sees_are_not_published(desk: Desk) -> None:
    hidden = "Me\u202elayani\u2066 den\u200bgan\ufeff\x07 hati"
    desk.wear(motto=hidden)
    assert identity_of(desk.agency).motto == "Melayani dengan hati"
    desk.save(tasks=f"{hidden}\nBaris kedua")
    assert profile_of(desk.agency).tasks.splitlines() == ["Melayani dengan hati", "Baris kedua"]


def test_the_overview_says_what_is_missing_and_where_it_is_written(desk: Desk) -> None:
    make_service(agency=desk.agency)
    page = desk.editor.get(HOME).content.decode()
    assert "0 dari 8 butir kepatuhan dan 0 dari 2 profil sudah ada." in page
    for where in (
        f"{desk.page}#ATRIBUT",
        f"{desk.page}#PROFIL_PELAKSANA",
        f"{desk.page}identitas/#id_motto",
        "/petugas/pengumuman/bkd/maklumat/",
    ):
        assert f'href="{where}"' in page
    make_notice(agency=desk.agency, kind="MAKLUMAT")
    assert "/petugas/pengumuman/bkd/maklumat/" not in desk.editor.get(HOME).content.decode()


def test_whoever_only_publishes_reads_what_is_missing_without_links(desk: Desk) -> None:
    page = browser(charged(desk.agency, Duty.PUBLISHER)).get(HOME).content.decode()
    assert "Atribut pelayan" in page
    assert "#ATRIBUT" not in page


def test_the_overview_asks_as_little_of_many_agencies_as_of_one(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client = browser(charged(None, Duty.EDITOR))
    for _number in range(6):
        make_service(agency=make_profile(make_look(), ATRIBUT=FactTold(True, "Rompi")))
    with django_assert_max_num_queries(20):
        client.get(HOME)


def test_the_form_sent_back_unchanged_changes_nothing(desk: Desk) -> None:
    make_profile(desk.agency, ATRIBUT=FactTold(True, "Rompi", "https://contoh.example/"))
    before = report_of(desk.agency)
    typed = {one.code: one for one in typed_items(before.answers[0].item.valid_from)}
    forms = AgencyForms(before, typed)
    sent: dict[str, Any] = {"revisi": "1"}
    for form in forms.every_form():
        for field in form:
            if field.value() not in (None, False):
                sent[field.html_name] = "on" if field.value() is True else field.value()
    assert desk.editor.post(desk.page, sent).status_code == HTTPStatus.SEE_OTHER
    after = report_of(desk.agency)
    assert [(a.is_there, a.text) for a in after.answers] == [
        (a.is_there, a.text) for a in before.answers
    ]
