"""Paper at the desk of the second person: entered again, compared, counted or not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lopo.foundation.staff_pages import blame, said, see_other
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import Permission, asking
from lopo.surveys import actions, permissions, queries
from lopo.surveys.forms import PlaceTold, SettleForm, SheetForm
from lopo.surveys.models import PaperBatch, PaperCheck, PaperForm
from lopo.surveys.queries import Asked
from lopo.surveys.rules import SERVICE, Difference, differences

from .staff import shown, staff_survey_page

CHECK = Permission.CHECK_PAPER


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def check(request: HttpRequest, centre: str, pk: int, number: int) -> HttpResponseBase:
    """A sheet of the sample: entered again without seeing the first entry, then compared."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, CHECK)
    officer = permissions.officer_of(principal)
    waits = found.state == PaperBatch.State.SUBMITTED and found.entered_by_id != officer.pk
    if not waits or number not in found.sample:
        return see_other("surveys:paper_batch", centre, pk)
    second = next((one for one in queries.checks_of(found) if one.number == number), None)
    form: SheetForm | SettleForm
    if second is None:
        form, done = _again(request, found, number, officer)
    elif not second.is_settled:
        form, done = _settle(request, found, second, officer)
    else:
        return see_other("surveys:paper_batch", centre, pk)
    if done:
        return done
    context = {
        "batch": found,
        "number": number,
        "form": form,
        "place": found.sample.index(number) + 1,
    }
    page = "surveys/paper_check.html" if second is None else "surveys/paper_settle.html"
    return shown(request, page, context, principal=principal, centre=found.centre, tab="paper")


def _again(
    request: HttpRequest, found: PaperBatch, number: int, officer: Any
) -> tuple[SheetForm, HttpResponse | None]:
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        asked=actions.asked_of(found),
        services=[] if found.service else queries.services_at(found.centre),
        with_remark=False,
    )
    if not (form.is_bound and form.is_valid()):
        return form, None
    try:
        gaps = actions.reenter_form(
            batch=found,
            number=number,
            said=form.said(),
            service=form.service,
            officer=officer,
            clock=system_clock,
        )
    except FieldRefusal as refusal:
        blame(form, refusal)
        return form, None
    return form, _onward(request, found, number if gaps else None)


def _onward(request: HttpRequest, found: PaperBatch, stay: int | None) -> HttpResponse:
    """To what differs, else to the next sheet of the sample, else back to the batch."""
    code, pk = found.centre.code, found.pk
    if stay is not None:
        return see_other("surveys:paper_check", code, pk, stay)
    done = {one.number for one in queries.checks_of(found) if one.is_settled}
    after = next((n for n in found.sample if n not in done), None)
    if after is None:
        return said(request, _("The sample is checked."), "surveys:paper_batch", code, pk)
    return see_other("surveys:paper_check", code, pk, after)


def _settle(
    request: HttpRequest, found: PaperBatch, second: PaperCheck, officer: Any
) -> tuple[SettleForm, HttpResponse | None]:
    first = next(one for one in queries.forms_of(found) if one.number == second.number)
    asked = actions.asked_of(found)
    gaps = differences(
        actions.codes_of(asked), actions.reading_of(first), actions.reading_of(second)
    )
    order = asked.on_paper
    gaps.sort(key=lambda gap: order.index(gap.key))
    form = SettleForm(
        request.POST if request.method == "POST" else None,
        gaps=gaps,
        told={gap.key: _told(gap, asked, first, second) for gap in gaps},
    )
    if not (form.is_bound and form.is_valid()):
        return form, None
    actions.settle_form(
        batch=found,
        number=second.number,
        takes_second=form.takes_second(),
        officer=officer,
        clock=system_clock,
    )
    return form, _onward(request, found, None)


def _told(gap: Difference, asked: Asked, first: PaperForm, second: PaperCheck) -> PlaceTold:
    """What a place of the sheet is called, and how its value is said."""
    if gap.key == SERVICE:
        names = {one.service_id: one.service.name for one in (first, second)}
        return PlaceTold(_("Service"), lambda pk: names[pk], is_ours=True)
    item = next((one for one in asked.items if one.code == gap.key), None)
    if item is not None:
        lowest, answers = asked.instrument.lowest, item.answers
        return PlaceTold(
            item.name,
            lambda value: None if value is None else f"{value} – {answers[value - lowest]}",
        )
    field = next(one for one in asked.profile if one.code == gap.key)
    options = {option["code"]: option["name"] for option in field.options}
    return PlaceTold(field.name, options.get)


@require_POST
@staff_survey_page
def count(request: HttpRequest, centre: str, pk: int) -> HttpResponseBase:
    """Let the batch count."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, CHECK)
    counted = actions.confirm_batch(
        batch=found, officer=permissions.officer_of(principal), clock=system_clock
    )
    told = ngettext("%(n)s voice was counted.", "%(n)s voices were counted.", counted)
    return said(request, told % {"n": counted}, "surveys:paper_batch", centre, pk)


@require_POST
@staff_survey_page
def reject(request: HttpRequest, centre: str, pk: int) -> HttpResponseBase:
    """Do not let it count."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, CHECK)
    actions.reject_batch(
        batch=found,
        reason=request.POST.get("reason", ""),
        officer=permissions.officer_of(principal),
        clock=system_clock,
    )
    told = _("The batch is not counted. Its sheets may be entered anew under another number.")
    return said(request, told, "surveys:paper_batch", centre, pk)
