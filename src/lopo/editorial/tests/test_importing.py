"""A large file is taken in by the worker: watched, whole or not at all, and forgotten."""

import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from lopo.catalogue.api import (
    Service,
    Standard,
    draft_from_file,
    draft_from_rows,
    export_standards,
)
from lopo.catalogue.tests.builders import make_content, make_service
from lopo.editorial import actions, queries
from lopo.editorial.models import FileImport
from lopo.editorial.tests.builders import browser, charged
from lopo.foundation.aside import aside
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, User

SERVICES = 4
HOME = "/petugas/standar/berkas/"
# The worker writes how far it is on a connection of its own, which sees what is committed.
COMMITTED = pytest.mark.django_db(transaction=True)


class Office:
    """An agency with some services, somebody who writes, and a file that changes all of them."""

    def __init__(self) -> None:
        self.agency: Agency = make_agency(code="bkd", name="Badan Kepegawaian Daerah")
        for number in range(SERVICES):
            make_service(agency=self.agency, code=f"LYN-{number}", content=make_content())
        self.user: User = charged(self.agency, Duty.EDITOR)
        self.client: Client = browser(self.user)

    def document(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(export_standards(self.agency, "json"))
        for one in told["layanan"]:
            one["produk"] = ["Surat baru"]
        told["layanan"].append({**told["layanan"][0], "kode": "BARU", "nama": "Layanan baru"})
        return told

    def send(self, document: dict[str, Any] | bytes, client: Client | None = None) -> Any:
        raw = document if isinstance(document, bytes) else json.dumps(document).encode()
        file = SimpleUploadedFile("standar bkd.json", raw)
        return (client or self.client).post(f"{HOME}bkd/", {"file": file})

    def hand_in(self, document: dict[str, Any] | bytes) -> FileImport:
        """Send a file that is large enough for the worker."""
        answer = self.send(document)
        assert answer.status_code == HTTPStatus.SEE_OTHER
        found = FileImport.objects.latest("pk")
        assert answer["Location"] == f"{HOME}bkd/masuk/{found.token}/"
        return found

    def page(self, found: FileImport, **how: Any) -> str:
        answer = self.client.get(f"{HOME}bkd/masuk/{found.token}/", **how)
        assert answer.status_code == HTTPStatus.OK
        return answer.content.decode()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SMALL_TEXT", 1000)


def run(found: FileImport) -> FileImport:
    """What the worker does."""
    actions.take_import(token=found.token, clock=system_clock)
    found.refresh_from_db()
    return found


def drafts() -> int:
    return Standard.objects.filter(state="DRAFT").count()


def in_line() -> int:
    with connection.cursor() as cursor:
        query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s"
        cursor.execute(query, [actions.JOB])
        return int(cursor.fetchone()[0])


# Refusals


@pytest.mark.django_db
def test_strangers_sign_in_and_others_find_nothing(office: Office) -> None:
    found = office.hand_in(office.document())
    path = f"{HOME}bkd/masuk/{found.token}/"
    other = make_agency(code="lain")
    assert Client().get(path).status_code == HTTPStatus.FOUND
    for stranger in (
        browser(charged(other, Duty.EDITOR)),
        browser(charged(office.agency, Duty.PUBLISHER)),
        browser(charged(None)),
    ):
        assert stranger.get(path).status_code == HTTPStatus.NOT_FOUND
    both = browser(charged(None, Duty.EDITOR))
    assert both.get(path).status_code == HTTPStatus.OK
    assert both.get(path.replace("/bkd/", "/lain/")).status_code == HTTPStatus.NOT_FOUND
    assert both.get(f"{HOME}bkd/masuk/tidak-ada/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_not_even_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lopo.editorial.forms.life.LARGEST_FILE", 2000)
    answer = office.send(b"x" * 2001)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "5 MB" in answer.content.decode()
    assert not FileImport.objects.exists()


@pytest.mark.django_db
def test_while_one_file_is_taken_in_a_second_one_is_told_to_wait(office: Office) -> None:
    found = office.hand_in(office.document())
    for second in (office.document(), b'{"layanan": []}'):
        answer = office.send(second, browser(charged(office.agency, Duty.EDITOR)))
        assert answer["Location"] == f"{HOME}bkd/masuk/{found.token}/"
    assert (FileImport.objects.count(), in_line()) == (1, 1)
    page = office.client.get(f"{HOME}bkd/").content.decode()
    assert "Ada berkas yang sedang dibaca" in page


@pytest.mark.django_db
def test_the_database_keeps_one_open_file_per_agency_and_no_file_that_ended(
    office: Office,
) -> None:
    found = office.hand_in(office.document())
    row = FileImport.objects.get()
    row.pk, row.token = None, "lain"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        FileImport.objects.filter(pk=found.pk).update(state="DONE", finished_at=system_clock())


@COMMITTED
def test_two_acts_of_one_agency_do_not_write_at_once(office: Office) -> None:
    """A small file is taken in at once: the lock is the database's."""
    problems: list[BaseException] = []

    def meanwhile() -> None:
        try:
            draft_from_rows(rows=[], agency=office.agency, author=office.user, clock=system_clock)
        except BaseException as problem:
            problems.append(problem)

    with aside() as beside, transaction.atomic():
        draft_from_rows(rows=[], agency=office.agency, author=office.user, clock=system_clock)
        beside(meanwhile)
    assert [getattr(one, "code", one) for one in problems] == ["file-underway"]


@COMMITTED
def test_with_one_fault_nothing_is_taken_in_and_every_fault_is_told(office: Office) -> None:
    document = office.document()
    document["layanan"][1]["nama"] = ""
    document["layanan"][3]["kode"] = "kode kecil"
    found = run(office.hand_in(document))
    assert (found.state, drafts()) == ("REFUSED", 0)
    page = office.page(found)
    assert "Tidak ada yang diambil" in page or "tidak ada yang berubah" in page
    assert "LYN-1" in page.split("errsum")[1]
    assert "huruf besar" in page
    assert "hx-trigger" not in page


@COMMITTED
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(office: Office) -> None:
    found = run(office.hand_in(b"\x00" * 1001))
    assert found.state == "REFUSED"
    assert "XLSX" in office.page(found)


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [b'{"a": NaN}', b'{"a": '])
def test_a_fault_of_the_whole_file_has_no_place_before_it(office: Office, raw: bytes) -> None:
    page = office.send(raw).content.decode()
    assert 'anywhere">bukan berkas JSON' in page.replace("\n", "")


# All of it


@COMMITTED
def test_a_large_file_is_taken_in_while_its_sender_watches(office: Office) -> None:
    found = office.hand_in(office.document())
    assert (in_line(), drafts()) == (1, 0)
    waiting = office.page(found)
    for said in ("<progress", "hx-trigger", "Lihat lagi", "standar bkd.json"):
        assert said in waiting
    part = office.page(found, headers={"HX-Request": "true"})
    assert "<html" not in part
    assert run(found).state == "DONE"
    assert found.made == {"drafted": SERVICES, "added": 1, "unchanged": 0}
    assert drafts() == SERVICES + 1
    page = office.page(found)
    assert "4 rancangan ditulis" in page
    assert "hx-trigger" not in page
    assert found.content is None
    assert Standard.objects.filter(state="DRAFT").first().drafted_by == office.user  # type: ignore[union-attr]


@COMMITTED
def test_how_far_it_is_is_seen_while_nothing_is_committed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = office.hand_in(office.document())
    seen: list[tuple[str, int, int, int]] = []
    with aside() as beside:

        def look() -> None:
            row = FileImport.objects.get()
            seen.append((row.phase, row.done, row.total, drafts()))

        def watched(*, watch: Callable[[int, int], None], **facts: Any) -> Any:
            def both(done: int, total: int) -> None:
                watch(done, total)
                beside(look)

            return draft_from_rows(watch=both, **facts)

        monkeypatch.setattr(actions, "draft_from_rows", watched)
        run(found)
    every = SERVICES + 1
    assert seen == [("WRITE", done, every, 0) for done in range(every + 1)]
    assert drafts() == every


@pytest.mark.django_db
def test_a_bar_has_a_length_as_soon_as_there_is_one(office: Office) -> None:
    found = office.hand_in(office.document())
    assert "<progress" in office.page(found)
    assert 'value="' not in office.page(found).split("<progress")[1].split(">")[0]
    FileImport.objects.update(
        state="RUNNING", phase="WRITE", done=2, total=5, beat_at=system_clock()
    )
    page = office.page(found)
    assert 'max="5" value="2"' in page
    assert "2 dari 5 layanan" in page


@pytest.mark.django_db
def test_a_small_file_is_taken_in_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SMALL_TEXT", 10**6)
    answer = office.send(office.document())
    assert answer.status_code == HTTPStatus.OK
    assert "4 rancangan ditulis" in answer.content.decode()
    assert (FileImport.objects.count(), drafts()) == (0, SERVICES + 1)


def test_what_is_packed_is_large_sooner() -> None:
    assert not actions.is_small(b"PK" + b"x" * actions.SMALL_ZIP)
    assert actions.is_small(b"PK" + b"x" * 1000)


# What comes between


@COMMITTED
def test_a_worker_that_is_killed_leaves_nothing_half_done_and_is_found_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = office.hand_in(office.document())

    def killed(*_facts: Any) -> None:
        assert drafts() > 0, "in the middle of it"
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(actions, "_finish", killed)
        with pytest.raises(SystemExit):
            run(found)
    found.refresh_from_db()
    assert (found.state, drafts(), Service.objects.count()) == ("RUNNING", 0, SERVICES)
    assert "hx-trigger" in office.page(found)
    later = system_clock() + queries.SILENT + timedelta(seconds=5)
    monkeypatch.setattr("lopo.editorial.views.exchange.system_clock", lambda: later)
    page = office.page(found)
    assert "Terhenti sebelum selesai" in page
    assert "hx-trigger" not in page
    assert office.send(office.document())["Location"] != f"{HOME}bkd/masuk/{found.token}/"
    found.refresh_from_db()
    assert (found.state, found.content) == ("STOPPED", None)


@COMMITTED
def test_given_up_by_mistake_it_takes_its_drafts_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was only slow finds its import stopped, and so nothing is half true."""
    found = office.hand_in(office.document())
    real = actions._finish

    def late(*facts: Any) -> None:
        with aside() as beside:
            beside(lambda: actions.stop_silent(system_clock() + timedelta(hours=1)))
        real(*facts)

    monkeypatch.setattr(actions, "_finish", late)
    assert run(found).state == "STOPPED"
    assert drafts() == 0


@COMMITTED
def test_a_fault_of_ours_ends_it_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_facts: Any) -> None:
        raise RuntimeError("no space left")

    monkeypatch.setattr(actions, "draft_from_rows", broken)
    found = run(office.hand_in(office.document()))
    assert (found.state, drafts()) == ("STOPPED", 0)
    assert "no space left" in caplog.text
    assert "Terhenti sebelum selesai" in office.page(found)


@COMMITTED
def test_a_job_that_runs_again_does_nothing_again(office: Office) -> None:
    found = run(office.hand_in(office.document()))
    ended = found.finished_at
    assert run(found).finished_at == ended
    actions.take_import(token="tidak-ada", clock=system_clock)


@pytest.mark.django_db
def test_what_nobody_takes_up_is_given_up_and_after_a_day_all_is_forgotten(
    office: Office,
) -> None:
    found = office.hand_in(office.document())
    now = system_clock()
    assert actions.stop_silent(now + timedelta(hours=1)) == 0
    assert actions.stop_silent(now + timedelta(hours=3)) == 1
    found.refresh_from_db()
    assert (found.state, found.content) == ("STOPPED", None)
    assert actions.forget_old_imports(now + timedelta(hours=23)) == 0
    assert actions.forget_old_imports(now + timedelta(hours=25)) == 1


@pytest.mark.django_db
def test_a_service_from_a_file_has_a_page_for_editors_and_none_for_the_public(
    office: Office,
) -> None:
    document = office.document()
    draft_from_file(
        raw=json.dumps(document).encode(),
        agency=office.agency,
        author=office.user,
        clock=system_clock,
    )
    page = office.client.get("/petugas/standar/BARU/")
    assert page.status_code == HTTPStatus.OK
    assert "Layanan baru" in page.content.decode()
    for path in ("/layanan/BARU/", "/layanan/BARU/versi/"):
        assert Client().get(path).status_code == HTTPStatus.NOT_FOUND
