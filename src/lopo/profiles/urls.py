"""Addresses of profiles."""

from django.urls import path, re_path

from .views import assets, parts

app_name = "profiles"
urlpatterns = [
    re_path(
        r"^perangkat-daerah/logo/(?P<digest>[0-9a-f]{32})\.(?P<ending>svg|png)$",
        assets.logo,
        name="logo",
    ),
    re_path(
        r"^perangkat-daerah/warna/(?P<name>[0-9a-f]{6}-[0-9a-f]{6}-[0-9a-f]{6})\.css$",
        assets.colours,
        name="colours",
    ),
    path("perangkat-daerah/bagian/<slug:agency>/", parts.facts, name="facts"),
]
