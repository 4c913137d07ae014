"""The surveys context as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Those who were served judge: questionnaires, ballots, the index."""

    name = "lopo.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Start listening: who was served may answer; and vouch for the survey's record."""
        from lopo.frontdesk.api import judged_when
        from lopo.ledger.api import vouch_for

        from . import subscribers, tasks  # noqa: F401
        from .actions import is_used
        from .queries import STREAM, vouched

        subscribers.connect()
        judged_when(is_used)
        vouch_for(STREAM, vouched)
