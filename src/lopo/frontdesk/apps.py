"""The front desk as a Django app."""

from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    """Visits, tickets, calling, sessions, boards."""

    name = "lopo.frontdesk"
    label = "frontdesk"

    def ready(self) -> None:
        """Tell the live hub how to learn the revision of a line, and start listening."""
        from lopo.foundation import live

        from . import queries, subscribers, tasks  # noqa: F401

        live.set_rev_loader(queries.revisions, queries.revision_of)
        subscribers.connect()
