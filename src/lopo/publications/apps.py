"""Django's entry to publications."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Posters, flow pictures, SOP sheets, and the codes by which they are checked."""

    name = "lopo.publications"
    label = "publications"

    def ready(self) -> None:
        """Say of our own kinds whether they hold, and let the worker know our jobs."""
        from . import queries, tasks  # noqa: F401

        queries.register_our_kinds()
