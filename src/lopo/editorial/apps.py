"""The editorial context as a Django app."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """The pages of those who write and publish an agency's standards."""

    name = "lopo.editorial"
    label = "editorial"

    def ready(self) -> None:
        """Let the worker know our jobs."""
        from . import tasks  # noqa: F401
