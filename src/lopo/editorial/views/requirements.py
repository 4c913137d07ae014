"""The register of requirements: what it says, what another wording would touch, and doing that."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.catalogue import api as catalogue
from lopo.editorial import permissions
from lopo.editorial.forms.content import HANDOVERS
from lopo.editorial.forms.registers import NewRequirementForm, WordingForm
from lopo.editorial.queries import impact_by_agency
from lopo.foundation.staff_pages import (
    STALE,
    UNPROCESSABLE,
    blame,
    faults_of,
    revision_seen,
    said,
)
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, NotPermitted
from lopo.people.api import Principal, asking, person_asking
from lopo.registers import api as registers
from lopo.registers.api import RegisterChanged, SharedRequirement, Wording

from .pages import register_page
from .regulations import PER_PAGE, drafts_written, searched


@require_safe
@register_page
def requirements(request: HttpRequest) -> HttpResponse:
    """What standards may share: for all agencies, and for those of the account."""
    principal = asking(request)
    agencies = permissions.agencies(principal)
    asked = searched(request)
    archived = request.GET.get("tampil") == "arsip"
    rows = registers.requirements_of(agencies, asked, archived=archived)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    uses = catalogue.uses_of_requirements(registers.requirements_of(agencies))
    context = {
        "page": page,
        "rows": [{**_said(one), "uses": uses[one.pk]} for one in page],
        "asked": asked,
        "archived": archived,
        "query": urlencode({"q": asked, **({"tampil": "arsip"} if archived else {})}),
        "may_add": bool(registers.written_agencies(principal)),
    }
    return render(request, "editorial/requirements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_page
def add(request: HttpRequest) -> HttpResponse:
    """A requirement the register does not have yet."""
    principal = asking(request)
    permissions.writes_somewhere(principal)
    sent = request.POST if request.method == "POST" else None
    form = NewRequirementForm(
        sent,
        agencies=registers.written_agencies(principal),
        for_all=registers.keeps_what_is_shared(principal),
        use_required_attribute=False,
    )
    if form.is_valid():
        try:
            made = registers.add_requirement(
                code=form.cleaned_data["code"],
                agency=form.owner,
                wording=form.wording,
                actor=principal.actor,
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            sentence = _("The requirement is in the register.")
            return said(request, sentence, "editorial:requirement", made.pk)
    context = {"form": form, "faults": faults_of(form) if sent is not None else []}
    status = UNPROCESSABLE if sent is not None else 200
    return render(request, "editorial/requirement_new.html", context, status=status)


@require_safe
@register_page
def requirement(request: HttpRequest, pk: int) -> HttpResponse:
    """One requirement: what it says, who asks for it, and which standards lag behind."""
    principal = asking(request)
    held = registers.requirement(principal, pk)
    impact = catalogue.impact_of_wording(held, held.wording, registers.written_agencies(principal))
    context = {
        **_said(held),
        "earlier": [_worded(one) for one in reversed(held.earlier)],
        "uses": catalogue.services_asking(held),
        "impact": impact,
        "lagging": len(impact.touched) + len(impact.barred),
        "may_keep": registers.may_keep(principal, held),
    }
    return render(request, "editorial/requirement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another wording: first asked for, then shown with all it touches; nothing is written here."""
    principal = asking(request)
    held = registers.kept_requirement(principal, pk)
    sent = request.POST if request.method == "POST" else None
    form = WordingForm(sent, initial=vars_of(held.wording), use_required_attribute=False)
    if form.is_valid():
        return _preview(request, principal, held, form.wording)
    faults = faults_of(form) if sent is not None else []
    context = {**_said(held), "form": form, "faults": faults}
    status = UNPROCESSABLE if sent is not None else 200
    return render(request, "editorial/requirement_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@register_page
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was shown; without a new wording, bring into line what lags behind the register."""
    principal = asking(request)
    permissions.writes_somewhere(principal)
    held = registers.requirement(principal, pk)
    if request.method != "POST":
        return _preview(request, principal, held, held.wording)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _preview(request, principal, held, held.wording, status=STALE)
    if form.wording != held.wording and not registers.may_keep(principal, held):
        raise NotPermitted(_("Your account may not do this here."))
    try:
        done = catalogue.reword_requirement(
            requirement=held,
            wording=form.wording,
            seen=revision_seen(request),
            previewed=request.POST.get("dilihat", ""),
            author=person_asking(request),
            agencies=registers.written_agencies(principal),
            clock=system_clock,
        )
    except RegisterChanged:
        fresh = registers.requirement(principal, pk)
        return _preview(request, principal, fresh, form.wording, status=STALE)
    return said(request, drafts_written(done), "editorial:requirement", pk)


@require_POST
@register_page
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away, or take it out again."""
    principal = asking(request)
    held = registers.kept_requirement(principal, pk)
    archived = request.POST.get("arsip") != "tidak"
    registers.archive_requirement(
        requirement=held,
        archived=archived,
        seen=revision_seen(request),
        actor=principal.actor,
        clock=system_clock,
    )
    sentence = _("It is put away.") if archived else _("It is in use again.")
    return said(request, sentence, "editorial:requirement", pk)


def vars_of(wording: Wording) -> dict[str, Any]:
    """A wording as a form shows it."""
    names = ("name", "format", "handover", "sensitive")
    return {name: getattr(wording, name) for name in names}


def _preview(
    request: HttpRequest,
    principal: Principal,
    held: SharedRequirement,
    wording: Wording,
    *,
    status: int = 200,
) -> HttpResponse:
    impact = catalogue.impact_of_wording(held, wording, registers.written_agencies(principal))
    context = {
        **_said(held),
        "new": _worded(wording),
        "is_new": wording != held.wording,
        "impact": impact,
        "groups": impact_by_agency(impact),
        "is_stale": status == STALE,
        "yes_no": f"{_('yes')},{_('no')}",
        "hidden": WordingForm(initial=vars_of(wording)),
        "may_keep": registers.may_keep(principal, held),
    }
    return render(request, "editorial/requirement_apply.html", context, status=status)


def _said(held: SharedRequirement) -> dict[str, Any]:
    return {"requirement": held, "now": _worded(held.wording)}


def _worded(wording: Wording) -> dict[str, Any]:
    """A wording in words."""
    return {**vars_of(wording), "handover": dict(HANDOVERS)[wording.handover]}
