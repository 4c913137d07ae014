"""Addresses of forms: filled by visitors, opened at the counter."""

from django.urls import path

from .views import desk, filling

app_name = "paperwork"
urlpatterns = [
    path("layanan/<slug:code>/formulir/", filling.form_page, name="form"),
    path("layanan/<slug:code>/formulir/kosong.pdf", filling.blank, name="blank"),
    path("petugas/formulir/<slug:centre>/", desk.desk, name="desk"),
    path("petugas/formulir/<slug:centre>/pindai/", desk.scan, name="scan"),
]
