"""Addresses of what the survey found."""

from django.urls import URLPattern

app_name = "findings"
urlpatterns: list[URLPattern] = []
