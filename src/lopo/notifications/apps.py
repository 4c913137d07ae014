"""The notifications context as a Django app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What leaves the machine: written with the act that wants it, sent by the worker."""

    name = "lopo.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Let the worker know our jobs."""
        from . import tasks  # noqa: F401
