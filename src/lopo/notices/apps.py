"""The notices context as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What an agency says to everybody: its pledge, announcements, corrections of hoaxes."""

    name = "lopo.notices"
    label = "notices"

    def ready(self) -> None:
        """Answer for the codes of what was published here, and start listening."""
        from . import subscribers
        from .queries import register_our_kinds

        register_our_kinds()
        subscribers.connect()
