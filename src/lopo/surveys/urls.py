"""Addresses of the survey."""

from django.urls import path

from .views import after, cards, filling, kiosk, letters

app_name = "surveys"
urlpatterns = [
    path("s/<slug:code>/", filling.by_code, name="by_code"),
    path("survei/isi/<slug:key>/", filling.by_link, name="by_link"),
    path("survei/isi/<slug:key>/tidak/", after.decline, name="decline"),
    path("survei/<slug:centre>/terima-kasih/", after.thanks, name="thanks"),
    path("survei/<slug:centre>/tidak-menilai/", after.declined, name="declined"),
    path("survei/<slug:centre>/anjungan/", kiosk.fill, name="kiosk"),
    path("survei/<slug:centre>/anjungan/terima-kasih/", kiosk.thanks, name="kiosk_thanks"),
    path("survei/bagian/tiket/<str:token>/", after.after_service, name="after_service"),
    path("survei/kunjungan/<str:token>/", after.of_visit, name="of_visit"),
    path("survei/kunjungan/<str:token>/surat/", letters.letter, name="letter"),
    path("petugas/survei/<slug:centre>/kartu/", cards.cards, name="cards"),
    path("petugas/survei/<slug:centre>/kartu.pdf", cards.all_cards, name="all_cards"),
    path("petugas/survei/<slug:centre>/kartu/<slug:code>.pdf", cards.one_card, name="one_card"),
]
