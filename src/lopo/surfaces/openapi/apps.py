"""The openapi surface as a Django app."""

from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    """Composes contexts; owns no tables."""

    name = "lopo.surfaces.openapi"
    label = "openapi"
