"""Addresses of publications."""

from django.urls import path

from .views import batches, checking, documents

app_name = "publications"
urlpatterns = [
    path("layanan/<slug:code>/poster.pdf", documents.poster, name="poster"),
    path("terbitan/perangkat/<slug:agency>/jenis-layanan.pdf", documents.overview, name="overview"),
    path("layanan/<slug:code>/alur.svg", documents.picture, name="picture"),
    path("layanan/<slug:code>/sop.pdf", documents.sop, name="sop"),
    path("layanan/<slug:code>/bpmn.xml", documents.process, name="bpmn"),
    path("layanan/<slug:code>/tanda.svg", checking.seal, name="seal"),
    path("layanan/<slug:code>/cek/", checking.check_page, name="check_page"),
    path("petugas/terbitan/", batches.batches, name="batches"),
    path("petugas/terbitan/<slug:agency>/buat/", batches.start, name="start"),
    path("petugas/terbitan/arsip/<str:token>/", batches.batch, name="batch"),
    path("petugas/terbitan/arsip/<str:token>/unduh/", batches.download, name="download"),
    path("terbitan/pusat/<slug:centre>/alur.svg", documents.visit, name="visit"),
    path("terbitan/pusat/<slug:centre>/poster.pdf", documents.visit_poster, name="visit_poster"),
    path("cek/", checking.form, name="check_form"),
    path("cek/<str:code>/", checking.check, name="check"),
]
