"""Addresses of the public catalogue."""

from django.urls import path

from .views import finding, pages

app_name = "catalogue"
urlpatterns = [
    path("", finding.service_list, name="list"),
    path("bagian/utama/", pages.first_services, name="first"),
    path("bagian/kategori/", pages.topics, name="topics"),
    path("bagian/saran/", finding.suggestions, name="suggest"),
    path("<slug:code>/", pages.service_page, name="service"),
]
