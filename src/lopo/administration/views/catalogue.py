"""Where the services of a new centre come from: the shipped file, one's own file, or by hand."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lopo.administration import actions, queries, rules
from lopo.administration.actions import StaleAnswer
from lopo.administration.forms import FileForm, ServiceForm
from lopo.administration.models import SetupDraft
from lopo.administration.permissions import draft_or_404
from lopo.catalogue.api import BKD_SERVICES, CatalogueRefused, check_name, read_catalogue
from lopo.foundation.staff_pages import STALE, UNPROCESSABLE, blame, faults_of, see_other
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Unknown
from lopo.people.api import asking

from .pages import FROM_CHECK, admin_page, came_from_check, to_step

STEP = "layanan"
FAULTS_SHOWN = 12


class FileRefused(Exception):
    """A catalogue file cannot be used; ``faults`` say why, field by field."""

    def __init__(self, faults: list[dict[str, str]]) -> None:
        super().__init__()
        self.faults = faults


def add_from(draft: SetupDraft, request: HttpRequest, source: str) -> str:
    """Take services from the shipped file or an uploaded one into the draft; says how many."""
    raw = BKD_SERVICES.read_bytes() if source == "shipped" else _uploaded(request)
    services, actors = _read(raw, draft)
    kept = draft.answers.get(STEP, {})
    answer = rules.with_services(kept, services, actors)
    actions.save_step(draft=draft, step=STEP, answer=answer, clock=system_clock)
    n = len(services)
    return ngettext("%(n)s service was added.", "%(n)s services were added.", n) % {"n": n}


def _uploaded(request: HttpRequest) -> bytes:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise FileRefused(faults_of(form))
    return bytes(form.cleaned_data["file"])


def _read(raw: bytes, draft: SetupDraft) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Services and actors of a file that the import would take."""
    try:
        rows = read_catalogue(raw)
    except CatalogueRefused as refusal:
        raise FileRefused(_shown(refusal)) from refusal
    foreign = queries.foreign_codes((row.code for row in rows), queries.agency_of(draft))
    if foreign:
        raise FileRefused([_fault(_belongs(foreign))])
    document = json.loads(raw.decode("utf-8-sig"))
    return document["layanan"], (document.get("referensi") or {}).get("aktor", [])


def _belongs(codes: list[str]) -> str:
    return _("Another agency has services with these codes: %s.") % ", ".join(codes[:FAULTS_SHOWN])


def _shown(refusal: CatalogueRefused) -> list[dict[str, str]]:
    """The first faults of a file, and how many more there are."""
    faults = [
        _fault(f"{error.field}: {error.message}" if error.field else error.message)
        for error in refusal.errors[:FAULTS_SHOWN]
    ]
    more = len(refusal.errors) - FAULTS_SHOWN
    return faults + ([_fault(_("and %(n)s more faults") % {"n": more})] if more > 0 else [])


def _fault(text: str) -> dict[str, str]:
    return {"href": "#id_file", "text": text}


def to_service(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of a new service of a draft."""
    response = see_other("administration:draft_service_new", pk)
    response["Location"] += FROM_CHECK if came_from_check(request) else ""
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def service(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """A service in the simplest form: a new one, or one that was written here."""
    draft = draft_or_404(asking(request), pk)
    if draft.centre_id is not None:
        return see_other("administration:done", pk)
    found = _written_here(draft, code) if code else None
    initial = rules.written_out(found) if found else None
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=initial)
    version, stale = rules.version_of(found), False
    if form.is_valid() and _has_free_name(draft, form, code):
        try:
            if found and request.POST.get("version", version) != version:
                raise StaleAnswer("")
            return _keep(request, draft, form, code)
        except StaleAnswer:
            stale = True
    context = {
        "form": form,
        "draft": draft,
        "is_new": not code,
        "is_stale": stale,
        "version": version if stale else request.POST.get("version", version),
        "from_check": FROM_CHECK if came_from_check(request) else "",
        "faults": faults_of(form) if form.is_bound else [],
        "categories": queries.draft_categories(draft),
    }
    return render(request, "administration/step_service.html", context, status=_status(form, stale))


def _status(form: ServiceForm, stale: bool) -> int:
    if stale:
        return STALE
    return UNPROCESSABLE if form.is_bound else 200


def _written_here(draft: SetupDraft, code: str) -> dict[str, Any]:
    kept = draft.answers.get(STEP, {})
    found: dict[str, Any] | None = next((s for s in kept.get("new", []) if s["kode"] == code), None)
    if found is None or code not in kept.get("by_hand", []):
        raise Unknown(_("There is no such service in this draft."))
    return found


def _has_free_name(draft: SetupDraft, form: ServiceForm, code: str) -> bool:
    """Nobody can tell two services of one name apart, in whatever letters."""
    name, agency = form.cleaned_data["name"], queries.agency_of(draft)
    others = [s["nama"] for s in rules.services_of(draft.answers) if s["kode"] != code]
    if name.casefold() in {other.casefold() for other in others}:
        form.add_error("name", _("The list has a service with this name already."))
    elif agency is not None:
        try:
            check_name(name, agency.pk, except_for=code)
        except FieldRefusal as refusal:
            blame(form, refusal)
    return not form.errors


def _keep(request: HttpRequest, draft: SetupDraft, form: ServiceForm, code: str) -> HttpResponse:
    kept = draft.answers.get(STEP, {})
    known = queries.draft_categories(draft)
    facts = {**form.cleaned_data, "category": rules.as_known(form.cleaned_data["category"], known)}
    taken = [service["kode"] for service in rules.services_of(draft.answers)]
    made = rules.hand_written(
        code=code or queries.free_service_code(facts["name"], taken),
        facts=facts,
        # Who answers for it: the agency as a whole, until somebody names a unit.
        unit=queries.agency_name_of(draft),
        officer=actions.OFFICER["kode"],
    )
    answer = rules.with_services(kept, [made])
    answer["by_hand"] = sorted({*kept.get("by_hand", []), made["kode"]})
    actions.save_step(
        draft=draft,
        step=STEP,
        answer=answer,
        clock=system_clock,
        # Two at once: the second does not write over the service of the first.
        seen=rules.version_of(draft.answers.get(STEP)),
    )
    messages.success(request, _("%(name)s is in the list.") % {"name": made["nama"]})
    if request.POST.get("go") == "more":
        return to_service(request, draft.pk)
    return to_step(request, draft.pk, STEP)
