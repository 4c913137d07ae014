"""Who was set aside or missed the call comes back by staff: at a counter and at reception."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lopo.frontdesk import actions, permissions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import rooms
from lopo.frontdesk.queries.returning import Aside, Asides
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal, Unknown
from lopo.organisation.api import Centre, counter_of
from lopo.people.api import Permission, Principal, require

from .staffing import act_once, done, key_for, refused, staff_of, staff_page

COUNTER_CODE = re.compile(r"[A-Za-z0-9-]{1,8}")


def away_of(principal: Principal, asides: Asides) -> dict[str, Any]:
    """The lists a page shows, with a key for each who may come back."""
    return {
        "parked": [_row(principal, aside) for aside in asides.parked],
        "missed": [_row(principal, aside) for aside in asides.missed],
        "returning": [_row(principal, aside) for aside in asides.returning],
        "count": len(asides.parked) + len(asides.missed),
    }


def _row(principal: Principal, aside: Aside) -> dict[str, Any]:
    ticket = aside.ticket
    # Nobody is set aside twice at the same moment: each time has a key of its own.
    key = key_for(principal, "kembali", ticket.pk, ticket.changed_at)
    return {"aside": aside, "ticket": ticket, "kunci": key}


@require_POST
@staff_page
def bring_back(request: HttpRequest, centre: str, number: str) -> HttpResponse:
    """The visitor stands in line again, where they stood before; staff has seen them."""
    principal = staff_of(request)
    place = permissions.centre_or_404(centre)
    require(principal, Permission.CONFIRM_ARRIVAL, place)
    found = rooms.todays_ticket(place, number, system_clock())
    if found is None:
        raise Unknown(_("There is no such ticket."))
    back = _where_from(request, place)
    try:
        said = act_once(request, principal, lambda: _return(found[0], principal))
    except Refusal as refusal:
        return refused(request, back, refusal)
    return done(request, back, said)


def _return(ticket: Ticket, principal: Principal) -> str:
    back = actions.return_to_line(ticket=ticket, actor=principal.actor, clock=system_clock)
    return _("%(number)s stands in line again, where it stood before.") % {"number": back.label}


def _where_from(request: HttpRequest, centre: Centre) -> str:
    """The page the button was on: a counter of this centre, else reception."""
    code = request.GET.get("meja", "")
    counter = counter_of(centre, code) if COUNTER_CODE.fullmatch(code) else None
    if counter is None:
        return reverse("console:reception", args=[centre.code])
    return reverse("console:counter", args=[centre.code, counter.code])
