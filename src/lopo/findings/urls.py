"""Addresses of what the survey found."""

from django.urls import path

from .views import files, pages, parts, plans, releases, reports

app_name = "findings"
PLANS, REPORTS = "petugas/survei/tindak-lanjut/", "petugas/survei/laporan/"
urlpatterns = [
    path("survei/", pages.province, name="province"),
    path("survei/pusat/<slug:centre>/", pages.centre, name="centre"),
    path("survei/pusat/<slug:centre>/lencana.svg", files.centre_badge, name="centre_badge"),
    path("survei/perangkat/<slug:agency>/", pages.agency, name="agency"),
    path("survei/perangkat/<slug:agency>/lencana.svg", files.agency_badge, name="agency_badge"),
    path("survei/layanan/<str:service>/", pages.service, name="service"),
    path("survei/layanan/<str:service>/lencana.svg", files.service_badge, name="service_badge"),
    path("survei/data/", files.data, name="data"),
    path("survei/data/hasil.csv", files.as_csv, name="csv"),
    path("survei/data/hasil.json", files.as_json, name="json"),
    path("survei/data/katalog.jsonld", files.dataset, name="dataset"),
    path("survei/bagian/pusat/<slug:centre>/", pages.headline, name="headline"),
    path("survei/bagian/layar/<slug:centre>/", parts.on_tv, name="on_tv"),
    path("survei/bagian/perangkat/<slug:agency>/", parts.of_agency, name="of_agency"),
    path("survei/perangkat/<slug:agency>/papan.pdf", reports.agency_board, name="agency_board"),
    path("survei/pusat/<slug:centre>/papan.pdf", reports.centre_board, name="centre_board"),
    path("survei/laporan/", releases.releases, name="releases"),
    path("survei/laporan/<str:token>/", releases.released, name="released"),
    path("survei/laporan/<str:token>/<slug:kind>/", releases.released_file, name="released_file"),
    path("survei/bagian/dibenahi/", reports.changed, name="changed"),
    path("survei/bagian/dibenahi/<slug:centre>/", reports.changed, name="changed"),
    path(
        "survei/bagian/dibenahi/perangkat/<slug:agency>/",
        reports.changed_of_agency,
        name="changed_of_agency",
    ),
    path(PLANS, plans.plans, name="plans"),
    path(f"{PLANS}<int:pk>/", plans.plan, name="plan"),
    path(f"{PLANS}<int:pk>/ubah/", plans.change, name="plan_change"),
    path(f"{PLANS}<int:pk>/terbitkan/", plans.release, name="plan_release"),
    path(f"{PLANS}<int:pk>/realisasi/", plans.realise, name="plan_realise"),
    path(f"{PLANS}<int:pk>/buang/", plans.discard, name="plan_discard"),
    path(f"{PLANS}<slug:agency>/susun/", plans.propose, name="plan_propose"),
    path(REPORTS, reports.reports, name="reports"),
    path(f"{REPORTS}buat/", reports.start, name="report_start"),
    path(f"{REPORTS}baris/<slug:agency>/", reports.rows, name="rows"),
    path(f"{REPORTS}baris/pusat/<slug:centre>/", reports.rows_of_centre, name="rows_of_centre"),
    path(f"{REPORTS}arsip/<str:token>/", reports.report, name="report"),
    path(f"{REPORTS}arsip/<str:token>/terbitkan/", reports.release, name="report_release"),
    path(f"{REPORTS}arsip/<str:token>/berkas/<slug:kind>/", reports.download, name="report_file"),
]
