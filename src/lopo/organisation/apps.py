"""Django's entry to organisation."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The organisation context."""

    name = "lopo.organisation"

    def ready(self) -> None:
        """Start listening."""
        from . import subscribers

        subscribers.connect()
