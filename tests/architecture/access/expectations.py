"""The table: every page and every call, and who may. A new address is a new line here.

``may`` names groups of callers; what the others get follows from the surface, unless the line says
otherwise: on pages, staff find nothing (404) and whoever is not signed in is asked to sign in; in
the API nobody is told 401 and somebody 403. Whoever may, gets an answer of the rules (200, a
redirect, 409, 422), never 401, 403, 404, 405 or a fault.
"""

from typing import Final

from .callers import (
    DEVICES,
    DEVICES_ELSEWHERE,
    EVERYBODY,
    STAFF,
    TWO_STEPS,
)
from .reports import REPORTS
from .shapes import (
    ALIVE,
    BY_TOKEN_TO_ISSUE,
    BY_TOKEN_TO_SERVE,
    IN_THE_ROOM,
    MANAGES,
    MANAGES_ALL,
    MANAGES_SOMEWHERE,
    NOBODY,
    OF_OTHERS,
    RECEIVES,
    SERVES,
    Call,
    Page,
)
from .voices import SURVEYS
from .writing import (
    NOTICES,
    PUBLICATIONS,
    REGISTERS,
    STANDARDS,
)

# Answered by the ASGI server before Django; foundation/tests/test_live.py asks it.
STREAMS: Final = frozenset({"GET /api/v1/centres/{centre}/events"})

DESK = "petugas/antrean/<slug:centre>/"
PUBLIC_AND_DESK: Final[list[Page]] = [
    # Public: anybody, whoever they are.
    Page("", "GET", EVERYBODY),
    *(
        Page(route, "GET", EVERYBODY)
        for route in ("sitemap.xml", "robots.txt", "manifest.webmanifest", "sw.js", "luring/")
    ),
    Page("layanan/", "GET", EVERYBODY),
    *(
        Page(f"layanan/data/{name}", "GET", EVERYBODY)
        for name in ("standar.json", "standar.csv.zip", "pengampu.json", "katalog.jsonld")
    ),
    Page("layanan/data/", "GET", EVERYBODY),
    Page("perangkat-daerah/", "GET", EVERYBODY),
    Page("perangkat-daerah/<slug:agency>/", "GET", EVERYBODY),
    Page("perangkat-daerah/bagian/<slug:agency>/", "GET", EVERYBODY),
    Page("perangkat-daerah/logo/<digest>.<ending>", "GET", EVERYBODY),
    Page("perangkat-daerah/warna/<name>.css", "GET", EVERYBODY),
    Page("layanan/bagian/perangkat/<slug:agency>/", "GET", EVERYBODY),
    Page("layanan/bagian/utama/", "GET", EVERYBODY),
    Page("layanan/bagian/kategori/", "GET", EVERYBODY),
    Page("layanan/bagian/saran/", "GET", EVERYBODY),
    Page("layanan/<slug:code>/", "GET", EVERYBODY),
    Page("layanan/<slug:code>/versi/", "GET", EVERYBODY),
    Page("layanan/<slug:code>/versi/<int:earlier>/<int:later>/", "GET", EVERYBODY),
    Page("layanan/<slug:code>/konsultasi/", "GET", EVERYBODY),
    # What is published, and whether it is genuine.
    *(
        Page(f"layanan/<slug:code>/{paper}", "GET", EVERYBODY)
        for paper in ("poster.pdf", "sop.pdf", "alur.svg", "bpmn.xml", "tanda.svg", "cek/")
    ),
    Page("terbitan/perangkat/<slug:agency>/jenis-layanan.pdf", "GET", EVERYBODY),
    Page("terbitan/pusat/<slug:centre>/alur.svg", "GET", EVERYBODY),
    Page("terbitan/pusat/<slug:centre>/poster.pdf", "GET", EVERYBODY),
    Page("cek/", "GET", EVERYBODY),
    Page("cek/<str:code>/", "GET", EVERYBODY),
    Page("layanan/<slug:code>/formulir/", "GET POST", EVERYBODY),
    Page("layanan/<slug:code>/formulir/kosong.pdf", "GET", EVERYBODY),
    Page("antrean/", "GET", EVERYBODY),
    Page("antrean/<slug:centre>/", "GET", EVERYBODY),
    Page("antrean/<slug:centre>/nomor/", "GET POST", EVERYBODY),
    Page("antrean/<slug:centre>/anjungan/", "GET", EVERYBODY),
    Page("antrean/<slug:centre>/syarat/<slug:service>/", "GET", EVERYBODY),
    Page("antrean/<slug:centre>/ruang/", "GET", EVERYBODY),
    Page("antrean/<slug:centre>/papan/", "GET", EVERYBODY),
    Page("hadir/<slug:centre>/<str:code>/", "GET POST", EVERYBODY),
    Page("bahasa/", "POST", EVERYBODY),
    Page("gaya/", "GET", EVERYBODY),
    Page("gaya/<slug:name>/", "GET", EVERYBODY),
    Page("healthz", "GET", EVERYBODY),
    Page("readyz", "GET", EVERYBODY),
    Page("metrics", "GET", EVERYBODY),
    # The link is the right: whoever has it is the owner of the number.
    Page("tiket/<str:token>/", "GET", EVERYBODY),
    Page("tiket/<str:token>/kini/", "GET", EVERYBODY),
    Page("tiket/<str:token>/hadir/", "GET POST", EVERYBODY),
    Page("tiket/<str:token>/batal/", "GET POST", EVERYBODY),
    Page("tiket/<str:token>/cetak/", "GET", EVERYBODY),
    # Devices; other browsers are told how to become one.
    Page("perangkat/", "GET POST", EVERYBODY),
    Page("anjungan/", "GET", DEVICES, others=403),
    Page("anjungan/<slug:centre>/", "GET", frozenset({"kiosk", "kiosk_at_home"}), others=403),
    Page("layar/<slug:centre>/", "GET", EVERYBODY),
    # The code of the room: to everybody else there is no such page.
    Page("antrean/<slug:centre>/tanda/", "GET", RECEIVES | IN_THE_ROOM, others=404),
    # Signing in and out.
    Page("petugas/masuk/", "GET POST", EVERYBODY),
    Page("petugas/keluar/", "GET POST", EVERYBODY),
    Page("petugas/sandi/", "GET POST", STAFF),
    # Staff: what is done at the own centre does not exist for the staff of another.
    Page("petugas/", "GET", STAFF),
    Page("petugas/antrean/", "GET", STAFF),
    Page("petugas/meja/<slug:centre>/<slug:counter>/", "GET", SERVES),
    Page("petugas/penerima-tamu/<slug:centre>/", "GET", RECEIVES),
    Page("petugas/formulir/<slug:centre>/", "GET POST", SERVES),
    Page("petugas/formulir/<slug:centre>/pindai/", "GET", SERVES),
    Page(DESK, "GET", RECEIVES),
    Page(f"{DESK}beri/", "GET", RECEIVES),
    Page(f"{DESK}nomor/", "POST", RECEIVES),
    Page(f"{DESK}hadir/<slug:number>/", "POST", RECEIVES),
    Page(f"{DESK}meja/<slug:counter>/", "GET", SERVES),
    Page(f"{DESK}meja/<slug:counter>/<slug:verb>/", "POST", SERVES),
]

FIRST_RUN = "petugas/pertama/<str:code>/"
SAFETY = "petugas/keamanan/"
DRAFT = "petugas/pusat/baru/<int:pk>/"
PLACE = "petugas/pusat/<slug:centre>/"
HOURS = f"{PLACE}jam/"
RECEPTIONIST = (("username", "{member}"), ("role", "RECEPTIONIST"))

SIGN_IN: Final = [
    Page("perangkat/menunggu/", "GET", EVERYBODY),
    Page("petugas/undangan/<str:token>/", "GET POST", EVERYBODY),
    Page("petugas/sandi-baru/<str:token>/", "GET POST", EVERYBODY),
    Page("petugas/masuk/kode/", "GET POST", EVERYBODY),
    Page("petugas/masuk/kunci/", "GET POST", EVERYBODY),
    Page(SAFETY, "GET", STAFF),
    Page(f"{SAFETY}keluarkan/", "POST", STAFF),
    Page(f"{SAFETY}pastikan/", "GET POST", STAFF),
    Page(f"{SAFETY}pastikan/kode/", "GET POST", STAFF),
    Page(f"{SAFETY}pastikan/kunci/", "GET POST", STAFF),
    Page(f"{SAFETY}aplikasi/", "GET POST", STAFF),
    # Only who has a second factor has something to see or to take away.
    Page(f"{SAFETY}aplikasi/lepas/", "GET POST", TWO_STEPS),
    Page(f"{SAFETY}kode-pemulihan/", "GET", TWO_STEPS),
    Page(f"{SAFETY}kode-pemulihan/unduh/", "GET", TWO_STEPS),
    Page(f"{SAFETY}kode-pemulihan/baru/", "GET POST", STAFF),
    Page(f"{SAFETY}kunci/", "GET POST", STAFF),
    Page(f"{SAFETY}kunci/<int:pk>/nama/", "GET POST", TWO_STEPS),
    Page(f"{SAFETY}kunci/<int:pk>/lepas/", "GET POST", TWO_STEPS),
]
SETTING_UP: Final = [
    # Here somebody administers, so no code opens it. With the right code, in a house without an
    # administrator: test_access.test_the_first_run_is_open_to_whoever_holds_the_code.
    Page(FIRST_RUN, "GET POST", NOBODY, others=404),
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
    Page(f"{PLACE}layanan/<slug:code>/", "GET POST", MANAGES),
    Page("petugas/pusat/<centre>/layanan/<code>/<verb>/", "POST", MANAGES),
    Page(f"{PLACE}petugas/", "GET", MANAGES),
    Page(f"{PLACE}petugas/undang/", "POST", MANAGES),
    Page(f"{PLACE}petugas/undang/<int:pk>/tarik/", "POST", MANAGES),
    Page(f"{PLACE}petugas/beri/", "POST", MANAGES),
    Page(f"{PLACE}petugas/ambil/", "POST", MANAGES, form=RECEPTIONIST),
    Page(f"{PLACE}petugas/<int:pk>/langkah-kedua/", "GET POST", MANAGES),
    Page(f"{PLACE}petugas/<int:pk>/sandi/", "GET POST", MANAGES),
    Page(f"{PLACE}arsipkan/", "GET POST", MANAGES_ALL),
    Page(f"{PLACE}pakai/", "POST", MANAGES_ALL),
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
VERBS: Final = [
    Page(f"{DESK}meja/<slug:counter>/kosongkan/", "GET POST", frozenset({"supervisor"})),
    *(
        Page(f"{DESK}meja/<slug:counter>/{part}/", "GET POST", SERVES)
        for part in ("alihkan", "tambah")
    ),
    Page(f"{DESK}meja/<slug:counter>/panggil-nomor/", "GET POST", frozenset({"supervisor"})),
    Page(f"{DESK}meja/<slug:counter>/pintasan/", "GET", SERVES),
    Page(f"{DESK}kembali/<slug:number>/", "POST", RECEIVES),
    Page(f"{DESK}hari/", "GET", frozenset({"supervisor"}) | MANAGES),
    Page(f"{DESK}akhir-hari/", "GET POST", frozenset({"supervisor"}) | MANAGES),
    Page("tiket/<str:token>/kembali/", "GET POST", EVERYBODY),
]
MANDATES: Final[list[Page]] = [
    Page("petugas/mandat/", "GET POST", MANAGES_ALL),
    Page("petugas/mandat/<int:pk>/cabut/", "POST", MANAGES_ALL),
    Page("petugas/layanan/<slug:code>/pindah/", "GET POST", MANAGES_ALL),
    Page("petugas/layanan/<slug:code>/pindah/batal/", "POST", MANAGES_ALL),
]
HOOKS: Final = "petugas/pengaturan/webhook/"
WEBHOOKS: Final[list[Page]] = [
    Page(HOOKS, "GET", MANAGES_ALL),
    Page(f"{HOOKS}baru/", "GET POST", MANAGES_ALL),
    Page(f"{HOOKS}<int:pk>/", "GET", MANAGES_ALL),
    Page(f"{HOOKS}<int:pk>/rahasia/", "GET POST", MANAGES_ALL),
    Page(f"{HOOKS}<int:pk>/hapus/", "GET POST", MANAGES_ALL),
    Page(f"{HOOKS}<int:pk>/pesan/<int:delivery>/", "POST", MANAGES_ALL),
    Page(f"{HOOKS}<pk>/<verb>/", "POST", MANAGES_ALL),
]
PAGES: Final[list[Page]] = [
    *PUBLIC_AND_DESK,
    *SIGN_IN,
    *SETTING_UP,
    *OPENING,
    *VERBS,
    *MANDATES,
    *WEBHOOKS,
    *STANDARDS,
    *REGISTERS,
    *PUBLICATIONS,
    *NOTICES,
    *SURVEYS,
    *REPORTS,
]

V1 = "/api/v1"
COUNTER = f"{V1}/centres/{{centre}}/counters/{{counter}}"
TICKET = (("centre", "{centre}"), ("service", "{service}"))
AT_COUNTERS: Final[dict[str, tuple[tuple[str, object], ...]]] = {
    "session": (("open", True),),
    "calls": (),
    "current/recall": (),
    "current/start": (),
    "current/finish": (),
    "current/no-show": (),
    "current/park": (),
    "current/undo": (),
    "current/transfer": (("counter", "2"),),
    "current/add": (("service", "{service}"),),
}
CALLS: Final[list[Call]] = [
    Call("GET", f"{V1}/openapi.json", EVERYBODY),
    Call("GET", f"{V1}/centres", ALIVE),
    Call("GET", f"{V1}/centres/{{centre}}", ALIVE),
    Call("GET", f"{V1}/centres/{{centre}}/board", ALIVE),
    Call("GET", f"{V1}/centres/{{centre}}/ledger", ALIVE),
    Call("GET", f"{V1}/services", ALIVE),
    Call("GET", f"{V1}/services/{{code}}", ALIVE),
    Call("GET", f"{V1}/services/{{code}}/versions", ALIVE),
    Call("GET", f"{V1}/services/{{code}}/versions/{{number}}", ALIVE),
    Call("GET", f"{V1}/services/{{code}}/diff", ALIVE),
    Call("GET", f"{V1}/surveys/results", ALIVE),
    Call("GET", f"{V1}/verifications/{{publication}}", ALIVE),
    Call(
        "GET",
        f"{V1}/centres/{{centre}}/door-code",
        RECEIVES | IN_THE_ROOM,
        strangers=OF_OTHERS | DEVICES_ELSEWHERE,
    ),
    Call("GET", f"{V1}/tickets/{{token}}", ALIVE),
    Call("DELETE", f"{V1}/tickets/{{token}}", ALIVE),
    Call("POST", f"{V1}/tickets/{{token}}/arrival", ALIVE),
    Call("POST", f"{V1}/tickets/{{token}}/return", ALIVE),
    Call("POST", f"{V1}/tickets", ALIVE, (*TICKET, ("channel", "WEB"))),
    *(
        Call("POST", f"{COUNTER}/{act}", BY_TOKEN_TO_SERVE, body, OF_OTHERS | DEVICES_ELSEWHERE)
        for act, body in AT_COUNTERS.items()
    ),
]
# The same address with another body needs another right.
VARIANTS: Final[list[Call]] = [
    Call(
        "POST",
        f"{V1}/tickets",
        frozenset({"kiosk", "kiosk_at_home"}),
        (*TICKET, ("channel", "KIOSK")),
    ),
    Call("POST", f"{V1}/tickets", BY_TOKEN_TO_ISSUE, (*TICKET, ("channel", "RECEPTION"))),
    Call(
        "POST",
        f"{COUNTER}/calls",
        frozenset({"supervisor"}),
        (("token", "{token}"), ("reason", "Duduk di kursi roda")),
        OF_OTHERS | DEVICES_ELSEWHERE,
    ),
]
