"""Addresses of what the survey found."""

from django.urls import path

from .views import files, pages, parts

app_name = "findings"
urlpatterns = [
    path("survei/", pages.province, name="province"),
    path("survei/pusat/<slug:centre>/", pages.centre, name="centre"),
    path("survei/pusat/<slug:centre>/lencana.svg", files.centre_badge, name="centre_badge"),
    path("survei/perangkat/<slug:agency>/", pages.agency, name="agency"),
    path("survei/perangkat/<slug:agency>/lencana.svg", files.agency_badge, name="agency_badge"),
    path("survei/layanan/<str:service>/", pages.service, name="service"),
    path("survei/data/", files.data, name="data"),
    path("survei/data/hasil.csv", files.as_csv, name="csv"),
    path("survei/data/hasil.json", files.as_json, name="json"),
    path("survei/data/katalog.jsonld", files.dataset, name="dataset"),
    path("survei/bagian/pusat/<slug:centre>/", pages.headline, name="headline"),
    path("survei/bagian/layar/<slug:centre>/", parts.on_tv, name="on_tv"),
    path("survei/bagian/layanan/<str:service>/", parts.of_service, name="of_service"),
    path("survei/bagian/perangkat/<slug:agency>/", parts.of_agency, name="of_agency"),
]
