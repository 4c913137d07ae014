"""Addresses of the console surface."""

from django.urls import path

from . import views

app_name = "console"
urlpatterns = [
    path("petugas/", views.home, name="home"),
    path("petugas/meja/<slug:centre>/<slug:counter>/", views.counter, name="counter"),
    path("petugas/penerima-tamu/<slug:centre>/", views.reception, name="reception"),
]
