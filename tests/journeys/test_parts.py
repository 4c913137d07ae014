"""Every sensible choice of parts: whoever clicks through finds no dead link and no fault.

The map of addresses is made anew for each choice (``config.urls.addresses``), in one process.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from types import ModuleType
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import resolve

from config.urls import addresses
from lopo.administration.models import SetupDraft
from lopo.administration.tests.builders import begun
from lopo.catalogue.actions import open_draft
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.catalogue.views import promised
from lopo.foundation import jobs
from lopo.foundation.env import EnvironmentProblem, env_words
from lopo.foundation.parts import leads_somewhere
from lopo.frontdesk.tests.builders import make_centre, make_ticket
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.kernel.parts import EDITOR, EVERY_PART, FORMS, NOTICES, QUEUE, STANDARDS, SURVEYS
from lopo.notices.tests.builders import make_notice
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, Role, User, assign, charge, register_device
from lopo.people.tests.builders import just_proved, make_staff
from lopo.publications.models import Publication

pytestmark = pytest.mark.django_db
CHOICES = {
    "all": EVERY_PART,
    "standards": frozenset({STANDARDS}),
    "with-queue": frozenset({STANDARDS, QUEUE}),
    "with-forms-and-editor": frozenset({STANDARDS, FORMS, EDITOR}),
}
# What a page may lead to without the reader doing more than clicking.
LEADS = re.compile(
    r'\b(?P<how>href|src|action|formaction|hx-get|data-live-src|data-live)="(?P<to>[^"]*)"'
)
ALWAYS = ("/", "/layanan/", "/petugas/", "/petugas/pusat/", "/petugas/pusat/baru/", "/cek/")
BELONGS = {
    QUEUE: ("/antrean/", "/antrean/bkd/", "/anjungan/", "/layar/bkd/", "/perangkat/"),
    FORMS: ("/layanan/CUTI/formulir/", "/petugas/formulir/bkd/"),
    NOTICES: ("/pengumuman/", "/maklumat/", "/klarifikasi/", "/petugas/pengumuman/"),
    EDITOR: ("/petugas/standar/", "/petugas/standar/CUTI/"),
    SURVEYS: ("/survei/bkd/terima-kasih/",),
}
# So many kinds of pages an administrator reaches at least.
MANY = 20
API_OF_QUEUE = ("/api/v1/centres", "/api/v1/centres/bkd/board")


@contextmanager
def running(parts: frozenset[str]) -> Iterator[None]:
    """An installation that runs these parts."""
    site = ModuleType("site_of_these_parts")
    site.urlpatterns = addresses(parts)  # type: ignore[attr-defined]
    with override_settings(PARTS=parts, ROOT_URLCONF=site):
        yield


@dataclass
class Walker:
    """Somebody who opens every kind of page there is a way to, and notes what is wrong."""

    client: Client
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def walk(self, *starts: str) -> list[str]:
        self.waiting += starts
        while self.waiting:
            self._open(self.waiting.pop())
        return self.faults

    def _open(self, path: str) -> None:
        kind = str(resolve(path.partition("?")[0]).route)
        if kind in self.seen:
            return
        self.seen.add(kind)
        answer = self.client.get(path)
        if answer.status_code >= 400:
            self.faults.append(f"{path} answers {answer.status_code}")
        elif answer.status_code in {301, 302, 303}:
            self._follow(path, "href", answer["Location"])
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            for found in LEADS.finditer(answer.content.decode()):
                self._follow(path, found["how"], unescape(found["to"]))

    def _follow(self, here: str, how: str, to: str) -> None:
        if how == "data-live":
            return
        if to in {"", "None"} or "{" in to:
            self.faults.append(f"{here} has an empty {how}")
        there = urlsplit(urljoin(f"http://localhost:8000{here}", to))
        if there.netloc != "localhost:8000" or there.path.startswith("/static/"):
            return
        if not leads_somewhere(there.path):
            self.faults.append(f"{here} leads to {there.path}, which is not there")
        elif how in {"href", "src", "hx-get", "data-live-src"} and "keluar" not in there.path:
            query = f"?{there.query}" if there.query else ""
            # Sheets are typeset by a program of its own; that they are there is enough.
            if not re.search(r"\.(pdf|svg|png|zip)$", there.path):
                self.waiting.append(there.path + query)


def somebody(centre: Centre, role: Role | None, *duties: Duty) -> Client:
    """A browser of somebody with a role, and duties for the centre's agency."""
    user: User = make_staff()
    if role is not None:
        place = None if role is Role.SYSTEM_ADMIN else centre
        assign(user=user, role=role, centre=place, actor=SYSTEM)
    for duty in duties:
        charge(user=user, duty=duty, agency=centre.host_agency, actor=SYSTEM)
    return just_proved(Client(), user)


def opened(centre: Centre) -> str:
    """The page that says a centre is ready, and another draft that waits for its steps."""
    begun()
    draft = begun()
    SetupDraft.objects.filter(pk=draft.pk).update(centre=centre, opened_at=system_clock())
    return f"/petugas/pusat/baru/{draft.pk}/selesai/"


@pytest.fixture
def centre() -> Centre:
    """A centre with a service, a draft, a visitor, a device, and something said by its agency."""
    centre = make_centre(code="bkd")
    make_ticket(centre=centre, clock=system_clock)
    service = make_service(code="CUTI", name="Cuti tahunan", agency=centre.host_agency)
    make_offering(centre=centre, service=service)
    open_draft(service=service, author=make_staff(), clock=system_clock)
    register_device(centre=centre, name="TV", kind="TV", actor=SYSTEM)
    make_notice(agency=centre.host_agency)
    make_notice(agency=centre.host_agency, kind="MAKLUMAT")
    make_agency(code="biro")
    return centre


@pytest.mark.parametrize("choice", CHOICES)
def test_nobody_finds_a_dead_link_or_a_fault(choice: str, centre: Centre) -> None:
    parts = CHOICES[choice]
    staff = [
        somebody(centre, Role.SYSTEM_ADMIN, Duty.EDITOR, Duty.PUBLISHER),
        somebody(centre, Role.COUNTER_OFFICER),
        somebody(centre, None, Duty.EDITOR),
    ]
    done = opened(centre)
    with running(parts):
        anybody = Walker(Client())
        assert anybody.walk("/", "/layanan/CUTI/", "/petugas/") == []
        # Staff need not read again what everybody reads.
        read = {kind for kind in anybody.seen if not kind.startswith("petugas/")}
        for client in staff:
            walker = Walker(client, seen=set(read))
            starts = (*ALWAYS, done) if client is staff[0] else ("/petugas/",)
            assert walker.walk(*starts) == []
            assert len(walker.seen - read) >= (MANY if client is staff[0] else 1)


@pytest.mark.parametrize("choice", CHOICES)
def test_what_is_off_has_no_address_no_promise_and_no_line_in_the_api(
    choice: str, centre: Centre
) -> None:
    parts, chief = CHOICES[choice], somebody(centre, Role.SYSTEM_ADMIN, Duty.EDITOR)
    with running(parts):
        for part, paths in BELONGS.items():
            for path in paths:
                assert leads_somewhere(path) is (part in parts), path
                if part not in parts:
                    assert chief.get(path).status_code == 404
        described = chief.get("/api/v1/openapi.json").json()["paths"]
        for path in API_OF_QUEUE:
            assert (chief.get(path).status_code == 404) is (QUEUE not in parts)
        assert ("/api/v1/centres/{centre}/events" in described) is (QUEUE in parts)
        assert ("/api/v1/centres" in described) is (QUEUE in parts)
        assert "/api/v1/services" in described
        page = chief.get("/layanan/CUTI/").content.decode()
        home = chief.get("/").content.decode()
        map_ = chief.get("/sitemap.xml").content.decode()
    assert ("Ambil nomor" in page + home) is (QUEUE in parts)
    assert ("/formulir/" in page) is (FORMS in parts)
    assert ("/maklumat/" in home) is (NOTICES in parts)
    assert ("/antrean/" in map_) is (QUEUE in parts)


def test_the_control_a_link_that_was_left_in_is_found(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promised, "queue_url", lambda offer: f"/antrean/{offer.centre.code}/")
    monkeypatch.setattr(promised, "has_part", lambda _part: True)
    with running(CHOICES["standards"]):
        faults = Walker(Client()).walk("/layanan/CUTI/")
    assert faults
    assert set(faults) == {"/layanan/CUTI/ leads to /antrean/bkd/, which is not there"}


def test_a_device_that_was_paired_before_is_an_ordinary_browser(centre: Centre) -> None:
    kiosk = Client()
    token = register_device(centre=centre, name="K", kind="KIOSK", actor=SYSTEM)
    kiosk.cookies["lopo_device"], kiosk.cookies["lopo_surface"] = token, "kiosk"
    with running(CHOICES["standards"]):
        assert kiosk.get("/").status_code == 200
        assert Walker(kiosk).walk("/layanan/CUTI/") == []


def test_the_code_of_something_whose_part_is_off_is_answered_without_a_link(
    centre: Centre,
) -> None:
    notice = make_notice(agency=centre.host_agency)
    client = Client()
    client.get(f"/pengumuman/{notice.code}/")
    code = Publication.objects.get(title=notice.title).code
    with running(CHOICES["standards"]):
        answer = client.get(f"/cek/{code}/")
        assert answer.status_code == 200
        assert "Asli dan berlaku" in answer.content.decode()
        assert Walker(client).walk(f"/cek/{code}/") == []


def test_an_unknown_part_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOPO_PARTS", "standards,antrean")
    with pytest.raises(EnvironmentProblem, match=r"LOPO_PARTS may name .*queue.* not 'antrean'"):
        env_words("LOPO_PARTS", EVERY_PART, "")


def test_regular_work_rests_with_its_part() -> None:
    done: list[str] = []
    ticks = [
        jobs.Tick(run=lambda: done.append("always"), seconds=1),
        jobs.Tick(run=lambda: done.append("queue"), seconds=1, part=QUEUE),
    ]
    with override_settings(PARTS=CHOICES["standards"]):
        jobs.run_due(ticks, 10.0)
    assert done == ["always"]
    jobs.run_due(ticks, 10.0)
    assert done == ["always", "queue"]
