"""Where follow-up plans are written, released, and said to be done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.findings import actions, permissions, queries
from lopo.findings.forms import AskedForm, PlanItemForm, RealiseForm
from lopo.findings.models import FollowUpPlan
from lopo.foundation.staff_pages import (
    UNPROCESSABLE,
    refused,
    revision_seen,
    said,
    staff_page,
)
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal
from lopo.organisation.api import units_of
from lopo.people.api import Duty, asking, person_asking
from lopo.surveys.api import period_name, period_spelled

from .answering import today
from .words import periods_to_choose

HOME = "findings:plans"
BOTH = (Duty.EDITOR, Duty.PUBLISHER)


def _refused(request: HttpRequest, refusal: Refusal, **_named: object) -> HttpResponseBase:
    return refused(request, refusal, HOME)


desk_page = staff_page("/petugas/survei/tindak-lanjut/", _refused)


def _row(plan: FollowUpPlan) -> dict[str, Any]:
    period = period_spelled(plan.period)
    return {"plan": plan, "period": period_name(period) if period else plan.period}


@require_safe
@desk_page
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan of the account's agencies, and where a new one begins."""
    principal = asking(request)
    found = permissions.agencies(principal)
    rows = [
        {**_row(one), "may_write": principal.is_charged(one.agency, Duty.EDITOR)}
        for one in queries.plans_of(found)[:60]
    ]
    now = today()
    written = [
        {"agency": one, "units": list(units_of(one))}
        for one in found
        if principal.is_charged(one, Duty.EDITOR)
    ]
    current = queries.default_period(now).before
    context = {"rows": rows, "written": written, "choices": periods_to_choose(current, now),
               "chosen": current.spelled}  # fmt: skip
    return render(request, "findings/plans.html", context)


@require_POST
@desk_page
def propose(request: HttpRequest, agency: str) -> HttpResponse:
    """A draft for the three lowest elements of a period that has ended."""
    owner = permissions.agency_to_write(asking(request), agency)
    units = {str(one.pk): one for one in units_of(owner)}
    form = AskedForm(
        [("", owner.name), *((key, one.name) for key, one in units.items())],
        periods_to_choose(queries.default_period(today()), today()),
        request.POST,
    )
    form.fields["of"].required = False
    if not form.is_valid():
        return refused(request, Refusal(_("There is no such period.")), HOME)
    plan = actions.propose_plan(
        agency=owner,
        unit=units.get(form.cleaned_data["of"]),
        period=form.cleaned_data["period"],
        author=person_asking(request),
        clock=system_clock,
    )
    sentence = _("Three weak elements are proposed. Write what is done about them.")
    return said(request, sentence, "findings:plan_change", plan.pk)


@require_safe
@desk_page
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan to read, and to release by somebody else."""
    principal = asking(request)
    found = permissions.plan(principal, pk, *BOTH)
    context = {
        **_row(found),
        "items": queries.items_of(found),
        "may_write": principal.is_charged(found.agency, Duty.EDITOR),
        "may_release": principal.is_charged(found.agency, Duty.PUBLISHER)
        and found.written_by_id != person_asking(request).pk,
    }
    return render(request, "findings/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is planned; a colleague's saving is not written over."""
    found = permissions.plan(asking(request), pk, Duty.EDITOR)
    return _edit(request, found, PlanItemForm, _("Change the plan"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def realise(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a released plan."""
    found = permissions.plan(asking(request), pk, Duty.EDITOR)
    return _edit(request, found, RealiseForm, _("What became of it"))


def _edit(request: HttpRequest, found: FollowUpPlan, form: Any, title: str) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    forms = [form(sent, instance=one, prefix=str(one.pk)) for one in queries.items_of(found)]
    # Every form is looked at, so that every fault is told at once.
    valid = [one.is_valid() for one in forms]
    if sent is not None and all(valid):
        saved = [(one.instance.pk, {name: one.cleaned_data[name] for name in one.fields})
                 for one in forms]  # fmt: skip
        seen = revision_seen(request)
        if form is RealiseForm:
            actions.realise_plan(plan=found, items=saved, seen=seen)
        else:
            actions.change_plan(
                plan=found, items=saved, seen=seen, author=person_asking(request),
                clock=system_clock,
            )  # fmt: skip
        return said(request, _("It is saved."), "findings:plan", found.pk)
    status = UNPROCESSABLE if sent is not None else 200
    revision = request.POST.get("revisi", found.revision)
    context = {**_row(found), "forms": forms, "title": title, "revision": revision}
    return render(request, "findings/plan_form.html", context, status=status)


@require_POST
@desk_page
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it to everybody."""
    found = permissions.plan(asking(request), pk, Duty.PUBLISHER)
    seen = revision_seen(request)
    actions.release_plan(
        plan=found, seen=seen, publisher=person_asking(request), clock=system_clock
    )
    return said(request, _("The plan is released."), HOME)


@require_POST
@desk_page
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = permissions.plan(asking(request), pk, Duty.EDITOR)
    actions.discard_plan(plan=found, seen=revision_seen(request))
    return said(request, _("The draft is gone."), HOME)
