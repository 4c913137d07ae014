"""Whether a report or a board that went out under a code still holds."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from lopo.foundation.days import civil_date
from lopo.publications.api import Issued, Standing, Verdict, newest_like, register_kind

from .boards import BOARD
from .reports import REPORT


def register_our_kinds() -> None:
    """Called once when the application starts."""
    register_kind(REPORT, _("SKM report"), _judge)
    register_kind(BOARD, _("Board of survey results"), _judge)


def _judge(issued: Issued, _day: date) -> Verdict:
    """What is said of a period holds until something else is said of it."""
    period = issued.version.partition(":")[0]
    newest = newest_like(issued, f"{period}:")
    if newest is not None and newest.pk != issued.pk:
        return Verdict(Standing.SUPERSEDED, civil_date(newest.issued_at), path=issued.path)
    return Verdict(Standing.IN_FORCE, civil_date(issued.issued_at), path=issued.path)
