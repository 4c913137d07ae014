"""The findings context as a Django app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """What those who were served found: published, reported, and acted upon."""

    name = "lopo.findings"
    label = "findings"

    def ready(self) -> None:
        """Answer for the codes of reports and boards."""
        from . import tasks  # noqa: F401
        from .queries import register_our_kinds

        register_our_kinds()
