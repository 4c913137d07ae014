"""Photographs of what is done about the survey: the plan being written, the report made."""

import pytest

from lopo.findings import actions
from lopo.findings.queries.reports import Of
from lopo.findings.tests.test_reports import SECOND, charged, voiced
from lopo.kernel.clock import system_clock
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
