"""The front page, and what machines ask for beside it."""

from django.urls import path

from .views import agencies, home, machines

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("perangkat-daerah/", agencies.agency_list, name="agencies"),
    path("perangkat-daerah/<slug:agency>/", agencies.agency_page, name="agency"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sw.js", machines.keeper, name="keeper"),
    path("luring/", machines.offline, name="offline"),
]
