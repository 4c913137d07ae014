"""The gallery of the design system; answers only in a demonstration, in tests and in debug."""

from django.urls import path

from lopo.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("<slug:name>/", views.sample, name="sample"),
]
