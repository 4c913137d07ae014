"""Addresses of the editor."""

from django.urls import path

from .views import (
    agencies,
    copying,
    drafting,
    exchange,
    life,
    overview,
    previewing,
    regulations,
    requirements,
    together,
)

app_name = "editorial"
ONE = "petugas/standar/<slug:code>/"
DRAFT = f"{ONE}rancangan/"
AGENCY = "petugas/standar/perangkat/<slug:agency>/"
LAWS = "petugas/standar/daftar/peraturan/"
ASKED = "petugas/standar/daftar/persyaratan/"
urlpatterns = [
    path("petugas/standar/", overview.overview, name="overview"),
    path("petugas/standar/berkas/<slug:agency>/", exchange.take_in, name="files"),
    path("petugas/standar/berkas/<slug:agency>/<slug:kind>/", exchange.export, name="export"),
    path("petugas/standar/berkas/<slug:agency>/masuk/<str:token>/", exchange.watch, name="import"),
    path("petugas/standar/pencarian/", overview.searches, name="searches"),
    path(AGENCY, agencies.profile, name="agency"),
    path(f"{AGENCY}identitas/", agencies.look, name="look"),
    path(f"{AGENCY}identitas/lepas/", agencies.remove_look, name="remove_look"),
    path("petugas/standar/penetapan/<slug:agency>/", together.decree, name="together"),
    path(LAWS, regulations.regulations, name="regulations"),
    path(f"{LAWS}baru/", regulations.add, name="new_regulation"),
    path(f"{LAWS}<int:pk>/", regulations.regulation, name="regulation"),
    path(f"{LAWS}<int:pk>/ubah/", regulations.change, name="change_regulation"),
    path(f"{LAWS}<int:pk>/akhiri/", regulations.end, name="end_regulation"),
    path(f"{LAWS}<int:pk>/putuskan/", regulations.decide, name="decide_regulation"),
    path(f"{LAWS}<int:pk>/ganti/", regulations.follow, name="follow_regulation"),
    path(ASKED, requirements.requirements, name="requirements"),
    path(f"{ASKED}baru/", requirements.add, name="new_requirement"),
    path(f"{ASKED}<int:pk>/", requirements.requirement, name="requirement"),
    path(f"{ASKED}<int:pk>/ubah/", requirements.change, name="change_requirement"),
    path(f"{ASKED}<int:pk>/terapkan/", requirements.apply, name="apply_requirement"),
    path(f"{ASKED}<int:pk>/arsip/", requirements.archive, name="archive_requirement"),
    path(ONE, overview.standard, name="standard"),
    path(f"{ONE}banding/<int:earlier>/<int:later>/", overview.compare, name="compare"),
    path(f"{ONE}cabut/", life.withdraw, name="withdraw"),
    path(f"{ONE}susun/", drafting.begin, name="begin"),
    path(DRAFT, drafting.draft, name="draft"),
    path(f"{DRAFT}salin/", copying.copy, name="copy"),
    path(f"{DRAFT}pratinjau/", previewing.page, name="preview"),
    path(f"{DRAFT}pratinjau/poster.pdf", previewing.poster, name="preview_poster"),
    path(f"{DRAFT}pratinjau/sop.pdf", previewing.sop, name="preview_sop"),
    path(f"{DRAFT}urung/", drafting.undo, name="undo"),
    path(f"{DRAFT}buang/", drafting.discard, name="discard"),
    path(f"{DRAFT}konsultasi/", life.consult, name="consult"),
    path(f"{DRAFT}berita-acara/", life.minutes, name="minutes"),
    path(f"{DRAFT}ajukan/", life.submit, name="submit"),
    path(f"{DRAFT}kembalikan/", life.give_back, name="give_back"),
    path(f"{DRAFT}tetapkan/", life.decree, name="decree"),
]
