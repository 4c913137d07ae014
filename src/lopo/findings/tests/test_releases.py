"""Reports that are out: nothing that was released is ever lost, and everybody finds it."""

import threading
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from lopo.findings import actions
from lopo.findings.actions import reports
from lopo.findings.models import Report
from lopo.findings.queries import release_in_force
from lopo.findings.queries.reports import Of
from lopo.foundation.days import civil_date
from lopo.frontdesk.tests.builders import Clockwork, make_centre
from lopo.frontdesk.tests.sabotage import without_index
from lopo.ledger.api import day_events
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, User
from lopo.people.tests.builders import make_staff
from lopo.publications.api import issue
from lopo.surveys.api import Kind, Period

from .test_reports import SECOND, THIRD, browser, charged, voiced

LIST = "/survei/laporan/"


def made(of: Of, *, period: Period = THIRD, said: str = "Laporan") -> Report:
    """A report that is ready, with two short files: how it is typeset is told elsewhere."""
    clock = Clockwork()
    issued = issue(
        kind="SKM_REPORT",
        subject=of.key,
        version=f"{period.spelled}:{said}",
        title=said,
        issuer=of.agency.name,
        path="/survei/",
        clock=clock,
    )
    report = Report.objects.create(
        token=f"{Report.objects.count():04}{'x' * 18}",
        agency=None if of.centre else of.agency,
        unit=of.unit,
        centre=of.centre,
        period=period.spelled,
        state=Report.State.DONE,
        code=issued.code,
        asked_by=make_staff(),
        asked_at=clock(),
        beat_at=clock(),
        finished_at=clock(),
    )
    for kind in ("pdf", "docx"):
        actions.file_of(report, kind).write_bytes(f"{said}, {kind}".encode() * 100)
    return report


@pytest.fixture(autouse=True)
def _what_reports_say_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours are short files without numbers; that numbers must hold is told in ``test_reports``."""
    monkeypatch.setattr(reports, "_holds_still", lambda _report: True)


def released(of: Of, *, days: int = 0, **told: Any) -> Report:
    """A report that is out, some days later than the others."""
    clock = Clockwork()
    clock.forward(minutes=days * 24 * 60)
    with mock.patch.object(reports, "_holds_still", return_value=True):
        return actions.release_report(report=made(of, **told), publisher=make_staff(), clock=clock)


def seen(address: str, status: int = HTTPStatus.OK) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.django_db
def test_the_address_of_a_superseded_report_leads_to_both() -> None:
    of = Of(make_agency(name="Dinas Air"))
    first = released(of, said="Satu")
    address = f"{LIST}{first.token}/"
    assert Client().get(address)["Content-Type"] == "application/pdf"
    second = released(of, said="Dua", days=2)
    page = seen(address)
    assert "Terbitan ini sudah digantikan yang lebih baru" in page
    assert "diterbitkan 23 November 2026 dan digantikan 25 November 2026" in page
    for report, said in ((first, "Satu"), (second, "Dua")):
        for kind in ("pdf", "docx"):
            link = f"{LIST}{report.token}/{kind}/"
            assert link in page
            assert seen(link).startswith(f"{said}, {kind}")
    assert Client().get(f"{LIST}{second.token}/")["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_of_three_releases_every_old_address_leads_to_the_newest() -> None:
    of = Of(make_agency())
    first, second, third = (released(of, said=f"Ke-{n}", days=n) for n in range(3))
    for old in (first, second):
        page = seen(f"{LIST}{old.token}/")
        assert f"{LIST}{third.token}/pdf/" in page
        assert f"{LIST}{old.token}/pdf/" in page


@pytest.mark.django_db
def test_what_was_released_once_is_never_tidied_away() -> None:
    of = Of(make_agency())
    first, second, waiting = released(of), released(of), made(of)
    actions.forget_reports(Clockwork()() + timedelta(days=400))
    assert set(Report.objects.values_list("pk", flat=True)) == {first.pk, second.pk}
    assert not actions.file_of(waiting, "pdf").exists()
    assert seen(f"{LIST}{first.token}/pdf/")


@pytest.mark.django_db
def test_a_report_made_while_its_quarter_ran_is_not_released_when_it_is_over() -> None:
    early = made(Of(make_agency()), period=Period(Kind.QUARTER, 2026, 4))
    later = Clockwork().forward(days=39)
    with pytest.raises(reports.NotReleasable, match="saat periodenya masih berjalan"):
        actions.release_report(report=early, publisher=make_staff(), clock=later)
    Report.objects.filter(pk=early.pk).update(asked_at=later())
    actions.release_report(report=early, publisher=make_staff(), clock=later)


@pytest.mark.django_db
def test_a_press_twice_releases_once_and_an_old_release_does_not_come_back() -> None:
    of = Of(make_agency())
    first = released(of)
    again = actions.release_report(report=first, publisher=make_staff(), clock=Clockwork())
    assert again.released_by == first.released_by
    second = released(of)
    actions.release_report(report=first, publisher=make_staff(), clock=Clockwork())
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.superseded_at is not None
    assert second.superseded_at is None


@pytest.mark.django_db
def test_the_database_knows_one_release_that_holds_and_none_superseded_before() -> None:
    of = Of(make_agency())
    released(of)
    waiting = made(of)
    now, rows = Clockwork()(), Report.objects.filter(pk=waiting.pk)
    out = {"released_at": now, "released_by": make_staff()}
    with pytest.raises(IntegrityError, match="one_released_report"), transaction.atomic():
        rows.update(**out)
    with pytest.raises(IntegrityError, match="superseded_report"), transaction.atomic():
        rows.update(superseded_at=now)


def two_at_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two release what they have made; both have seen the same release before theirs."""
    of = Of(make_agency())
    released(of)
    told: list[str] = []
    both = threading.Barrier(2, timeout=10)

    def both_see_the_same(report: Report) -> Report | None:
        found = release_in_force(report)
        both.wait()
        return found

    monkeypatch.setattr(reports, "release_in_force", both_see_the_same)

    def release(report: Report, publisher: User) -> None:
        try:
            actions.release_report(report=report, publisher=publisher, clock=Clockwork())
            told.append("out")
        except reports.NotReleasable:
            told.append("refused")
        finally:
            connection.close()

    rivals = [(made(of), make_staff()) for _ in range(2)]
    threads = [threading.Thread(target=release, args=one) for one in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def holding() -> int:
    return Report.objects.filter(released_at__isnull=False, superseded_at=None).count()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_release_at_once_one_is_told_to_look_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert two_at_once(monkeypatch) == ["out", "refused"]
    assert holding() == 1
    assert Report.objects.filter(released_at__isnull=False).count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_two_would_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    with without_index("one_released_report"):
        assert two_at_once(monkeypatch) == ["out", "out"]
        assert holding() == 2


@pytest.mark.django_db
def test_a_code_leads_to_the_release_that_holds_whatever_is_tried_meanwhile() -> None:
    of = Of(make_agency())
    first = released(of, said="Satu")
    made(of, said="Coba-coba")
    page = seen(f"/cek/{first.code}/")
    assert "Asli dan berlaku" in page
    assert f"{LIST}{first.token}/" in page
    second = released(of, said="Dua", days=1)
    page = seen(f"/cek/{first.code}/")
    assert "Asli dan berlaku" not in page
    assert f"{LIST}{second.token}/" in page


@pytest.mark.django_db
def test_a_release_is_a_line_in_the_ledger_without_a_name() -> None:
    of, clock = Of(make_agency(code="dinas-air")), Clockwork()
    first = released(of, said="Satu")
    second = released(of, said="Dua")
    lines = day_events("lopo.surveys", civil_date(clock()))
    assert [(one["seq"], one["verb"]) for one in lines] == [
        (1, "report.released"),
        (2, "report.released"),
    ]
    of_whom = [lines[1][name] for name in ("agency", "unit", "centre")]
    assert of_whom == ["dinas-air", None, None]
    assert [one["replaces"] for one in lines] == [None, first.code]
    assert lines[1]["code"] == second.code
    told = str(lines)
    assert second.released_by is not None
    assert second.released_by.username not in told
    assert second.token not in told


@pytest.mark.django_db
def test_without_a_report_the_list_says_what_to_look_at_meanwhile() -> None:
    page = seen(LIST)
    assert "Belum ada laporan yang diterbitkan" in page
    assert 'href="/survei/"' in page
    made(Of(make_agency()))
    assert "Belum ada laporan yang diterbitkan" in seen(LIST)


@pytest.mark.django_db
def test_everybody_finds_the_reports_that_hold_the_newest_first() -> None:
    air, api = make_agency(name="Dinas Air", code="air"), make_agency(name="Dinas Api", code="api")
    hosted = make_centre()
    Centre.objects.filter(pk=hosted.pk).update(host_agency=air)
    hosted.refresh_from_db()
    older = released(Of(air))
    newer = released(Of(api), days=1)
    of_centre = released(Of(air, centre=hosted), period=SECOND, days=2)
    page = seen(LIST)
    places = [page.index(f"{LIST}{one.token}/pdf/") for one in (of_centre, newer, older)]
    assert places == sorted(places)
    assert "1 kB" in page
    assert "Diterbitkan 24 November 2026" in page
    of_air = seen(f"{LIST}?perangkat=air")
    assert older.token in of_air
    assert of_centre.token in of_air
    assert newer.token not in of_air
    of_period = seen(f"{LIST}?perangkat=air&periode={SECOND.spelled}")
    assert of_centre.token in of_period
    assert older.token not in of_period
    assert "belum diterbitkan" in seen(f"{LIST}?perangkat=api&periode=2026")
    again = released(Of(api), days=3)
    page = seen(LIST)
    assert f"{LIST}{again.token}/pdf/" in page
    assert f"{LIST}{newer.token}/pdf/" not in page
    assert "Menggantikan terbitan 24 November 2026" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LIST}?perangkat=entah", 404),
        (f"{LIST}?periode=besok", 404),
        (f"{LIST}?page=99", 200),
        (f"{LIST}?page=x", 200),
        (f"{LIST}?perangkat=%00", 400),
        (f"{LIST}entah/", 404),
        (f"{LIST}entah/pdf/", 404),
    ],
)
def test_what_is_not_there_is_said_so(address: str, status: int) -> None:
    seen(address, status)


@pytest.mark.django_db
def test_a_file_of_another_kind_or_one_that_was_lost_is_not_offered() -> None:
    report = released(Of(make_agency()))
    seen(f"{LIST}{report.token}/exe/", 404)
    actions.file_of(report, "docx").unlink()
    page = seen(LIST)
    assert f"{LIST}{report.token}/pdf/" in page
    assert f"{LIST}{report.token}/docx/" not in page


@pytest.mark.django_db
def test_practice_is_in_no_list() -> None:
    centre = make_centre(is_practice=True)
    report = released(Of(centre.host_agency, centre=centre))
    assert report.token not in seen(LIST)
    client = browser(charged(centre.host_agency, Duty.PUBLISHER))
    waiting = made(Of(centre.host_agency, centre=centre))
    page = f"/petugas/survei/laporan/arsip/{waiting.token}/"
    assert "Terbitkan laporan" not in client.get(page).content.decode()
    assert client.post(f"{page}terbitkan/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 4])
def test_few_statements_however_many_reports(many: int, django_assert_max_num_queries: Any) -> None:
    for number in range(many):
        of = Of(make_agency(name=f"Dinas {number}"))
        released(of)
        released(of, days=1)
    with django_assert_max_num_queries(9):
        seen(LIST)


@pytest.mark.django_db
def test_results_lead_to_the_board_and_to_the_reports() -> None:
    centre = voiced()
    agency = centre.host_agency
    for path in (f"pusat/{centre.code}", f"perangkat/{agency.code}"):
        page = seen(f"/survei/{path}/?periode=2026-tw3")
        assert f"/survei/{path}/papan.pdf?periode=2026-tw3" in page
        assert f"{LIST}?perangkat={agency.code}" in page
        assert "papan.pdf" not in seen(f"/survei/{path}/?periode=2019")
    assert f'href="{LIST}"' in seen("/survei/")
    home = f"/perangkat-daerah/{agency.code}/"
    assert f"{LIST}?perangkat={agency.code}" not in seen(home)
    released(Of(agency))
    assert f"{LIST}?perangkat={agency.code}" in seen(home)
    assert LIST in seen("/sitemap.xml")


@pytest.mark.django_db
def test_a_head_is_answered_as_a_get_without_a_body() -> None:
    centre = voiced()
    report = released(Of(centre.host_agency))
    agency = centre.host_agency.code
    for address in (
        "/api/v1/surveys/results",
        f"/api/v1/surveys/results?centre={centre.code}&period=2026-tw3",
        LIST,
        f"{LIST}{report.token}/",
        f"{LIST}{report.token}/docx/",
        "/survei/",
        f"/survei/pusat/{centre.code}/",
        f"/survei/perangkat/{agency}/",
        f"/survei/perangkat/{agency}/lencana.svg",
        f"/survei/perangkat/{agency}/papan.pdf?periode=2026-tw3",
        "/survei/data/",
        "/survei/data/hasil.csv",
        "/survei/data/hasil.json",
        "/survei/data/katalog.jsonld",
        "/survei/bagian/dibenahi/",
        f"/survei/bagian/dibenahi/{centre.code}/",
        f"/survei/bagian/dibenahi/perangkat/{agency}/",
        f"/survei/bagian/pusat/{centre.code}/",
        f"/survei/bagian/layar/{centre.code}/",
        f"/survei/bagian/perangkat/{agency}/",
    ):
        whole, head = Client().get(address), Client().head(address)
        assert head.status_code == whole.status_code == HTTPStatus.OK, address
        assert head.content == b"", address
        for name in ("Content-Type", "ETag"):
            assert head.headers.get(name) == whole.headers.get(name), (address, name)
    assert Client().head("/api/v1/surveys/results?period=x").status_code == 422
    assert Client().post("/api/v1/surveys/results").status_code == 405
