"""The stages of a draft: consultation, submission, decree; and the end of a standard."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.catalogue import api as catalogue
from lopo.catalogue.api import Decree, Minutes, Standard, WrongStage, differences_said, today
from lopo.editorial import permissions
from lopo.editorial.forms import DecreeForm, MinutesForm, SignatoryFormSet, WithdrawForm
from lopo.editorial.forms.life import HELD, WAIVED
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, said, see_other
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import Duty, asking, person_asking

from .overview import around
from .pages import editor_page


@require_POST
@editor_page
def consult(request: HttpRequest, code: str) -> HttpResponse:
    """Show the draft to the public."""
    catalogue.consult(draft=permissions.draft(asking(request), code, Duty.EDITOR))
    sentence = _("The draft is in public consultation: everybody can read it.")
    return said(request, sentence, "editorial:standard", code)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Write down the consultation, or why there was none."""
    held = permissions.draft(asking(request), code, Duty.EDITOR)
    sent = request.POST if request.method == "POST" else None
    form = MinutesForm(sent, initial=_recorded(held))
    signed = SignatoryFormSet(sent, prefix="unsur", initial=_signed(held))
    if sent is not None and form.is_valid() and signed.is_valid():
        try:
            catalogue.record_minutes(
                draft=held,
                minutes=_minutes(form, signed),
                author=person_asking(request),
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            return said(request, _("The consultation is recorded."), "editorial:standard", code)
    faults = faults_of(form, *signed.forms) if sent is not None else []
    context = {**around(held.service), "form": form, "signed": signed, "faults": faults}
    status = UNPROCESSABLE if sent is not None else 200
    return render(request, "editorial/minutes.html", context, status=status)


@require_POST
@editor_page
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Hand the draft to those who publish."""
    catalogue.submit_draft(draft=permissions.draft(asking(request), code, Duty.EDITOR))
    sentence = _("The draft is submitted. Somebody else publishes it.")
    return said(request, sentence, "editorial:standard", code)


@require_POST
@editor_page
def give_back(request: HttpRequest, code: str) -> HttpResponse:
    """Give a submitted draft back to its authors."""
    catalogue.return_draft(draft=permissions.draft(asking(request), code))
    return said(request, _("The draft can be changed again."), "editorial:standard", code)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def decree(request: HttpRequest, code: str) -> HttpResponse:
    """Read what changes, and bring it into force by a decree."""
    held = permissions.draft(asking(request), code, Duty.PUBLISHER)
    if held.state != Standard.State.SUBMITTED:
        return see_other("editorial:standard", code)
    sent = request.POST if request.method == "POST" else None
    form = DecreeForm(sent, initial={"valid_from": today(), "decree_date": today()})
    if form.is_valid():
        try:
            version = catalogue.publish_standard(
                draft=held,
                decree=decree_of(form.cleaned_data),
                publisher=person_asking(request),
                clock=system_clock,
                seen=request.POST.get("dibaca", ""),
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        except WrongStage as refusal:
            form.add_error(None, refusal.message)
        else:
            sentence = _("Version %(n)s is decreed.") % {"n": version.number}
            return said(request, sentence, "editorial:standard", code)
    context = {
        **around(held.service),
        "draft": held,
        "form": form,
        "changes": _changes(held),
        "consultation": held.consultation,
        "seal": catalogue.as_read(held),
        "faults": faults_of(form) if sent is not None else [],
    }
    status = UNPROCESSABLE if sent is not None else 200
    return render(request, "editorial/decree.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """End the standard in force without a successor."""
    service = permissions.service_of(asking(request), code, Duty.PUBLISHER)
    sent = request.POST if request.method == "POST" else None
    form = WithdrawForm(sent, initial={"valid_from": today()})
    if form.is_valid():
        try:
            catalogue.withdraw_standard(
                service=service,
                reason=form.cleaned_data["reason"],
                from_day=form.cleaned_data["valid_from"],
                publisher=person_asking(request),
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            return said(request, _("The standard is withdrawn."), "editorial:standard", code)
    faults = faults_of(form) if sent is not None else []
    context = {**around(service), "form": form, "faults": faults}
    status = UNPROCESSABLE if sent is not None else 200
    return render(request, "editorial/withdraw.html", context, status=status)


def decree_of(said_of: dict[str, Any]) -> Decree:
    """The decree as the form says it."""
    return Decree(
        number=said_of["decree_number"],
        day=said_of["decree_date"],
        office=said_of["decree_office"],
        valid_from=said_of["valid_from"],
    )


def _changes(held: Standard) -> list[dict[str, str]]:
    if held.based_on is None:
        return []
    return differences_said(held.based_on.told, held.told)


def _minutes(form: MinutesForm, signed: Any) -> Minutes:
    told = form.cleaned_data
    if told["held"] == WAIVED:
        return Minutes(waived_because=told["waived_because"])
    rows = (row.cleaned_data for row in signed.forms if row.has_changed() or row.initial)
    return Minutes(
        held_on=told["held_on"],
        place=told["place"],
        text=told["minutes"],
        changes=told["changes"],
        signatories=[(r["element"], r["body"], r["office"]) for r in rows if r.get("body")],
    )


def _recorded(held: Standard) -> dict[str, Any]:
    record = getattr(held, "consultation", None)
    if record is None:
        return {}
    return {
        "held": WAIVED if record.waived_because else HELD,
        "held_on": record.held_on,
        "place": record.place,
        "minutes": record.minutes,
        "changes": record.changes,
        "waived_because": record.waived_because,
    }


def _signed(held: Standard) -> list[dict[str, Any]]:
    record = getattr(held, "consultation", None)
    if record is None:
        return []
    return list(record.signatories.values("element", "body", "office"))
