"""Remarks: opened many at once, and hidden with a reason where they hurt somebody."""

from django.utils.translation import gettext as _

from lopo.foundation.days import civil_date
from lopo.foundation.transactions import one_transaction
from lopo.kernel.clock import Clock
from lopo.people.api import User
from lopo.surveys.models import Remark
from lopo.surveys.queries import centres_with_waiting_remarks, policy_on
from lopo.surveys.rules import Kind, period_of, remarks_opened_now

from .paper import wrong
from .recording import note_hiding

LONGEST_HIDING = 200


def open_remarks(clock: Clock) -> int:
    """Open the remarks that wait, of every centre whole steps at a time; how many."""
    step = policy_on(civil_date(clock())).step
    opened = 0
    for centre, waiting in centres_with_waiting_remarks().items():
        count = remarks_opened_now(waiting, step)
        if not count:
            continue
        with one_transaction():
            some = Remark.objects.filter(centre_id=centre, is_open=False).order_by("?")
            keys = list(some.values_list("pk", flat=True)[:count])
            opened += Remark.objects.filter(pk__in=keys).update(is_open=True)
    return opened


def hide_remark(*, remark: Remark, reason: str, officer: User, clock: Clock) -> None:
    """Do not show a remark any more; the decision stays with it. The first decision holds."""
    said = " ".join(reason.replace("\x00", "").split())
    if not said or len(said) > LONGEST_HIDING:
        message = _("Say why, in at most %(most)s characters.") % {"most": LONGEST_HIDING}
        raise wrong("reason", message)
    with one_transaction():
        rows = Remark.objects.select_related("centre").select_for_update(of=("self",))
        held = rows.get(pk=remark.pk)
        if held.hidden_reason:
            return
        held.hidden_reason, held.hidden_by = said, officer
        held.save(update_fields=["hidden_reason", "hidden_by"])
        period = period_of(Kind.QUARTER, held.month).spelled
        note_hiding(held.centre.code, period, officer, clock)
