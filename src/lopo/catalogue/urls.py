"""Addresses of the public catalogue."""

from django.urls import path

from .views import finding, open_data, pages, promised

app_name = "catalogue"
urlpatterns = [
    path("", finding.service_list, name="list"),
    path("bagian/utama/", pages.first_services, name="first"),
    path("bagian/kategori/", pages.topics, name="topics"),
    path("bagian/saran/", finding.suggestions, name="suggest"),
    path("bagian/perangkat/<slug:agency>/", finding.of_agency, name="of_agency"),
    path("data/", open_data.files, name="open_data"),
    path("data/standar.json", open_data.as_json, name="open_json"),
    path("data/standar.csv.zip", open_data.as_csv, name="open_csv"),
    path("data/pengampu.json", open_data.homes, name="open_homes"),
    path("data/katalog.jsonld", open_data.dcat, name="dcat"),
    path("<slug:code>/", promised.service_page, name="service"),
    path("<slug:code>/versi/", promised.version_list, name="versions"),
    path("<slug:code>/versi/<int:earlier>/<int:later>/", promised.version_diff, name="diff"),
    path("<slug:code>/konsultasi/", promised.consultation, name="consultation"),
]
