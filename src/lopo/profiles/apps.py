"""The profiles context as a Django app."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """What an agency says of itself, and the look it says it in."""

    name = "lopo.profiles"
    label = "profiles"
