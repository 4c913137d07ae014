"""Start-up of the plumbing: database grants follow every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """Django plumbing that knows no context."""

    name = "lopo.foundation"
    label = "foundation"

    def ready(self) -> None:
        from .grants import grant_to_app_role

        post_migrate.connect(grant_to_app_role, dispatch_uid="lopo-grants")
