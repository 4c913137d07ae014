"""Addresses of the front desk's own pages and fragments."""

from django.urls import URLPattern

app_name = "frontdesk"
urlpatterns: list[URLPattern] = []
