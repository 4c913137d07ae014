"""Cards for the counters: who looks after a centre makes their codes and prints them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.foundation.staff_pages import said, staff_page
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, counters_of
from lopo.publications.api import printed
from lopo.surveys import actions, permissions, queries
from lopo.surveys.models import SurveyPoint

from .shared import page

OF_ONE = ("a6", "a5")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("/petugas/")
def cards(request: HttpRequest, centre: str) -> HttpResponse:
    """The codes of a centre, to print; the missing ones are made at a press."""
    place = permissions.cards_centre(request, centre)
    if request.method == "POST":
        actions.points_everywhere(centre=place)
        return said(request, _("Every counter has its code."), "surveys:cards", place.code)
    points = [one for one in queries.points_of(place) if _is_in_use(one)]
    known = {one.counter_id for one in points}
    context = {
        "centre": place,
        "rows": [{"point": one, "url": queries.point_url(one)} for one in points],
        "is_complete": known >= {None, *(one.pk for one in counters_of(place))},
    }
    return page(request, "surveys/cards.html", context)


def _is_in_use(point: SurveyPoint) -> bool:
    return point.counter is None or point.counter.archived_at is None


@require_safe
@staff_page("/petugas/")
def all_cards(request: HttpRequest, centre: str) -> HttpResponse:
    """`kartu.pdf`: all cards of a centre, four on a sheet of A4."""
    place = permissions.cards_centre(request, centre)
    points = [one for one in queries.points_of(place) if _is_in_use(one)]
    if not points:
        raise Http404(_("There is no such code."))
    return _pdf(place, points, "a4", "kartu-survei.pdf")


@require_safe
@staff_page("/petugas/")
def one_card(request: HttpRequest, centre: str, code: str) -> HttpResponse:
    """`kartu.pdf?ukuran=a5`: the card of one code."""
    place = permissions.cards_centre(request, centre)
    point = next((one for one in queries.points_of(place) if one.code == code), None)
    paper = request.GET.get("ukuran", OF_ONE[0])
    if point is None or paper not in OF_ONE:
        raise Http404(_("There is no such code."))
    return _pdf(place, [point], paper, f"kartu-survei-{point.code}.pdf")


def _pdf(place: Centre, points: list[SurveyPoint], paper: str, name: str) -> HttpResponse:
    sheet = queries.card_sheet(place, points, paper, on=local_date(place, system_clock()))
    response = HttpResponse(printed(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
