"""The findings context as a Django app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """What those who were served found: published, reported, and acted upon."""

    name = "lopo.findings"
    label = "findings"

    def ready(self) -> None:
        """Answer for the codes of reports and boards, and for what is below."""
        from django.utils.translation import gettext_lazy as _

        from lopo.ledger.api import vouch_for
        from lopo.surveys.api import STREAM, close_paper_when, put_beside, register_improvements

        from . import tasks  # noqa: F401
        from .permissions import sees_reports
        from .queries import improvements_of, is_reported, register_our_kinds, vouched

        register_our_kinds()
        register_improvements(improvements_of)
        put_beside("findings:reports", _("SKM reports"), sees_reports)
        close_paper_when(is_reported)
        vouch_for(STREAM, vouched)
