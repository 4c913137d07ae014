"""The registers context as a Django app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """What many standards share: regulations with their validity, and requirements."""

    name = "lopo.registers"
    label = "registers"
