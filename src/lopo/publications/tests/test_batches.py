"""All the sheets of an agency as one job: for those who work for it, watched, kept for a week."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from lopo.catalogue.tests.builders import make_service
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, charge
from lopo.people.tests.builders import make_staff
from lopo.publications import actions
from lopo.publications.actions import batches
from lopo.publications.models import Batch

pytestmark = pytest.mark.django_db
HTTP_OK, SEE_OTHER, FOUND, NOT_FOUND, UNPROCESSABLE = 200, 303, 302, 404, 422
HOME = "/petugas/terbitan/"
SERVICES = 3


@pytest.fixture
def agency() -> Agency:
    """An agency with three services."""
    found = make_agency(code="bkd", name="Badan Kepegawaian Daerah")
    for number in range(SERVICES):
        make_service(agency=found, code=f"LYN-{number}")
    return found


def browser(agency: Agency | None, duty: Duty = Duty.EDITOR, name: str = "penyunting") -> Client:
    """Somebody who signed in, charged by an agency or by none."""
    user, client = make_staff(username=name), Client()
    if agency is not None:
        charge(user=user, duty=duty, agency=agency, actor=SYSTEM)
    client.force_login(user)
    return client


def ordered(client: Client, agency: Agency, *sheets: str) -> HttpResponse:
    answer: Any = client.post(f"{HOME}{agency.code}/buat/", {"sheets": sheets or ("a6", "sop")})
    return answer  # type: ignore[no-any-return]


def in_line() -> list[str]:
    with connection.cursor() as cursor:
        query = "SELECT args->>'token' FROM procrastinate_jobs WHERE task_name = %s"
        cursor.execute(query, [actions.JOB])
        return [row[0] for row in cursor.fetchall()]


def made(agency: Agency, *sheets: str) -> Batch:
    batch = actions.start_batch(
        agency=agency, papers=sheets, sops=not sheets, actor=SYSTEM, clock=system_clock
    )
    actions.make_batch(token=batch.token, clock=system_clock)
    batch.refresh_from_db()
    return batch


def test_strangers_sign_in_and_others_find_nothing(agency: Agency) -> None:
    batch = made(agency)
    others = make_agency(code="lain")
    paths = (HOME, f"{HOME}arsip/{batch.token}/", f"{HOME}arsip/{batch.token}/unduh/")
    for path in paths:
        assert Client().get(path).status_code == FOUND
        assert browser(None, name=f"tamu{len(path)}").get(path).status_code == NOT_FOUND
    foreign = browser(others, name="lain")
    assert foreign.get(HOME).status_code == HTTP_OK
    assert agency.name not in foreign.get(HOME).content.decode()
    for path in paths[1:]:
        assert foreign.get(path).status_code == NOT_FOUND
    assert ordered(foreign, agency).status_code == NOT_FOUND
    assert foreign.post(f"{HOME}tidak-ada/buat/", {"sheets": ["a4"]}).status_code == NOT_FOUND
    assert Batch.objects.count() == 1


def test_nothing_chosen_is_said_and_nothing_begins(agency: Agency) -> None:
    client = browser(agency)
    answer = client.post(f"{HOME}bkd/buat/", {})
    assert answer.status_code == UNPROCESSABLE
    assert "Pilih paling sedikit satu jenis lembar." in answer.content.decode()
    assert client.post(f"{HOME}bkd/buat/", {"sheets": ["a7"]}).status_code == UNPROCESSABLE
    assert in_line() == []


@pytest.mark.parametrize("duty", [Duty.EDITOR, Duty.PUBLISHER])
def test_who_works_for_the_agency_has_them_made_and_fetches_them(
    agency: Agency, duty: Duty
) -> None:
    client = browser(agency, duty)
    answer = ordered(client, agency, "a4", "a6", "sop")
    assert answer.status_code == SEE_OTHER
    batch = Batch.objects.get()
    assert answer["Location"] == f"{HOME}arsip/{batch.token}/"
    assert in_line() == [batch.token]
    waiting = client.get(answer["Location"]).content.decode()
    assert "<progress" in waiting
    assert "Lihat lagi" in waiting
    assert client.get(f"{answer['Location']}unduh/").status_code == NOT_FOUND
    actions.make_batch(token=batch.token, clock=system_clock)
    page = client.get(answer["Location"]).content.decode()
    assert "Simpan arsip (ZIP)" in page
    assert "10 lembar siap." in page
    fetched = client.get(f"{answer['Location']}unduh/")
    raw = b"".join(fetched.streaming_content)  # type: ignore[attr-defined]
    assert fetched["Content-Disposition"].startswith('attachment; filename="terbitan-bkd-')
    archive = zipfile.ZipFile(io.BytesIO(raw))
    names = {f"{part}/lyn-{n}.pdf" for part in ("poster-a4", "poster-a6", "sop") for n in range(3)}
    assert set(archive.namelist()) == {"jenis-layanan-a4.pdf", *names}
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_the_part_that_changes_comes_alone_and_stops_asking_when_it_is_done(
    agency: Agency,
) -> None:
    client = browser(agency)
    where = ordered(client, agency)["Location"]
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-trigger" in part
    actions.make_batch(token=Batch.objects.get().token, clock=system_clock)
    assert "hx-trigger" not in client.get(where, headers={"HX-Request": "true"}).content.decode()


def test_pressed_twice_it_is_made_once(agency: Agency) -> None:
    client = browser(agency)
    first, second = ordered(client, agency), ordered(client, agency, "a3")
    assert first["Location"] == second["Location"]
    assert len(in_line()) == 1
    actions.make_batch(token=Batch.objects.get().token, clock=system_clock)
    assert ordered(client, agency, "a3")["Location"] != first["Location"]


def test_the_database_keeps_one_open_batch_per_agency(agency: Agency) -> None:
    facts: dict[str, Any] = {
        "agency": agency, "wants": {}, "asked_by": "user:1", "asked_at": system_clock(),
    }  # fmt: skip
    Batch.objects.create(token="a", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(token="b", **facts)


def test_progress_is_told_document_by_document(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    real = actions.printed

    def watched(sheet: Any) -> bytes:
        row = Batch.objects.get()
        seen.append((row.done, row.total))
        return real(sheet)

    monkeypatch.setattr(batches, "printed", watched)
    batch = made(agency)
    assert seen == [(0, 3), (1, 3), (2, 3)]
    assert (batch.done, batch.total, batch.state) == (3, 3, "DONE")


def test_a_fault_ends_it_says_so_and_leaves_nothing_half_made(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_sheet: Any) -> bytes:
        raise RuntimeError("no space left")

    monkeypatch.setattr(batches, "printed", broken)
    batch = made(agency)
    assert batch.state == "FAILED"
    assert "no space left" in caplog.text
    assert not actions.archive_of(batch).exists()
    page = browser(agency).get(f"{HOME}arsip/{batch.token}/").content.decode()
    assert "Ada yang salah di pihak kami" in page


def test_a_job_that_runs_again_begins_anew_and_a_finished_one_is_left_alone(
    agency: Agency,
) -> None:
    batch = made(agency)
    before = actions.archive_of(batch).stat().st_mtime_ns
    actions.make_batch(token=batch.token, clock=system_clock)
    assert actions.archive_of(batch).stat().st_mtime_ns == before
    Batch.objects.filter(pk=batch.pk).update(state="RUNNING", finished_at=None, done=1)
    actions.make_batch(token=batch.token, clock=system_clock)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("DONE", SERVICES)
    actions.make_batch(token="tidak-ada", clock=system_clock)


def test_after_a_week_row_and_archive_are_gone_and_what_hangs_is_given_up(agency: Agency) -> None:
    batch = made(agency)
    path: Path = actions.archive_of(batch)
    now = system_clock()
    assert actions.forget_old_batches(now + timedelta(days=6)) == 0
    assert path.exists()
    assert actions.forget_old_batches(now + timedelta(days=7, minutes=1)) == 1
    assert not path.exists()
    hanging = actions.start_batch(
        agency=agency, papers=["a4"], sops=False, actor=SYSTEM, clock=system_clock
    )
    actions.forget_old_batches(now + timedelta(hours=3))
    hanging.refresh_from_db()
    assert hanging.state == "FAILED"


def test_the_name_of_an_archive_cannot_be_guessed(agency: Agency) -> None:
    assert len(made(agency).token) >= 22


def test_the_list_asks_a_few_times_however_many_agencies_there_are(
    django_assert_max_num_queries: Any,
) -> None:
    user, client = make_staff(username="semua"), Client()
    charge(user=user, duty=Duty.EDITOR, agency=None, actor=SYSTEM)
    client.force_login(user)
    for number in range(12):
        make_agency(code=f"instansi-{number}", name=f"Instansi {number}")
    with django_assert_max_num_queries(14):
        assert client.get(HOME).status_code == HTTP_OK
