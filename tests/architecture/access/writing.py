"""Who may write what an agency promises and says, and who may publish it."""

from typing import Final

from .callers import EVERYBODY
from .shapes import EDITS, PUBLISHES, WRITES, Group, Page

STANDARD: Final = "petugas/standar/<slug:code>/"
AGENCY: Final = "petugas/standar/perangkat/<slug:agency>/"
REGULATIONS: Final = "petugas/standar/daftar/peraturan/"
REQUIREMENTS: Final = "petugas/standar/daftar/persyaratan/"
# Whoever writes for any agency; both host a centre here, so both keep what all share.
EDITS_ANYWHERE: Final[Group] = EDITS | {"editor_elsewhere"}
WRITES_ANYWHERE: Final[Group] = WRITES | {"editor_elsewhere"}
REGISTERS: Final[list[Page]] = [
    Page(REGULATIONS, "GET", WRITES_ANYWHERE),
    Page(f"{REGULATIONS}baru/", "GET POST", EDITS_ANYWHERE),
    Page(f"{REGULATIONS}<int:pk>/", "GET", WRITES_ANYWHERE),
    *(
        Page(f"{REGULATIONS}<int:pk>/{part}/", "GET POST", EDITS_ANYWHERE)
        for part in ("ubah", "akhiri", "ganti")
    ),
    Page(f"{REGULATIONS}<int:pk>/putuskan/", "POST", PUBLISHES),
    Page(REQUIREMENTS, "GET", WRITES_ANYWHERE),
    Page(f"{REQUIREMENTS}baru/", "GET POST", EDITS_ANYWHERE),
    # An agency's own: of the first centre's agency.
    Page(f"{REQUIREMENTS}<int:pk>/", "GET", WRITES),
    Page(f"{REQUIREMENTS}<int:pk>/ubah/", "GET POST", EDITS),
    Page(f"{REQUIREMENTS}<int:pk>/terapkan/", "GET POST", EDITS),
    Page(f"{REQUIREMENTS}<int:pk>/arsip/", "POST", EDITS),
]
STANDARDS: Final[list[Page]] = [
    Page("petugas/standar/", "GET", WRITES | {"editor_elsewhere"}),
    Page("petugas/standar/pencarian/", "GET", WRITES | {"editor_elsewhere"}),
    Page("petugas/standar/berkas/<slug:agency>/", "GET POST", EDITS),
    Page("petugas/standar/penetapan/<slug:agency>/", "GET POST", PUBLISHES),
    Page("petugas/standar/berkas/<slug:agency>/<slug:kind>/", "GET", WRITES),
    Page("petugas/standar/berkas/<slug:agency>/masuk/<str:token>/", "GET", EDITS),
    Page(AGENCY, "GET POST", EDITS),
    Page(f"{AGENCY}identitas/", "GET POST", EDITS),
    Page(f"{AGENCY}identitas/lepas/", "GET POST", EDITS),
    Page(STANDARD, "GET", WRITES),
    Page(f"{STANDARD}banding/<int:earlier>/<int:later>/", "GET", WRITES),
    Page(f"{STANDARD}cabut/", "GET POST", PUBLISHES),
    Page(f"{STANDARD}susun/", "POST", EDITS),
    Page(f"{STANDARD}rancangan/", "GET POST", EDITS),
    *(
        Page(f"{STANDARD}rancangan/{act}/", "POST", EDITS)
        for act in ("urung", "buang", "konsultasi", "ajukan")
    ),
    Page(f"{STANDARD}rancangan/berita-acara/", "GET POST", EDITS),
    Page(f"{STANDARD}rancangan/salin/", "GET POST", EDITS),
    *(
        Page(f"{STANDARD}rancangan/pratinjau/{shown}", "GET", WRITES)
        for shown in ("", "poster.pdf", "sop.pdf")
    ),
    Page(f"{STANDARD}rancangan/kembalikan/", "POST", WRITES),
    Page(f"{STANDARD}rancangan/tetapkan/", "GET POST", PUBLISHES),
]
SHEETS: Final = "petugas/terbitan/"
PUBLICATIONS: Final[list[Page]] = [
    Page(SHEETS, "GET", WRITES | {"editor_elsewhere"}),
    Page(f"{SHEETS}<slug:agency>/buat/", "POST", WRITES, form=(("sheets", "a4"),)),
    Page(f"{SHEETS}arsip/<str:token>/", "GET", WRITES),
    Page(f"{SHEETS}arsip/<str:token>/unduh/", "GET", WRITES),
]
NEWS: Final = "petugas/pengumuman/"
NOTICES: Final[list[Page]] = [
    *(
        Page(route, "GET", EVERYBODY)
        for route in (
            "pengumuman/",
            "pengumuman/bagian/terbaru/",
            "pengumuman/<slug:code>/",
            "pengumuman/<slug:code>/poster.pdf",
            "klarifikasi/",
            "maklumat/",
            "maklumat/bagian/<slug:centre>/",
            "maklumat/bagian/perangkat/<slug:agency>/",
            "pengumuman/bagian/perangkat/<slug:agency>/",
        )
    ),
    Page(NEWS, "GET", WRITES | {"editor_elsewhere"}),
    Page(f"{NEWS}<slug:agency>/<slug:kind>/", "GET POST", EDITS),
    Page(f"{NEWS}<int:pk>/", "GET POST", EDITS),
    Page(f"{NEWS}<int:pk>/buang/", "POST", EDITS),
    Page(f"{NEWS}<int:pk>/terbitkan/", "GET POST", PUBLISHES),
    Page(f"{NEWS}<int:pk>/cabut/", "GET POST", PUBLISHES),
]
