"""One decree for several standards of an agency: read what each changes, choose, decree."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lopo.catalogue import api as catalogue
from lopo.catalogue.api import Standard, differences_said, today
from lopo.editorial import permissions
from lopo.editorial.forms import DecreeForm
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, said
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import Duty, asking, person_asking

from .life import decree_of
from .pages import editor_page


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def decree(request: HttpRequest, agency: str) -> HttpResponse:
    """Every submitted draft of the agency with what it changes; those chosen are decreed."""
    owner = permissions.agency_of(asking(request), agency, Duty.PUBLISHER)
    waiting = list(catalogue.submitted_drafts(owner))
    sent = request.POST if request.method == "POST" else None
    form = DecreeForm(sent, initial={"valid_from": today(), "decree_date": today()})
    wanted = set(request.POST.getlist("pilih"))
    chosen = [one for one in waiting if mark_of(one) in wanted]
    if sent is not None and form.is_valid() and _all_there(form, wanted, chosen):
        try:
            done = catalogue.publish_together(
                drafts=chosen,
                decree=decree_of(form.cleaned_data),
                publisher=person_asking(request),
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            sentence = ngettext(
                "%(n)s standard is decreed.", "%(n)s standards are decreed.", len(done)
            )
            return said(request, sentence % {"n": len(done)}, "editorial:overview")
    context = {
        "agency": owner,
        "form": form,
        "rows": [_row(one, sent is None or mark_of(one) in wanted) for one in waiting],
        "faults": faults_of(form) if sent is not None else [],
    }
    status = UNPROCESSABLE if sent is not None else 200
    return render(request, "editorial/together.html", context, status=status)


def mark_of(draft: Standard) -> str:
    """A draft as it was read: with another word it is another one."""
    return f"{draft.service.code}:{catalogue.as_read(draft)}"


def _all_there(form: DecreeForm, wanted: set[str], chosen: list[Standard]) -> bool:
    if not wanted:
        form.add_error(None, _("Choose at least one standard."))
    elif len(chosen) != len(wanted):
        form.add_error(None, _("A draft has moved on meanwhile. Please read it again."))
    return bool(wanted) and len(chosen) == len(wanted)


def _row(draft: Standard, is_chosen: bool) -> dict[str, Any]:
    before = draft.based_on
    return {
        "draft": draft,
        "mark": mark_of(draft),
        "is_chosen": is_chosen,
        "changes": differences_said(before.told, draft.told) if before is not None else [],
    }
