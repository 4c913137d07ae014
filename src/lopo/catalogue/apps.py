"""Django's entry to catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "lopo.catalogue"

    def ready(self) -> None:
        """Start listening."""
        from . import subscribers

        subscribers.connect()
