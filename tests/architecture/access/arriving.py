"""Lines for pages on their way: each counts from the day its address exists.

When a part has arrived, move its lines to ``expectations.PAGES``; there a line without an address
is an error, here it waits.
"""

import json
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any, Final

from lopo.catalogue.api import BKD_SERVICES
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock

from .callers import EVERYBODY, STAFF, World
from .expectations import (
    DESK,
    MANAGES,
    MANAGES_ALL,
    MANAGES_SOMEWHERE,
    NOBODY,
    RECEIVES,
    SERVES,
    Page,
)

SAFETY = "petugas/keamanan/"
DRAFT = "petugas/pusat/baru/<int:pk>/"
PLACE = "petugas/pusat/<slug:centre>/"
HOURS = f"{PLACE}jam/"
RECEPTIONIST = (("username", "{member}"), ("role", "RECEPTIONIST"))

SIGN_IN: Final = [
    Page("perangkat/menunggu/", "GET", EVERYBODY),
    Page("petugas/undangan/<str:token>/", "GET POST", EVERYBODY),
    Page("petugas/masuk/kode/", "GET POST", EVERYBODY),
    Page("petugas/masuk/kunci/", "GET POST", EVERYBODY),
    Page(SAFETY, "GET", STAFF),
    Page(f"{SAFETY}keluarkan/", "POST", STAFF),
    Page(f"{SAFETY}pastikan/", "GET POST", STAFF),
    Page(f"{SAFETY}pastikan/kode/", "GET POST", STAFF),
    Page(f"{SAFETY}pastikan/kunci/", "GET POST", STAFF),
    Page(f"{SAFETY}aplikasi/", "GET POST", STAFF),
    # Nobody here has a second factor: there is nothing to see or to take away.
    Page(f"{SAFETY}aplikasi/lepas/", "GET POST", NOBODY),
    Page(f"{SAFETY}kode-pemulihan/", "GET", NOBODY),
    Page(f"{SAFETY}kode-pemulihan/unduh/", "GET", NOBODY),
    Page(f"{SAFETY}kode-pemulihan/baru/", "GET POST", STAFF),
    Page(f"{SAFETY}kunci/", "GET POST", STAFF),
    Page(f"{SAFETY}kunci/<int:pk>/lepas/", "GET POST", STAFF),
]
SETTING_UP: Final = [
    Page("petugas/pertama/<str:code>/", "GET POST", NOBODY, others=404),
    Page("petugas/pusat/baru/", "GET POST", MANAGES_ALL),
    Page(f"{DRAFT}buang/", "POST", MANAGES_ALL),
    Page(f"{DRAFT}selesai/", "GET", MANAGES_ALL),
    Page(f"{DRAFT}undang/", "POST", MANAGES_ALL),
    Page(f"{DRAFT}layanan/tambah/", "GET POST", MANAGES_ALL),
    Page(f"{DRAFT}layanan/<slug:code>/", "GET POST", MANAGES_ALL),
    Page(f"{DRAFT}<slug:step>/", "GET POST", MANAGES_ALL),
    Page("petugas/pusat/", "GET", MANAGES_SOMEWHERE),
    Page(PLACE, "GET", MANAGES),
    Page(f"{PLACE}data/", "GET POST", MANAGES),
    Page(f"{PLACE}meja/", "GET POST", MANAGES),
    Page(f"{PLACE}meja/<slug:code>/", "GET POST", MANAGES),
    Page(f"{PLACE}antrean/", "GET POST", MANAGES),
    Page(f"{PLACE}antrean/<slug:code>/", "GET POST", MANAGES),
    Page("petugas/pusat/<centre>/<kind>/<code>/<verb>/", "POST", MANAGES),
    Page(f"{PLACE}layanan/", "GET POST", MANAGES),
    Page(f"{PLACE}layanan/tambah/", "GET POST", MANAGES),
    Page("petugas/pusat/<centre>/layanan/<code>/<verb>/", "POST", MANAGES),
    Page(f"{PLACE}petugas/", "GET", MANAGES),
    Page(f"{PLACE}petugas/undang/", "POST", MANAGES),
    Page(f"{PLACE}petugas/undang/<int:pk>/tarik/", "POST", MANAGES),
    Page(f"{PLACE}petugas/beri/", "POST", MANAGES),
    Page(f"{PLACE}petugas/ambil/", "POST", MANAGES, form=RECEPTIONIST),
    Page(f"{PLACE}perangkat/", "GET POST", MANAGES),
    Page(f"{PLACE}perangkat/<int:pk>/cabut/", "POST", MANAGES),
]
# Pages of hours lead a GET back to where the button stands.
OPENING: Final = [
    *(Page(f"{HOURS}{part}", "GET", MANAGES) for part in ("", "kalender/", "pratinjau/")),
    *(Page(f"{HOURS}{part}/", "GET POST", MANAGES) for part in ("tutup", "buka")),
    *(Page(f"{HOURS}{part}/", "GET POST", MANAGES) for part in ("mingguan", "nomor")),
    *(Page(f"{HOURS}{part}/", "GET POST", MANAGES) for part in ("musim", "libur", "pengecualian")),
    Page(f"{HOURS}musim/<slug:day>/akhiri/", "GET POST", MANAGES),
    Page(f"{HOURS}libur/muat/", "GET POST", MANAGES_ALL),
    Page(f"{HOURS}libur/provinsi/", "GET POST", MANAGES),
    Page(f"{HOURS}libur/<slug:day>/cabut/", "POST", MANAGES, form=(("lingkup", "CENTRE"),)),
    Page(f"{HOURS}pengecualian/<slug:day>/cabut/", "GET POST", MANAGES),
]
COUNTER: Final = [
    *(
        Page(f"{DESK}meja/<slug:counter>/{part}/", "GET POST", SERVES)
        for part in ("alihkan", "tambah")
    ),
    Page(f"{DESK}meja/<slug:counter>/panggil-nomor/", "GET POST", frozenset({"supervisor"})),
    Page(f"{DESK}meja/<slug:counter>/pintasan/", "GET", SERVES),
    Page(f"{DESK}kembali/<slug:number>/", "POST", RECEIVES),
    Page("petugas/hari/<slug:centre>/", "GET", frozenset({"supervisor"}) | MANAGES),
    Page(f"{DESK}hari/", "GET", frozenset({"supervisor"}) | MANAGES),
    Page(f"{DESK}akhir-hari/", "GET POST", frozenset({"supervisor"}) | MANAGES),
    Page("tiket/<str:token>/kembali/", "GET POST", EVERYBODY),
]
ARRIVING: Final[list[Page]] = [*SIGN_IN, *SETTING_UP, *OPENING, *COUNTER]


def _people(world: World) -> Any:
    return import_module("lopo.people.actions")


def _invitation(world: World) -> str:
    roles = [import_module("lopo.people.api").Role.RECEPTIONIST]
    invite = _people(world).invite_staff
    return str(invite(centre=world.here, roles=roles, name="Tamu", actor=SYSTEM))


def _invitation_pk(world: World) -> str:
    _invitation(world)
    found = import_module("lopo.people.models").Invitation.objects.latest("pk")
    return str(found.pk)


def _draft_pk(world: World) -> str:
    people = import_module("lopo.people.api")
    chief = people.User.objects.filter(assignments__role="SYSTEM_ADMIN").first()
    begin = import_module("lopo.administration.actions").begin_draft
    return str(begin(user=chief, clock=system_clock).pk)


def _device_pk(world: World) -> str:
    devices = import_module("lopo.people.models").Device.objects
    return str(devices.filter(centre=world.here, revoked_at__isnull=True).earliest("pk").pk)


def _draft_with_a_service(world: World) -> str:
    drafts = import_module("lopo.administration.models").SetupDraft.objects
    pk = _draft_pk(world)
    shipped = json.loads(BKD_SERVICES.read_text(encoding="utf-8"))["layanan"][0]
    written = {"new": [{**shipped, "kode": "TULIS"}], "by_hand": ["TULIS"]}
    drafts.filter(pk=pk).update(answers={"layanan": written})
    return pk


FAR_AWAY = date(2030, 1, 7)


def _day_of(model: str, **facts: Any) -> Callable[[World], str]:
    """A season, a holiday or an exception of the centre, far away; its first day."""

    def make(world: World) -> str:
        rows = getattr(import_module("lopo.organisation.models"), model).objects
        rows.create(centre=world.here, legal_basis="uji", **facts)
        return FAR_AWAY.isoformat()

    return make


SPAN: Final[dict[str, Any]] = {"starts_on": FAR_AWAY, "ends_on": FAR_AWAY}
A_HOLIDAY: Final[dict[str, Any]] = {"date": FAR_AWAY, "name": "Libur", "kind": "REGIONAL"}
AN_EXCEPTION: Final[dict[str, Any]] = {**SPAN, "reason": "Rapat", "decided_by": "user:1"}

# What stands in the place of these pages' parameters: ``route parameter``.
VALUES: Final[dict[str, Callable[[World], str]]] = {
    "petugas/undangan/<str:token>/ token": _invitation,
    f"{PLACE}petugas/undang/<int:pk>/tarik/ pk": _invitation_pk,
    f"{PLACE}perangkat/<int:pk>/cabut/ pk": _device_pk,
    f"{PLACE}meja/<slug:code>/ code": lambda world: "1",
    f"{PLACE}antrean/<slug:code>/ code": lambda world: "A",
    "petugas/pusat/<centre>/<kind>/<code>/<verb>/ kind": lambda world: "meja",
    "petugas/pusat/<centre>/<kind>/<code>/<verb>/ code": lambda world: "1",
    "petugas/pusat/<centre>/<kind>/<code>/<verb>/ verb": lambda world: "naik",
    "petugas/pusat/<centre>/layanan/<code>/<verb>/ verb": lambda world: "hentikan",
    f"{HOURS}musim/<slug:day>/akhiri/ day": _day_of("Season", name="Musim", **SPAN),
    f"{HOURS}libur/<slug:day>/cabut/ day": _day_of("Holiday", **A_HOLIDAY),
    f"{HOURS}pengecualian/<slug:day>/cabut/ day": _day_of("HoursException", **AN_EXCEPTION),
    f"{DRAFT}<slug:step>/ step": lambda world: "instansi",
    **{f"{page.route} pk": _draft_pk for page in SETTING_UP if page.route.startswith(DRAFT)},
    f"{DRAFT}layanan/<slug:code>/ pk": _draft_with_a_service,
    f"{DRAFT}layanan/<slug:code>/ code": lambda world: "TULIS",
}
