"""What has no use any more goes: expired sessions, screens that went away, names of old links."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from lopo.foundation import buckets
from lopo.kernel.clock import Clock, system_clock
from lopo.people.models import Invitation, Pairing, StaffSession

# An invitation explains who let whom in; for whom it was meant needs nobody after this long.
NAMES_STAY = timedelta(days=90)


@transaction.atomic
def tidy(*, clock: Clock = system_clock) -> None:
    """Delete what is over; repeatable."""
    now = clock()
    Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.values("session_key")
    StaffSession.objects.exclude(session_key__in=alive).delete()
    Pairing.objects.filter(expires_at__lt=now).delete()
    Invitation.objects.filter(expires_at__lt=now - NAMES_STAY).exclude(name="").update(name="")
    buckets.sweep(now)
