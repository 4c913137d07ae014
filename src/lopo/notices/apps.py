"""The notices context as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What an agency says to everybody: its pledge, announcements, corrections of hoaxes."""

    name = "lopo.notices"
    label = "notices"
