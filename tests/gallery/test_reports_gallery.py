"""Photographs of what is done about the survey: the plan being written, the report made."""

import pytest

from lopo.findings import actions
from lopo.findings.queries.reports import Of
from lopo.findings.tests.test_releases import LIST, released
from lopo.findings.tests.test_reports import SECOND, charged, voiced
from lopo.kernel.clock import system_clock
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty
from lopo.people.tests.builders import make_staff
from tests.conftest import OpenWindow
from tests.gallery.test_gallery import DESKTOP, PHONE, Faults
from tests.gallery.test_safety import photograph
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
def test_an_editor_writes_what_is_done_about_it(
    size: tuple[int, int], window: OpenWindow, axe: Faults
) -> None:
    agency = voiced().host_agency
    editor = charged(agency, Duty.EDITOR)
    plan = actions.propose_plan(
        agency=agency, unit=None, period=SECOND, author=editor, clock=system_clock
    )
    desk = window(size)
    sits_at(desk, editor)
    assert desk.go(f"/petugas/survei/tindak-lanjut/{plan.pk}/ubah/") == 200
    photograph(desk, "survei-rencana", axe)


def test_a_report_is_ready(window: OpenWindow, axe: Faults) -> None:
    agency = voiced().host_agency
    editor = charged(agency, Duty.EDITOR)
    report = actions.start_report(
        of=Of(agency), period=SECOND, is_small=True, author=editor, clock=system_clock
    )
    actions.propose_plan(
        agency=agency, unit=None, period=SECOND, author=make_staff(), clock=system_clock
    )
    desk = window(DESKTOP)
    sits_at(desk, editor)
    assert desk.go(f"/petugas/survei/laporan/arsip/{report.token}/") == 200
    photograph(desk, "survei-laporan", axe)
    assert desk.go("/petugas/survei/tindak-lanjut/") == 200
    photograph(desk, "survei-rencana-semua", axe)


def test_a_report_that_was_superseded_and_all_that_hold(window: OpenWindow, axe: Faults) -> None:
    of = Of(make_agency(name="Badan Kepegawaian Daerah"))
    first = released(of)
    released(of, days=1)
    released(Of(make_agency(name="Dinas Sosial")), period=SECOND, days=2)
    phone, desktop = window(PHONE), window(DESKTOP)
    assert phone.go(f"{LIST}{first.token}/") == 200
    photograph(phone, "survei-laporan-digantikan", axe)
    assert desktop.go(LIST) == 200
    photograph(desktop, "survei-laporan-terbit", axe)
