"""The register of regulations: what standards stand on, what has ended, what took its place."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.catalogue import api as catalogue
from lopo.catalogue.api import Impact, today
from lopo.editorial import permissions
from lopo.editorial.forms.registers import EndForm, NewRegulationForm, RegulationForm
from lopo.editorial.queries import impact_by_agency, proposal_said
from lopo.foundation.staff_pages import (
    STALE,
    UNPROCESSABLE,
    blame,
    faults_of,
    refused,
    revision_seen,
    said,
    see_other,
)
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import asking, person_asking
from lopo.registers import api as registers
from lopo.registers.api import RegisterChanged, Regulation

from .pages import register_page

LONGEST_SEARCH = 200
MOST_SERVICES = 200
PER_PAGE = 50


@require_safe
@register_page
def regulations(request: HttpRequest) -> HttpResponse:
    """All regulations: search, those that have ended, and how many services cite each."""
    principal = asking(request)
    permissions.agencies(principal)
    asked = searched(request)
    only_ended = request.GET.get("tampil") == "dicabut"
    rows = registers.regulations(asked)
    rows = rows.filter(valid_to__lte=today()) if only_ended else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    uses = catalogue.uses_of_regulations(registers.law_book())
    context = {
        "page": page,
        "rows": [_row(one, uses[one.pk]) for one in page],
        "asked": asked,
        "only_ended": only_ended,
        "query": urlencode({"q": asked, **({"tampil": "dicabut"} if only_ended else {})}),
        "may_add": bool(registers.written_agencies(principal)),
    }
    return render(request, "editorial/regulations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_page
def add(request: HttpRequest) -> HttpResponse:
    """A regulation the register does not have yet; any editor adds one."""
    principal = asking(request)
    permissions.writes_somewhere(principal)
    sent = request.POST if request.method == "POST" else None
    form = NewRegulationForm(sent, use_required_attribute=False)
    if form.is_valid():
        try:
            made = registers.add_regulation(
                code=form.cleaned_data["code"],
                facts=form.facts,
                actor=principal.actor,
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            sentence = _("The regulation is in the register.")
            if made.waiting:
                sentence += " " + _("Its link and its first day wait for a second person.")
            return said(request, sentence, "editorial:regulation", made.pk)
    return _form(request, form, sent, "editorial/regulation_form.html", {"regulation": None})


@require_safe
@register_page
def regulation(request: HttpRequest, pk: int) -> HttpResponse:
    """One regulation: how long it holds, what took its place, and which services cite it."""
    principal = asking(request)
    permissions.agencies(principal)
    held = registers.regulation(pk)
    yours = {one.pk for one in permissions.agencies(principal)}
    citing = sorted(catalogue.services_citing(held), key=lambda one: one.agency_id not in yours)
    context = {
        **_row(held, len(citing)),
        "citing": [{"service": one, "is_yours": one.agency_id in yours} for one in citing][
            :MOST_SERVICES
        ],
        "more": len(citing[MOST_SERVICES:]),
        "may_keep": registers.keeps_what_is_shared(principal),
        "proposal": proposal_said(held),
        "may_confirm": registers.confirms_what_is_shared(principal)
        and held.proposed_by != principal.actor.id,
        "may_write": bool(registers.written_agencies(principal)),
    }
    return render(request, "editorial/regulation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something else of a regulation."""
    principal = asking(request)
    held = registers.kept_regulation(principal, pk)
    sent = request.POST if request.method == "POST" else None
    initial = {name: getattr(held, name) for name in ("title", "valid_from", "note", "link")}
    form = RegulationForm(sent, initial=initial, use_required_attribute=False)
    if form.is_valid():
        try:
            registers.change_regulation(
                regulation=held,
                facts=form.facts,
                seen=revision_seen(request),
                actor=principal.actor,
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            return _proposed(request, pk)
    return _form(request, form, sent, "editorial/regulation_form.html", {"regulation": held})


@require_http_methods(["GET", "HEAD", "POST"])
@register_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Since when it holds no longer; the standards that cite it are shown next."""
    principal = asking(request)
    held = registers.kept_regulation(principal, pk)
    sent = request.POST if request.method == "POST" else None
    initial = {"valid_to": held.valid_to, "replaced_by": str(held.replaced_by_id or "")}
    others = registers.regulations().exclude(pk=held.pk)
    form = EndForm(sent, initial=initial, others=others, use_required_attribute=False)
    if form.is_valid():
        try:
            registers.end_regulation(
                regulation=held,
                valid_to=form.cleaned_data["valid_to"],
                replaced_by=form.successor,
                seen=revision_seen(request),
                actor=principal.actor,
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            return _proposed(request, pk)
    return _form(request, form, sent, "editorial/regulation_end.html", {"regulation": held})


@require_POST
@register_page
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a proposed change stand, or drop it; the register is shown again."""
    principal = asking(request)
    seen = revision_seen(request)
    told: dict[str, Any] = {"seen": seen, "actor": principal.actor, "clock": system_clock}
    if request.POST.get("putusan") == "batal":
        both = registers.confirms_what_is_shared(principal)
        held = registers.regulation(pk) if both else registers.kept_regulation(principal, pk)
        registers.drop_proposal(regulation=held, **told)
        return said(request, _("The proposal is dropped."), "editorial:regulation", pk)
    held = registers.confirmed_regulation(principal, pk)
    try:
        registers.confirm_regulation(regulation=held, **told)
    except FieldRefusal as refusal:
        return refused(request, refusal, "editorial:regulation", pk)
    return said(request, _("The register is changed."), "editorial:regulation", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@register_page
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Let standards cite the successor: first what that touches, then the drafts."""
    principal = asking(request)
    permissions.writes_somewhere(principal)
    held = registers.regulation(pk)
    if held.replaced_by is None:
        return see_other("editorial:regulation", pk)
    agencies = registers.written_agencies(principal)
    if request.method != "POST":
        return _impact(request, held, catalogue.impact_of_successor(held, agencies))
    try:
        done = catalogue.cite_successor(
            regulation=held,
            seen=revision_seen(request),
            previewed=request.POST.get("dilihat", ""),
            author=person_asking(request),
            agencies=agencies,
            clock=system_clock,
        )
    except RegisterChanged:
        fresh = registers.regulation(pk)
        impact = catalogue.impact_of_successor(fresh, agencies)
        return _impact(request, fresh, impact, status=STALE)
    return said(request, drafts_written(done), "editorial:regulation", pk)


def _proposed(request: HttpRequest, pk: int) -> HttpResponse:
    if registers.regulation(pk).waiting is None:
        return said(request, _("The register is changed."), "editorial:regulation", pk)
    sentence = _("Proposed. It stands in the register when a second person has confirmed it.")
    return said(request, sentence, "editorial:regulation", pk)


def drafts_written(done: Impact) -> str:
    """What a change of a register has brought about."""
    if not done.touched:
        return _("The register is changed.")
    opened = sum(one.standard.is_draft for one in done.touched)
    return _(
        "Written: %(begun)s drafts begun, %(changed)s open drafts changed. Nothing is in force by "
        "this: somebody else decrees them."
    ) % {"begun": len(done.touched) - opened, "changed": opened}


def searched(request: HttpRequest) -> str:
    """What was searched for."""
    return request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()


def _row(held: Regulation, uses: int) -> dict[str, Any]:
    return {
        "regulation": held,
        "standing": catalogue.standing_said(held, today()),
        "has_ended": held.has_ended_by(today()),
        "uses": uses,
    }


def _impact(
    request: HttpRequest, held: Regulation, impact: Impact, *, status: int = 200
) -> HttpResponse:
    context = {
        "regulation": held,
        "impact": impact,
        "groups": impact_by_agency(impact),
        "is_stale": status == STALE,
        "register": "peraturan",
    }
    return render(request, "editorial/regulation_follow.html", context, status=status)


def _form(
    request: HttpRequest, form: Any, sent: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    faults = faults_of(form) if sent is not None else []
    status = UNPROCESSABLE if sent is not None else 200
    held = context["regulation"]
    more = {"form": form, "faults": faults, "revision": held.revision if held else 0}
    return render(request, template, {**context, **more}, status=status)
