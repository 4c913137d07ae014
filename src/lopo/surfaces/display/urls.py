"""Addresses of the display surface."""

from django.urls import path

from . import views

app_name = "display"
urlpatterns = [path("layar/<slug:centre>/", views.tv, name="tv")]
