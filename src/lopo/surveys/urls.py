"""Addresses of the survey."""

from django.urls import path

from .views import filling

app_name = "surveys"
urlpatterns = [
    path("s/<slug:code>/", filling.by_code, name="by_code"),
    path("survei/isi/<slug:key>/", filling.by_link, name="by_link"),
    path("survei/<slug:centre>/terima-kasih/", filling.thanks, name="thanks"),
    path("survei/kunjungan/<str:token>/", filling.of_visit, name="of_visit"),
]
