"""Addresses of notices."""

from django.urls import path

from .views import desk, public

app_name = "notices"
DESK = "petugas/pengumuman/"
urlpatterns = [
    path("pengumuman/", public.announcements, name="announcements"),
    path("pengumuman/bagian/terbaru/", public.news_part, name="news"),
    path("pengumuman/bagian/perangkat/<slug:agency>/", public.agency_news, name="agency_news"),
    path("maklumat/bagian/perangkat/<slug:agency>/", public.agency_pledge, name="agency_pledge"),
    path("pengumuman/<slug:code>/", public.notice, name="notice"),
    path("pengumuman/<slug:code>/poster.pdf", public.pledge_poster, name="poster"),
    path("klarifikasi/", public.corrections, name="corrections"),
    path("maklumat/", public.pledges, name="pledges"),
    path("maklumat/bagian/<slug:centre>/", public.pledge_part, name="pledge"),
    path(DESK, desk.overview, name="overview"),
    path(f"{DESK}<int:pk>/", desk.change, name="change"),
    path(f"{DESK}<int:pk>/terbitkan/", desk.publish, name="publish"),
    path(f"{DESK}<int:pk>/cabut/", desk.withdraw, name="withdraw"),
    path(f"{DESK}<int:pk>/buang/", desk.discard, name="discard"),
    path(f"{DESK}<slug:agency>/<slug:kind>/", desk.new, name="new"),
]
