"""Addresses of the kiosk surface."""

from django.urls import URLPattern

app_name = "kiosk"
urlpatterns: list[URLPattern] = []
