"""The surveys context as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Those who were served judge: questionnaires, ballots, the index."""

    name = "lopo.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Start listening: who was served may answer."""
        from . import subscribers, tasks  # noqa: F401

        subscribers.connect()
