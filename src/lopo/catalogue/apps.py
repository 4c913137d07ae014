"""Django's entry to catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "lopo.catalogue"

    def ready(self) -> None:
        """Let the worker know our ticks."""
        from . import tasks  # noqa: F401
