"""Who writes and who publishes for which agency: given and taken by a system administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.administration.forms import MandateForm
from lopo.foundation.staff_pages import UNPROCESSABLE, faults_of, said
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unknown
from lopo.organisation.api import list_agencies
from lopo.people.api import (
    Duty,
    Permission,
    asking,
    charge,
    discharge,
    mandate_by_id,
    mandates,
    require,
    working_accounts,
)

from .pages import admin_page


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def mandate_list(request: HttpRequest) -> HttpResponse:
    """Every mandate, and a form for one more."""
    principal = asking(request)
    require(principal, Permission.MANAGE_SYSTEM, None)
    sent = request.POST if request.method == "POST" else None
    form = MandateForm(list(list_agencies()), list(working_accounts()), sent)
    if form.is_valid():
        person, agency = form.person(), form.agency()
        charge(
            user=person,
            duty=Duty(form.cleaned_data["duty"]),
            agency=agency,
            actor=principal.actor,
            clock=system_clock,
        )
        sentence = _("%(name)s has the mandate.") % {"name": person}
        return said(request, sentence, "administration:mandates")
    context = {
        "form": form,
        "rows": list(mandates()),
        "faults": faults_of(form) if form.is_bound else [],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "administration/mandates.html", context, status=status)


@require_POST
@admin_page
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mandate away again; what was written stays."""
    principal = asking(request)
    require(principal, Permission.MANAGE_SYSTEM, None)
    held = mandate_by_id(pk)
    if held is None:
        raise Unknown(_("There is no such mandate."))
    discharge(user=held.user, duty=Duty(held.duty), agency=held.agency, actor=principal.actor)
    return said(request, _("The mandate is taken back."), "administration:mandates")
