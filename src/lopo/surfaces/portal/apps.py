"""The portal as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public site's front page."""

    name = "lopo.surfaces.portal"
    label = "portal"
