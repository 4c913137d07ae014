"""The findings context as a Django app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """What those who were served found: published, reported, and acted upon."""

    name = "lopo.findings"
    label = "findings"
