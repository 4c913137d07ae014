"""The Django application of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and template tags; no models."""

    name = "lopo.ui"
    label = "ui"
    default = True
