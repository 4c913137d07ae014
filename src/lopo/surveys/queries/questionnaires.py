"""Which questionnaires there are beside the regulation's own, and which of them were answered."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Sum

from lopo.surveys.models import Instrument, Participation

LONGEST_CODE = 16


def is_questionnaire(code: str, day: date) -> bool:
    """Whether there is, or was, a questionnaire of this code on a day; any text may be asked about.

    One that is only planned is nobody's business yet.
    """
    if not code or len(code) > LONGEST_CODE or "\x00" in code:
        return False
    return Instrument.objects.filter(code=code, valid_from__lte=day).exists()


def codes_answered(
    first: date, last: date, *, beside: Collection[str], **where: Any
) -> dict[str, int]:
    """How many took part on some days, by the code of what they filled in; in one statement.

    ``beside``: the questionnaires that are known already. Where there are no others, as almost
    everywhere, no row of those who took part is read. How many took part is for whoever decides
    what may be shown, and never told itself.
    """
    others = Instrument.objects.exclude(code__in=beside)
    found = Participation.objects.filter(
        instrument__in=others, day__gte=first, day__lte=last, centre__is_practice=False, **where
    )
    rows = found.values_list("instrument__code").annotate(n=Sum("ballots")).order_by()
    return dict(rows)
