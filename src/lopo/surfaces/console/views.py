"""The pages of staff: which counter, the counter, reception. Their parts belong to the front desk.

What an account may not use does not exist for it: the answer is 404, not "forbidden".
"""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lopo.foundation.parts import address_of, has_part
from lopo.kernel.parts import QUEUE
from lopo.organisation.api import Centre, centre_by_code, counter_of, list_centres
from lopo.people.api import Permission, User, agencies_of, centres_of, may


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Every counter the officer may know of; the own one first."""
    officer, centres = _officer(request), list(list_centres())
    runs_all = may(officer, Permission.MANAGE_SYSTEM, None)
    if runs_all and not centres:
        # Nobody serves anywhere yet: the work of this account is to set the first centre up.
        return redirect("administration:centres")
    may_write, standards = bool(agencies_of(officer)), address_of("editorial:overview")
    if standards and may_write and not runs_all and not centres_of(officer):
        # Whoever only writes or publishes for an agency has no counter to choose.
        return redirect(standards)
    may_manage = runs_all or any(may(officer, Permission.MANAGE_CENTRE, place) for place in centres)
    takes_numbers = has_part(QUEUE)
    context = {
        "may_manage": may_manage,
        "may_write": may_write,
        "takes_numbers": takes_numbers,
        "work": [] if takes_numbers else _work(officer, centres, may_manage, may_write),
    }
    return render(request, "console/home.html", context)


def _work(
    officer: User, centres: list[Centre], may_manage: bool, may_write: bool
) -> list[dict[str, str]]:
    """Where an account goes on from here in an installation without counters."""
    forms = [
        (address_of("paperwork:desk", one.code), f"{_('Forms')} · {one.name}", "file-check")
        for one in centres
        if may(officer, Permission.SERVE_COUNTER, one)
    ]
    pages = [
        *(
            [(address_of("administration:centres"), _("Service centres"), "building-community")]
            if may_manage
            else []
        ),
        *(
            [
                (address_of("editorial:overview"), _("Service standards"), "file-certificate"),
                (address_of("notices:overview"), _("Announcements"), "speakerphone"),
                (address_of("publications:batches"), _("Posters and sheets"), "printer"),
            ]
            if may_write
            else []
        ),
        *forms,
    ]
    return [{"href": href, "label": label, "icon": icon} for href, label, icon in pages if href]


@require_safe
@never_cache
@login_required
def counter(request: HttpRequest, centre: str, counter: str) -> HttpResponse:
    """One counter: call, serve, finish."""
    place = _place(request, centre, Permission.SERVE_COUNTER)
    found = counter_of(place, counter)
    if found is None:
        raise Http404(_("There is no such counter at this centre."))
    return render(request, "console/counter.html", {"counter": found, **_shown(request, place)})


@require_safe
@never_cache
@login_required
def reception(request: HttpRequest, centre: str) -> HttpResponse:
    """Reception: give numbers, see who waits, confirm who has arrived."""
    place = _place(request, centre, Permission.ISSUE_TICKET)
    query = request.GET.urlencode()
    return render(request, "console/reception.html", {"query": query, **_shown(request, place)})


def _place(request: HttpRequest, code: str, permission: Permission) -> Centre:
    place = centre_by_code(code)
    if place is None or not may(_officer(request), permission, place):
        raise Http404(_("There is no such page, or your account may not use it."))
    return place


def _shown(request: HttpRequest, place: Centre) -> dict[str, Any]:
    """The centre, its name on the page, and what the bar leads to."""
    officer = _officer(request)
    return {
        "centre": place,
        "may_serve": may(officer, Permission.SERVE_COUNTER, place),
        "may_receive": may(officer, Permission.ISSUE_TICKET, place),
        "may_manage": may(officer, Permission.MANAGE_CENTRE, place),
        "may_see_day": may(officer, Permission.SEE_DAY, place),
        "survey_page": _survey_page(officer, place),
    }


def _survey_page(officer: User, place: Centre) -> str | None:
    """Where the survey begins for an account: for most nowhere, for reception with the paper."""
    if may(officer, Permission.SEE_SURVEY, place):
        return address_of("surveys:overview", place.code)
    if may(officer, Permission.ENTER_PAPER, place):
        return address_of("surveys:paper", place.code)
    return None


def _officer(request: HttpRequest) -> User:
    return cast(User, request.user)
