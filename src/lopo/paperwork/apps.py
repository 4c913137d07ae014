"""Django's entry to paperwork."""

from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    """The paperwork context: forms and sealed drafts."""

    name = "lopo.paperwork"

    def ready(self) -> None:
        """Have the worker delete drafts in time."""
        from . import tasks  # noqa: F401
