"""The administration context as a Django app."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """First run, the wizard, and the pages of a centre's administrator."""

    name = "lopo.administration"
    label = "administration"
