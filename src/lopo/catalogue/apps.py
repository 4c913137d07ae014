"""Django's entry to catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "lopo.catalogue"

    def ready(self) -> None:
        """Start listening, and let the worker know our ticks."""
        from . import subscribers, tasks  # noqa: F401

        subscribers.connect()
