"""The end of the day: the centre's rule, and the supervisor's decision for those left over."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.actions.refusals import wrong_field
from lopo.frontdesk.models import DayEndRule, Ticket
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.organisation.api import Centre
from lopo.people.api import Permission, Principal, require

from .staffing import act_once, done, key_for, staff_of, staff_page

LONGEST_BASIS = 200
LEFT = (Ticket.State.WAITING, Ticket.State.PARKED)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def day_end(request: HttpRequest, centre: str) -> HttpResponse:
    """What becomes of whoever is left over today, why, and who may decide it."""
    principal = staff_of(request)
    place = permissions.centre_or_404(centre)
    require(principal, Permission.SEE_DAY, place)
    problem: Refusal | None = None
    if request.method == "POST":
        wish = ACTS.get(request.POST.get("tindakan", ""), _nothing)
        try:
            said = act_once(request, principal, lambda: wish(request, place, principal))
        except Refusal as refusal:
            if refusal.status in (401, 403):
                raise
            problem = refusal
        else:
            return done(request, reverse("frontdesk:day_end", args=[place.code]), said)
    context = _context(request, place, principal, system_clock(), problem)
    return render(request, "frontdesk/day_end.html", context, status=_status(problem))


def _status(problem: Refusal | None) -> int:
    return problem.status if problem else 200


def _context(
    request: HttpRequest,
    centre: Centre,
    principal: Principal,
    now: datetime,
    problem: Refusal | None,
) -> dict[str, Any]:
    today = queries.local_date(centre, now)
    rule, decision = queries.day_end_rule(centre, today), queries.carry_over_of(centre, today)
    left = Ticket.objects.filter(centre=centre, service_date=today, state__in=LEFT)
    stands = (rule, decision.decided_at if decision else "")
    return {
        "centre": centre,
        "today": today,
        "left": left.count(),
        "rule": rule,
        "missed": rule == DayEndRule.Rule.MISS,
        "carries": rule == DayEndRule.Rule.CARRY_OVER,
        "decision": decision,
        "may_decide": principal.may(Permission.CARRY_OVER, centre),
        "may_manage": principal.may(Permission.MANAGE_CENTRE, centre),
        "reason": request.POST.get("alasan", "").replace("\x00", "")[:LONGEST_BASIS],
        "basis": request.POST.get("dasar", "").replace("\x00", "")[:LONGEST_BASIS],
        "problem": problem,
        "fault": _fault(problem),
        "kunci": key_for(principal, "akhir-hari", centre.pk, today, *stands),
    }


def _fault(problem: Refusal | None) -> str:
    """The id of what to mend; the refusal itself when it is no field."""
    if not isinstance(problem, FieldRefusal):
        return "ditolak"
    field = problem.errors[0].field
    return {"reason": "alasan", "tindakan": "ditolak"}.get(field, field)


def _decide(request: HttpRequest, centre: Centre, principal: Principal) -> str:
    permissions.may_carry_over(principal, centre)
    reason = " ".join(request.POST.get("alasan", "").split())
    officer = permissions.staff(principal)
    actions.decide_carry_over(centre=centre, officer=officer, reason=reason, clock=system_clock)
    return _("Whoever is left over today gets a number on the next day we open.")


def _withdraw(_request: HttpRequest, centre: Centre, principal: Principal) -> str:
    permissions.may_carry_over(principal, centre)
    actions.withdraw_carry_over(centre=centre, clock=system_clock)
    return _("The decision has been taken back.")


def _choose(request: HttpRequest, centre: Centre, principal: Principal) -> str:
    require(principal, Permission.MANAGE_CENTRE, centre)
    rule = request.POST.get("aturan", "")
    basis = " ".join(request.POST.get("dasar", "").replace("\x00", "").split())
    if rule not in DayEndRule.Rule.values:
        raise wrong_field("aturan", "unknown", _("Choose one of the two rules."))
    if not basis or len(basis) > LONGEST_BASIS:
        message = _("Name the decree or the decision, in at most %(n)s characters.")
        raise wrong_field("dasar", "missing", message % {"n": LONGEST_BASIS})
    today = queries.local_date(centre, system_clock())
    actions.choose_day_end(centre=centre, rule=rule, valid_from=today, legal_basis=basis)
    return _("The rule for the end of the day holds from today on.")


def _nothing(_request: HttpRequest, _centre: Centre, _principal: Principal) -> str:
    raise wrong_field("tindakan", "unknown", _("Choose what to do."))


ACTS: dict[str, Callable[[HttpRequest, Centre, Principal], str]] = {
    "putuskan": _decide,
    "cabut": _withdraw,
    "aturan": _choose,
}
