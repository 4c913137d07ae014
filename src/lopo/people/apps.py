"""Django's entry to people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people context."""

    name = "lopo.people"

    def ready(self) -> None:
        """Start listening, and answer who may, also for contexts below."""
        from lopo.foundation import gate

        from . import permissions, subscribers, tasks  # noqa: F401 - tasks register themselves

        subscribers.connect()
        gate.set_keeper(permissions.admit)
