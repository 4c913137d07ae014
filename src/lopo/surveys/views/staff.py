"""What the pages of staff share: refusals said where one was, the bar and the tabs, one batch."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lopo.foundation.staff_pages import UNPROCESSABLE, faults_of, refused, staff_page
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.organisation.api import Centre
from lopo.people.api import Permission, Principal
from lopo.surveys import queries

__all__ = ["PAPER", "UNPROCESSABLE", "shown", "staff_survey_page", "tabs_of"]
PAPER = (Permission.ENTER_PAPER, Permission.CHECK_PAPER)


def _refused(
    request: HttpRequest, refusal: Refusal, *, centre: str = "", pk: Any = 0, **_more: object
) -> HttpResponseBase:
    """A rule that says no is told on the page of the batch, else of all batches."""
    if not centre:
        return refused(request, refusal, "surveys:instruments")
    if isinstance(pk, int) and pk:
        return refused(request, refusal, "surveys:paper_batch", centre, pk)
    if isinstance(refusal, FieldRefusal) and "/saran/" in request.path:
        return refused(request, refusal, "surveys:remarks", centre)
    return refused(request, refusal, "surveys:paper", centre)


staff_survey_page = staff_page("/petugas/", _refused)


def tabs_of(principal: Principal, centre: Centre, current: str) -> list[dict[str, Any]]:
    """The pages of a centre's survey that an account may see."""
    sees = principal.may(Permission.SEE_SURVEY, centre)
    pages = [
        ("overview", _("Overview"), True),
        ("looks", _("Worth a look"), sees),
        ("remarks", _("Written remarks"), sees),
        ("paper", _("Paper"), any(principal.may(one, centre) for one in PAPER)),
    ]
    if not sees and current == "paper":
        pages = pages[3:]
    own = [
        {"href": reverse(f"surveys:{name}", args=[centre.code]), "label": label,
         "current": name == current}
        for name, label, may in pages
        if may
    ]  # fmt: skip
    others = queries.beside(principal, centre)
    return own + [{"href": href, "label": label} for href, label in others]


def shown(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    principal: Principal,
    centre: Centre,
    tab: str,
) -> HttpResponse:
    """A page of a centre's survey; 422 where a form of it was refused."""
    form = context.get("form")
    faults = _faults(form) if form is not None and form.is_bound else []
    whole = {
        "centre": centre,
        "tabs": tabs_of(principal, centre, tab),
        "faults": faults,
        **context,
    }
    return render(request, template, whole, status=UNPROCESSABLE if faults else 200)


def _faults(form: BaseForm) -> list[dict[str, str]]:
    """What is wrong with a form; ``data``: the label in a sentence, where it is Indonesian."""
    named = getattr(form, "named_here", ())
    return [
        {**one, "data": next((name for name in named if one["text"].startswith(f"{name}: ")), "")}
        for one in faults_of(form)
    ]
