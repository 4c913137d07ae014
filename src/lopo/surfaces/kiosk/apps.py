"""The kiosk surface as a Django app."""

from django.apps import AppConfig


class KioskConfig(AppConfig):
    """Composes contexts; owns no tables."""

    name = "lopo.surfaces.kiosk"
    label = "kiosk"
