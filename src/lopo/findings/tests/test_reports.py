"""The official report: every number again by another way, every chapter, both files."""

import io
import json
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from docx import Document

from lopo.findings import actions
from lopo.findings.actions.plans import NothingToPlan, PlanChanged, PlanExists, SamePerson
from lopo.findings.models import FollowUp, FollowUpPlan, Report
from lopo.findings.queries import is_reported
from lopo.findings.queries.reports import Of
from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import Refusal
from lopo.organisation.api import Agency, Centre
from lopo.people.api import Duty, User, charge
from lopo.people.tests.builders import make_staff
from lopo.publications.tests.reading import Paper
from lopo.surveys.actions import open_what_waits
from lopo.surveys.api import Kind, Period

from .builders import ballots, respondents

pytestmark = pytest.mark.django_db
SECOND, THIRD = Period(Kind.QUARTER, 2026, 2), Period(Kind.QUARTER, 2026, 3)
FOURTH = Period(Kind.QUARTER, 2026, 4)
CHAPTERS = (
    "Kata Pengantar",
    "Daftar Isi",
    "Pendahuluan",
    "Pelaksanaan Survei",
    "Hasil Survei",
    "Analisis Hasil",
    "Rencana Tindak Lanjut",
    "Realisasi Tindak Lanjut Periode Sebelumnya",
    "Kesimpulan",
    "Kuesioner",
)
ANSWERS: list[list[int | None]] = [
    [2 + (i + k * k) % 3 - (i * k) % 7 // 6 for k in range(9)] for i in range(37)
]


def charged(agency: Agency, duty: Duty) -> User:
    """Somebody with a duty for an agency and nothing else."""
    user = make_staff()
    charge(user=user, agency=agency, duty=duty, actor=SYSTEM)
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def voiced() -> Centre:
    """A centre that was judged in two quarters, unequally; one service by three people only."""
    centre = make_centre()
    big, small = service_of(centre, "A"), service_of(centre, "B")
    ballots(centre, big, [[*row] for row in ANSWERS])
    ballots(centre, small, [[4, 3, 3, 2, 4, 4, 2, None, 1]] * 6)
    ballots(centre, big, [3, 3, 4, 4, 2, 3, 3], day=date(2026, 5, 5))
    respondents(centre, big, "GENDER", L=20, P=23)
    respondents(centre, big, "EDUCATION", SMA=10, S1=23, S2=10)
    open_what_waits(Clockwork())
    return centre


def half_up(value: Fraction, places: int = 2) -> str:
    scaled = value * 10**places
    return str(Decimal(int(scaled + Fraction(1, 2))).scaleb(-places)).replace(".", ",")


def recomputed(agency: Agency, period: Period) -> tuple[list[list[str]], str, int]:
    """By another way: raw rows, exact fractions, no code of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answers FROM surveys_ballot WHERE agency_id = %s AND quarter BETWEEN %s AND %s",
            [agency.pk, period.first, period.last],
        )
        rows = [row[0] for row in cursor.fetchall()]
    given: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for place, value in enumerate(row):
            if value is not None:
                given[place].append(value)
    means = [Fraction(sum(given[place]), len(given[place])) for place in range(9)]
    told = [
        [str(len(given[place])), half_up(mean), "0,111", half_up(mean / 9, 3), half_up(mean * 25)]
        for place, mean in enumerate(means)
    ]
    return told, half_up(sum(means, Fraction(0)) / 9 * 25), len(rows)


def made(centre: Centre, period: Period = THIRD) -> Report:
    return actions.start_report(
        of=Of(centre.host_agency),
        period=period,
        is_small=True,
        author=make_staff(),
        clock=Clockwork(),
    )


def test_every_number_of_both_files_is_the_one_another_way_finds() -> None:
    centre = voiced()
    report = made(centre)
    assert report.state == Report.State.DONE
    elements, value, count = recomputed(centre.host_agency, THIRD)
    content = actions.file_of(report, "docx").read_bytes()
    document = Document(io.BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]
    (found,) = [one for one in tables if one[0][0] == "Unsur" and "NRR" in one[0]]
    assert [row[2:7] for row in found[1:-1]] == elements
    assert found[-1][6] == value
    (services,) = [one for one in tables if one[0][1] == "Layanan"]
    assert sum(int(row[2]) for row in services[1:]) == count
    paper = Paper(actions.file_of(report, "pdf").read_bytes())
    for row in elements:
        assert paper.says(" ".join(row))
    assert paper.says(f"adalah {value}")
    for chapter in CHAPTERS:
        assert paper.says(chapter), chapter
        styled = [(one.style, one.text) for one in document.paragraphs]
        headings = [text for style, text in styled if style and style.name == "Heading 1"]
        assert any(chapter in one for one in headings), chapter
    codes = set().union(*(paper.codes(page) for page in range(len(paper.pages))))
    (address,) = codes
    assert report.code in address
    assert Client().get(f"/cek/{report.code}/").status_code == 200
    _opens_without_repair(content)


def _opens_without_repair(content: bytes) -> None:
    """What a word processor needs: whole parts, every relation there, fields that are closed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))
        body = archive.read("word/document.xml").decode()
    assert body.count('fldCharType="begin"') == body.count('fldCharType="end"')
    assert "TOC" in body
    assert "Perbarui" not in body
    assert ".." not in ET.tostring(ET.fromstring(body), encoding="unicode", method="text")
    assert body.count("<pic:pic") >= body.count('descr="') > 0


def test_a_report_of_too_few_voices_has_all_chapters_and_no_number() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4] * 4)
    paper = Paper(actions.file_of(made(centre), "pdf").read_bytes())
    assert paper.says("belum mencapai 5")
    assert not paper.says("100,00 dengan mutu")


def test_who_has_just_spoken_reads_what_earlier_voices_changed() -> None:
    centre = voiced()
    page = f"/survei/{centre.code}/terima-kasih/"
    assert "Yang berubah berkat suara sebelumnya" not in Client().get(page).content.decode()
    plan = actions.propose_plan(
        agency=centre.host_agency, unit=None, period=SECOND, author=make_staff(), clock=Clockwork()
    )
    actions.release_plan(plan=plan, seen=0, publisher=make_staff(), clock=Clockwork())
    FollowUp.objects.filter(plan=plan).update(state=FollowUp.State.RUNNING)
    told = Client().get(page).content.decode()
    assert "Yang berubah berkat suara sebelumnya" in told
    assert FollowUp.objects.filter(plan=plan)[0].action in told


def test_paper_of_a_period_whose_report_is_out_is_refused() -> None:
    centre = voiced()
    report = made(centre)
    assert not is_reported(centre, THIRD.first)
    actions.release_report(report=report, publisher=make_staff(), clock=Clockwork())
    assert is_reported(centre, THIRD.first)
    assert not is_reported(centre, FOURTH.first)


def test_the_next_report_tells_what_became_of_the_plan() -> None:
    centre = voiced()
    agency = centre.host_agency
    author, publisher = make_staff(), make_staff()
    plan = actions.propose_plan(
        agency=agency, unit=None, period=SECOND, author=author, clock=Clockwork()
    )
    items = list(FollowUp.objects.filter(plan=plan))
    assert len(items) == 3
    with pytest.raises(SamePerson):
        actions.release_plan(plan=plan, seen=0, publisher=author, clock=Clockwork())
    actions.release_plan(plan=plan, seen=0, publisher=publisher, clock=Clockwork())
    done = {
        "state": "DONE",
        "realised_date": date(2026, 8, 3),
        "realisation": "Ruang laktasi tersedia.",
    }
    actions.realise_plan(plan=plan, items=[(items[0].pk, done)], seen=1)
    paper = Paper(actions.file_of(made(centre), "pdf").read_bytes())
    assert paper.says("memuat 3 kegiatan: 1 selesai, 0 berjalan, 2 belum dimulai")
    assert paper.says("3 Agustus 2026: Ruang laktasi tersedia.")
    part = Client().get(f"/survei/bagian/dibenahi/{centre.code}/").content.decode()
    assert "Ruang laktasi tersedia." in part


def test_a_plan_follows_once_from_a_period_that_ended_with_voices() -> None:
    centre = voiced()
    given: dict[str, Any] = {"unit": None, "author": make_staff(), "clock": Clockwork()}
    for agency, period in ((centre.host_agency, FOURTH), (make_centre().host_agency, THIRD)):
        with pytest.raises(NothingToPlan):
            actions.propose_plan(agency=agency, period=period, **given)
    plan = actions.propose_plan(agency=centre.host_agency, period=THIRD, **given)
    with pytest.raises(PlanExists):
        actions.propose_plan(agency=centre.host_agency, period=THIRD, **given)
    with pytest.raises(PlanChanged):
        actions.discard_plan(plan=plan, seen=1)


def test_the_database_refuses_a_plan_released_by_its_author_and_done_without_a_word() -> None:
    author = make_staff()
    plan = actions.propose_plan(
        agency=voiced().host_agency, unit=None, period=THIRD, author=author, clock=Clockwork()
    )
    with pytest.raises(IntegrityError, match="who_plans"), transaction.atomic():
        FollowUpPlan.objects.update(state="RELEASED", released_by=author, released_at=Clockwork()())
    wrongs: list[dict[str, Any]] = [
        {"state": "DONE"},
        {"state": "DROPPED"},
        {"quarters": [5]},
        {"quarters": []},
    ]
    for wrong in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowUp.objects.filter(plan=plan).update(**wrong)


def test_a_plan_is_written_released_and_realised_on_its_pages() -> None:
    agency = voiced().host_agency
    editor, publisher = (
        browser(charged(agency, Duty.EDITOR)),
        browser(charged(agency, Duty.PUBLISHER)),
    )
    home = "/petugas/survei/tindak-lanjut/"
    answer = editor.post(f"{home}{agency.code}/susun/", {"period": THIRD.spelled, "of": ""})
    assert answer.status_code == 303, answer.content
    plan = FollowUpPlan.objects.get()
    page = f"{home}{plan.pk}/"
    sent = {"revisi": "0"}
    for one in FollowUp.objects.all():
        sent |= {
            f"{one.pk}-action": "Menambah kursi",
            f"{one.pk}-quarters": "1",
            f"{one.pk}-year": "2027",
            f"{one.pk}-function": "Bidang umum",
            f"{one.pk}-target": "99",
        }
    key = FollowUp.objects.first()
    assert key is not None
    wrong = editor.post(f"{page}ubah/", {**sent, f"{key.pk}-target": "1"})
    assert wrong.status_code == 422
    assert "Menambah kursi" in wrong.content.decode()
    assert editor.post(f"{page}ubah/", sent).status_code == 303
    assert publisher.post(f"{page}terbitkan/", {"revisi": "0"}).status_code == 303
    plan.refresh_from_db()
    assert plan.state == "DRAFT"
    assert publisher.post(f"{page}terbitkan/", {"revisi": "1"}).status_code == 303
    plan.refresh_from_db()
    assert plan.state == "RELEASED"
    assert editor.get(f"{page}realisasi/").status_code == 200
    assert editor.post(f"{page}realisasi/", {f"{key.pk}-state": "DONE"}).status_code == 422
    assert publisher.get(f"{page}realisasi/").status_code == 404
    assert editor.get(home).status_code == editor.get(page).status_code == 200


def test_a_report_is_made_on_its_page_and_released_by_somebody_else() -> None:
    agency = voiced().host_agency
    editor, publisher = (
        browser(charged(agency, Duty.EDITOR)),
        browser(charged(agency, Duty.PUBLISHER)),
    )
    home = "/petugas/survei/laporan/"
    for wrong in ({}, {"of": "agency:lain", "period": "2026-tw3"},
                  {"of": f"agency:{agency.code}", "period": "2031"},
                  {"of": f"agency:{agency.code}", "period": "kemarin"}):  # fmt: skip
        assert editor.post(f"{home}buat/", wrong).status_code == 422
    answer = editor.post(f"{home}buat/", {"of": f"agency:{agency.code}", "period": "2026-tw3"})
    page = answer["Location"]
    assert "PDF" in editor.get(page).content.decode()
    for kind in ("pdf", "docx"):
        assert editor.get(f"{page}berkas/{kind}/").status_code == 200
    assert editor.post(f"{page}terbitkan/").status_code == 404
    report = Report.objects.get()
    assert Client().get(f"/survei/laporan/{report.token}/").status_code == 404
    assert publisher.post(f"{page}terbitkan/").status_code == 303
    assert Client().get(f"/survei/laporan/{report.token}/").status_code == 200


def test_a_long_report_is_a_job_and_a_dead_worker_is_noticed() -> None:
    clock = Clockwork()
    report = actions.start_report(
        of=Of(voiced().host_agency), period=THIRD, is_small=False, author=make_staff(), clock=clock
    )
    assert report.state == Report.State.WAITING
    Report.objects.update(state="RUNNING", beat_at=clock())
    assert actions.watch_reports(clock() + timedelta(minutes=2)) == 0
    assert actions.watch_reports(clock() + timedelta(minutes=4)) == 1
    assert actions.forget_reports(clock() + timedelta(days=2)) == 1


def test_the_report_of_a_running_period_is_not_released() -> None:
    centre = voiced()
    ballots(centre, service_of(centre), [4] * 9, day=date(2026, 10, 6))
    report = made(centre, FOURTH)
    assert Paper(actions.file_of(report, "pdf").read_bytes()).says("Laporan sementara")
    with pytest.raises(Refusal):
        actions.release_report(report=report, publisher=make_staff(), clock=Clockwork())


def test_a_report_of_what_is_not_so_any_more_is_not_released() -> None:
    """Late sheets of paper were counted since it was made."""
    centre = voiced()
    report = made(centre)
    ballots(centre, service_of(centre), [1] * 5)
    with pytest.raises(Refusal, match="Buatlah lagi"):
        actions.release_report(report=report, publisher=make_staff(), clock=Clockwork())
    fresh = made(centre)
    actions.release_report(report=fresh, publisher=make_staff(), clock=Clockwork())


def test_the_board_hangs_on_a3_and_leads_to_the_live_page() -> None:
    centre = voiced()
    for path in (f"pusat/{centre.code}", f"perangkat/{centre.host_agency.code}"):
        answer = Client().get(f"/survei/{path}/papan.pdf?periode=2026-tw3")
        paper = Paper(answer.content)
        assert paper.size_mm() == (297, 420)
        assert len(paper.pages) == 1
        assert paper.says("Terima kasih atas penilaian Anda")
        assert paper.says(recomputed(centre.host_agency, THIRD)[1])
        assert any(code.endswith(f"/survei/{path}/") for code in paper.codes())
    assert Client().get(f"/survei/pusat/{centre.code}/papan.pdf?periode=x").status_code == 404


def test_rows_for_the_ministry_tell_neither_day_nor_place_nor_a_small_service() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre, "A"), [4] * 9)
    ballots(centre, service_of(centre, "B"), [1] * 3)
    agency = centre.host_agency
    publisher, editor = (browser(charged(agency, duty)) for duty in (Duty.PUBLISHER, Duty.EDITOR))
    path = f"/petugas/survei/laporan/baris/{agency.code}/?periode="
    lines = publisher.get(f"{path}2026-tw3").content.decode().splitlines()
    assert lines[0] == "Layanan,U1,U2,U3,U4,U5,U6,U7,U8,U9"
    assert {line.split(",")[0] for line in lines[1:]} == {"Layanan lain"}
    assert len(lines) == 13
    assert publisher.get(f"{path}2026-tw4").status_code == 404
    assert editor.get(f"{path}2026-tw3").status_code == 404
    assert json.dumps(lines).count("2026") == 0
