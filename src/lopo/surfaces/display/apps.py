"""The display surface as a Django app."""

from django.apps import AppConfig


class DisplayConfig(AppConfig):
    """Composes contexts; owns no tables."""

    name = "lopo.surfaces.display"
    label = "display"
