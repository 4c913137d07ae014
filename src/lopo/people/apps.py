"""Django's entry to people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people context."""

    name = "lopo.people"

    def ready(self) -> None:
        """Start listening."""
        from . import subscribers, tasks  # noqa: F401 - tasks register themselves

        subscribers.connect()
