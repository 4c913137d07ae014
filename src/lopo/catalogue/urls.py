"""Addresses of the public catalogue."""

from django.urls import path

from .views import finding, pages, promised

app_name = "catalogue"
urlpatterns = [
    path("", finding.service_list, name="list"),
    path("bagian/utama/", pages.first_services, name="first"),
    path("bagian/kategori/", pages.topics, name="topics"),
    path("bagian/saran/", finding.suggestions, name="suggest"),
    path("<slug:code>/", promised.service_page, name="service"),
    path("<slug:code>/versi/", promised.version_list, name="versions"),
    path("<slug:code>/versi/<int:earlier>/<int:later>/", promised.version_diff, name="diff"),
    path("<slug:code>/konsultasi/", promised.consultation, name="consultation"),
]
