"""Counting what people looked for in vain: the text alone, never who or at what time."""

from datetime import date

from django.db import connection, transaction

from lopo.catalogue.models import MissedSearch
from lopo.catalogue.rules import worth_counting

# More would be nobody's work to read; those looked for least, and longest ago, go first.
MOST_KEPT = 5_000

_COUNT = """
INSERT INTO catalogue_missedsearch AS m (text, count, first_date, last_date)
VALUES (%(text)s, 1, %(day)s, %(day)s)
ON CONFLICT (text) DO UPDATE SET count = m.count + 1,
  first_date = least(m.first_date, %(day)s), last_date = greatest(m.last_date, %(day)s)
RETURNING m.count = 1
"""


@transaction.atomic
def note_missed_search(*, text: str, day: date) -> bool:
    """Count a search that found nothing, on a local day; whether it was counted.

    What looks like personal data is not (``rules.worth_counting``).
    """
    plain = worth_counting(text)
    if not plain:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"text": plain, "day": day})
        is_new = cursor.fetchone()[0]
    if is_new:
        _forget_the_rarest()
    return True


def _forget_the_rarest() -> None:
    """Those looked for least, of them those not looked for the longest, beyond the bound."""
    too_many = MissedSearch.objects.count() - MOST_KEPT
    if too_many > 0:
        rarest = MissedSearch.objects.order_by("count", "last_date", "first_date", "pk")
        doomed = list(rarest.values_list("pk", flat=True)[:too_many])
        MissedSearch.objects.filter(pk__in=doomed).delete()
