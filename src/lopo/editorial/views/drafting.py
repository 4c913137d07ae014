"""Writing a draft: the editor, its autosave, undo, and giving it up."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.catalogue import api as catalogue
from lopo.catalogue.api import Content, DraftChanged, Standard, WrongStage
from lopo.editorial import permissions, queries
from lopo.editorial.forms import MOST_ROWS, ContentForms, NoteForm
from lopo.editorial.forms.picking import (
    PICK,
    is_there,
    mark_laws,
    mark_requirements,
    offered_laws,
    offered_requirements,
    picked,
    requirement_row,
    with_filled_row,
)
from lopo.foundation.staff_pages import (
    STALE,
    UNPROCESSABLE,
    faults_of,
    refused,
    revision_seen,
    said,
    see_other,
)
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.people.api import Duty, asking, person_asking
from lopo.publications.api import picture_of
from lopo.registers.api import law_book, requirements_for

from .overview import around
from .pages import editor_page

AUTOSAVE = "application/json"
# What the form carries beside what somebody wrote.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "revisi", "tambah"})


@require_POST
@editor_page
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Open a draft, or go on with the one that is open."""
    principal = asking(request)
    service = permissions.service_of(principal, code, Duty.EDITOR)
    catalogue.open_draft(service=service, author=person_asking(request), clock=system_clock)
    return see_other("editorial:draft", code)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The editor. A colleague's saving is not written over, and nothing typed is lost."""
    if request.method == "POST" and (owner := permissions.moved_to(asking(request), code)):
        return _moved(request, owner)
    held = permissions.draft(asking(request), code, Duty.EDITOR)
    if held.state == Standard.State.SUBMITTED:
        return see_other("editorial:standard", code)
    if request.method != "POST":
        return _page(request, held, ContentForms(held.told))
    asked = request.POST.get("tambah", "")
    forms = ContentForms(held.told, with_one_more(request.POST, asked, held))
    if asked:
        return _page(request, held, forms, seen=revision_seen(request))
    if not forms.is_valid() or not NoteForm(request.POST).is_valid():
        return _refused(request, held, forms, UNPROCESSABLE)
    return _save(request, held, forms)


def _moved(request: HttpRequest, owner: Agency) -> HttpResponse:
    """The service went to another agency while the editor was open: what was typed is given back.

    In the background the page with it stays open, so the sentence is enough.
    """
    sentence = _("This service has moved to %(agency)s. Copy what you wrote.") % {
        "agency": owner.name
    }
    if _is_autosave(request):
        return JsonResponse({"message": sentence}, status=STALE)
    typed = [
        value
        for name, value in ((name, str(value)) for name, value in request.POST.items())
        if value.strip() and not name.endswith("_FORMS") and name not in NOT_TYPED
    ]
    context = {"sentence": sentence, "named": [owner.name], "typed": "\n".join(typed)}
    return render(request, "editorial/moved.html", context, status=STALE)


def _save(request: HttpRequest, held: Standard, forms: ContentForms) -> HttpResponse:
    try:
        saved = catalogue.save_draft(
            draft=held,
            content=_content(held, forms),
            seen=revision_seen(request),
            author=person_asking(request),
            clock=system_clock,
        )
    except DraftChanged as refusal:
        return _refused(request, held, forms, STALE, refusal.message)
    _keep_note(request, saved)
    if _is_autosave(request):
        return JsonResponse(_state(request, saved))
    return said(request, _("The draft is saved."), "editorial:draft", held.service.code)


@require_POST
@editor_page
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take the last saving back; who cannot stays with the draft."""
    held = permissions.draft(asking(request), code, Duty.EDITOR)
    seen, author = revision_seen(request), person_asking(request)
    try:
        catalogue.undo_draft(draft=held, seen=seen, author=author, clock=system_clock)
    except (DraftChanged, WrongStage) as refusal:
        return refused(request, refusal, "editorial:draft", code)
    return said(request, _("The last saving is taken back."), "editorial:draft", code)


@require_POST
@editor_page
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Give the draft up."""
    catalogue.discard_draft(draft=permissions.draft(asking(request), code, Duty.EDITOR))
    return said(request, _("The draft is given up."), "editorial:standard", code)


def with_one_more(data: Any, asked: str, held: Standard) -> Any:
    """What was sent, with room for one more row, or with one that was chosen from a register."""
    if not asked.endswith(PICK):
        return with_row(data, asked)
    prefix = asked.removesuffix(PICK)
    row = _from_register(prefix, data.get(f"{asked}-pilih", ""), held)
    return with_filled_row(data, prefix, row) if row and not is_there(data, prefix, row) else data


def _from_register(prefix: str, typed: str, held: Standard) -> dict[str, Any]:
    """The row that was chosen; empty if the register has none like it."""
    if prefix == "syarat":
        entries = requirements_for(held.service.agency)
        code = picked(typed, {code: one.name for code, one in entries.items()})
        return requirement_row(entries[code]) if code else {}
    laws = {one.code: one.title for one in law_book().by_code.values()}
    return {"title": laws[code]} if (code := picked(typed, laws)) else {}


def with_row(data: Any, prefix: str) -> Any:
    """What was sent, with room for one more row of a table."""
    name = f"{prefix}-TOTAL_FORMS"
    more = data.copy()
    if str(data.get(name, "")).isdecimal():
        more[name] = str(min(int(data[name]) + 1, MOST_ROWS))
    return more


def _is_autosave(request: HttpRequest) -> bool:
    return AUTOSAVE in request.headers.get("Accept", "")


def _content(held: Standard, forms: ContentForms) -> Content:
    """What the forms say; who and what is known already keeps its code."""
    actors = catalogue.known_actors(held.service.agency)
    actors |= {step.actor_name: step.actor_code for step in held.told.steps}
    laws = {one.title: one.code for one in law_book().by_code.values()}
    laws |= {law.title: law.code for law in held.told.legal_basis if law.code}
    entries = requirements_for(held.service.agency)
    return forms.content(
        actors=actors,
        law_codes=laws,
        requirement_codes={one.name: code for code, one in entries.items()},
    )


def _keep_note(request: HttpRequest, held: Standard) -> None:
    form = NoteForm(request.POST)
    if form.is_valid() and form.cleaned_data["change_note"] != held.change_note:
        note = form.cleaned_data["change_note"]
        catalogue.describe_change(draft=held, note=note, author=person_asking(request))


def _refused(
    request: HttpRequest, held: Standard, forms: ContentForms, status: int, sentence: str = ""
) -> HttpResponse:
    if _is_autosave(request):
        faults = faults_of(*forms.every_form())
        said_now = sentence or " ".join(fault["text"] for fault in faults[:3])
        return JsonResponse({"message": said_now}, status=status)
    return _page(request, held, forms, status=status, seen=None if status == STALE else -1)


def _page(
    request: HttpRequest,
    held: Standard,
    forms: ContentForms,
    *,
    status: int = 200,
    seen: int | None = None,
) -> HttpResponse:
    """The editor; ``seen`` is the revision that was read when the page was first asked for."""
    read = revision_seen(request) if seen == -1 else seen
    note = NoteForm(
        request.POST if forms.is_bound else None, initial={"change_note": held.change_note}
    )
    basis = forms.single["fee_basis"]
    if not basis.errors:
        basis.field.widget.attrs["aria-describedby"] = "catatan-tarif"
    context = {
        **around(held.service),
        **checks(held),
        **_registers(request, held, forms),
        "draft": held,
        "forms": forms,
        "note": note,
        "revision": held.revision if read is None else read,
        "is_stale": status == STALE,
        "faults": faults_of(note, *forms.every_form()) if status == UNPROCESSABLE else [],
        "actors": list(catalogue.known_actors(held.service.agency)),
    }
    return render(request, "editorial/draft.html", context, status=status)


def _registers(request: HttpRequest, held: Standard, forms: ContentForms) -> dict[str, Any]:
    """What may be taken out of the registers, and which rows come from there."""
    book, entries = law_book(), requirements_for(held.service.agency)
    mark_requirements(forms, entries)
    mark_laws(forms, held.told, book)
    return {
        "titles": catalogue.titles_in_force(book, catalogue.today()),
        "offered": {"syarat": offered_requirements(entries), "hukum": offered_laws(book)},
        **_not_picked(request, held),
    }


def _not_picked(request: HttpRequest, held: Standard) -> dict[str, str]:
    """For which table nothing was taken out of the register, why, and what was typed."""
    asked = request.POST.get("tambah", "")
    if not asked.endswith(PICK):
        return {"unpicked": "", "why": "", "typed": ""}
    prefix, typed = asked.removesuffix(PICK), request.POST.get(f"{asked}-pilih", "").strip()
    row = _from_register(prefix, typed, held)
    if row and not is_there(request.POST, prefix, row):
        return {"unpicked": "", "why": "", "typed": ""}
    why = (
        _("This stands in the table already.")
        if row
        else _(
            "The register has nothing like this. Choose from the list, or add a row of your own."
        )
    )
    return {"unpicked": prefix, "why": why, "typed": typed}


def _state(request: HttpRequest, held: Standard) -> dict[str, Any]:
    """What the page shows anew after it was saved in the background."""
    context = {"draft": held, **checks(held)}
    side = render_to_string("editorial/_checks.html", context, request=request)
    return {
        "revision": held.revision,
        "side": side,
        "tariff": context["tariff"],
        "may_undo": context["may_undo"],
    }


def checks(held: Standard) -> dict[str, Any]:
    """How complete a draft is, what stands in the way, and its flow as a picture."""
    content = held.told
    return {
        "found": catalogue.completeness(content),
        "missing": queries.missing_of(content),
        "tariff": queries.tariff_said(content),
        "may_undo": catalogue.can_undo(held),
        "laws": queries.laws_to_mend(content),
        "walk": [
            {"text": catalogue.fault_said(fault), "is_error": fault.is_error}
            for fault in catalogue.faults_of_procedure(content)
        ],
        "picture": _picture(held) if content.steps else "",
    }


def _picture(held: Standard) -> SafeString:
    """The flow as it would be published; drawn by us, every word of it escaped."""
    service = held.service
    service.standard = held
    return mark_safe(picture_of(service))  # noqa: S308
