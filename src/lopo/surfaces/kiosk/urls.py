"""Addresses of the kiosk surface."""

from django.urls import path

from . import views

app_name = "kiosk"
urlpatterns = [
    path("anjungan/", views.start, name="start"),
    path("anjungan/<slug:centre>/", views.home, name="home"),
]
