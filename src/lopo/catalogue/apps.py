"""Django's entry to catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "lopo.catalogue"
