"""The console surface as a Django app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Composes contexts; owns no tables."""

    name = "lopo.surfaces.console"
    label = "console"
