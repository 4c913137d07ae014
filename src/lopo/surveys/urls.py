"""Addresses of the survey."""

from django.urls import path

from .views import (
    after,
    cards,
    filling,
    instruments,
    kiosk,
    letters,
    paper,
    paper_checks,
    printing,
    supervision,
)

STAFF = "petugas/survei/<slug:centre>/"
INSTRUMENTS = "petugas/survei/instrumen/"
PAPER = f"{STAFF}kertas/"
BATCH = f"{PAPER}<int:pk>/"

app_name = "surveys"
urlpatterns = [
    path("s/<slug:code>/", filling.by_code, name="by_code"),
    path("survei/isi/<slug:key>/", filling.by_link, name="by_link"),
    path("survei/isi/<slug:key>/tidak/", after.decline, name="decline"),
    path("survei/<slug:centre>/terima-kasih/", after.thanks, name="thanks"),
    path("survei/<slug:centre>/tidak-menilai/", after.declined, name="declined"),
    path("survei/<slug:centre>/anjungan/", kiosk.fill, name="kiosk"),
    path("survei/<slug:centre>/anjungan/terima-kasih/", kiosk.thanks, name="kiosk_thanks"),
    path("survei/kunjungan/<str:token>/", after.of_visit, name="of_visit"),
    path("survei/kunjungan/<str:token>/tidak/", after.decline_visit, name="decline_visit"),
    path("survei/kunjungan/<str:token>/surat/", letters.letter, name="letter"),
    path("petugas/survei/<slug:centre>/kartu/", cards.cards, name="cards"),
    path("petugas/survei/<slug:centre>/kartu.pdf", cards.all_cards, name="all_cards"),
    path("petugas/survei/<slug:centre>/kartu/<slug:code>.pdf", cards.one_card, name="one_card"),
    # Before the centres: no centre is called "instrumen".
    path(INSTRUMENTS, instruments.every, name="instruments"),
    path(f"{INSTRUMENTS}<int:pk>/", instruments.one, name="instrument"),
    path(f"{INSTRUMENTS}<int:pk>/akhiri/", instruments.end, name="instrument_end"),
    path(f"{INSTRUMENTS}<int:pk>/tarik/", instruments.withdraw, name="instrument_withdraw"),
    path(f"{INSTRUMENTS}<int:pk>/mutu/", instruments.bands, name="instrument_bands"),
    path(f"{INSTRUMENTS}<int:pk>/pengecualian/", instruments.exempt, name="instrument_exempt"),
    path(
        f"{INSTRUMENTS}pengecualian/<int:pk>/akhiri/",
        instruments.exemption_end,
        name="exemption_end",
    ),
    path(STAFF, supervision.overview, name="overview"),
    path(f"{STAFF}perlu-dilihat/", supervision.looks, name="looks"),
    path(f"{STAFF}populasi/", supervision.population, name="population"),
    path(f"{STAFF}saran/", supervision.remarks, name="remarks"),
    path(f"{STAFF}saran/saran.csv", supervision.remarks_file, name="remarks_file"),
    path(f"{STAFF}saran/<uuid:pk>/sembunyikan/", supervision.hide, name="hide_remark"),
    path(PAPER, paper.batches, name="paper"),
    path(f"{PAPER}formulir.pdf", printing.blank_sheet, name="paper_form"),
    path(f"{PAPER}baru/", paper.batch_new, name="paper_new"),
    path(BATCH, paper.batch, name="paper_batch"),
    path(f"{BATCH}lembar/<int:number>/", paper.sheet, name="paper_sheet"),
    path(f"{BATCH}jumlah/", paper.batch_sheets, name="paper_sheets"),
    path(f"{BATCH}serahkan/", paper.batch_submit, name="paper_submit"),
    path(f"{BATCH}buang/", paper.batch_discard, name="paper_discard"),
    path(f"{BATCH}periksa/<int:number>/", paper_checks.check, name="paper_check"),
    path(f"{BATCH}hitung/", paper_checks.count, name="paper_count"),
    path(f"{BATCH}tolak/", paper_checks.reject, name="paper_reject"),
]
