"""Remarks: hidden with a reason where they hurt somebody."""

from django.utils.translation import gettext as _

from lopo.foundation.transactions import one_transaction
from lopo.kernel.clock import Clock
from lopo.people.api import User
from lopo.surveys.models import Remark
from lopo.surveys.rules import current_period, plain_text

from .paper import wrong
from .recording import note_hiding

LONGEST_HIDING = 200


def hide_remark(*, remark: Remark, reason: str, officer: User, clock: Clock) -> None:
    """Do not show a remark any more; the decision stays with it. The first decision holds."""
    said = " ".join(plain_text(reason).split())
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
        period = current_period(held.quarter).spelled
        note_hiding(held.centre.code, period, officer, clock)
