"""Cards for the counters: who looks after a centre makes their codes and prints them."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.foundation.staff_pages import said, staff_page
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, counters_of
from lopo.publications.api import printed
from lopo.surveys import actions, permissions, queries
from lopo.surveys.models import Instrument, SurveyPoint
from lopo.surveys.queries import SKM

from .ways import page

OF_ONE = ("a6", "a5")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("/petugas/")
def cards(request: HttpRequest, centre: str) -> HttpResponse:
    """The codes of a centre, to print; the missing ones are made at a press."""
    place = permissions.cards_centre(request, centre)
    asks = _asks(request, place)
    if request.method == "POST":
        actions.points_everywhere(centre=place, instrument_code=asks.code)
        answer = said(request, _("Every counter has its code."), "surveys:cards", place.code)
        if asks.code != SKM:
            answer["Location"] += f"?{urlencode({'kuesioner': asks.code})}"
        return answer
    points = _points(place, asks)
    known = {one.counter_id for one in points}
    context = {
        "centre": place,
        "asks": asks,
        "instruments": queries.told_apart(
            queries.instruments_in_force(local_date(place, system_clock()))
        ),
        "rows": [{"point": one, "url": queries.point_url(one)} for one in points],
        "is_complete": known >= {None, *(one.pk for one in counters_of(place))},
    }
    return page(request, "surveys/cards.html", context)


def _asks(request: HttpRequest, place: Centre) -> Instrument:
    """The questionnaire the cards are for; satisfaction, where none is named."""
    code = request.GET.get("kuesioner", SKM)[:16].replace("\x00", "")
    found = queries.in_force(code, local_date(place, system_clock()))
    if found is None:
        raise Http404(_("There is no such questionnaire."))
    return found


def _points(place: Centre, asks: Instrument) -> list[SurveyPoint]:
    found = queries.points_of(place, asks.code)
    return [one for one in found if one.counter is None or one.counter.archived_at is None]


@require_safe
@staff_page("/petugas/")
def all_cards(request: HttpRequest, centre: str) -> HttpResponse:
    """`kartu.pdf`: all cards of a centre, four on a sheet of A4."""
    place = permissions.cards_centre(request, centre)
    asks = _asks(request, place)
    points = _points(place, asks)
    if not points:
        raise Http404(_("There is no such code."))
    return _pdf(place, points, asks, "a4", "kartu-survei.pdf")


@require_safe
@staff_page("/petugas/")
def one_card(request: HttpRequest, centre: str, code: str) -> HttpResponse:
    """`kartu.pdf?ukuran=a5`: the card of one code."""
    place = permissions.cards_centre(request, centre)
    point = queries.point_by_code(code)
    paper = request.GET.get("ukuran", OF_ONE[0])
    if point is None or point.centre_id != place.pk or paper not in OF_ONE:
        raise Http404(_("There is no such code."))
    asks = queries.in_force(point.instrument_code, local_date(place, system_clock()))
    if asks is None:
        raise Http404(_("There is no such questionnaire."))
    return _pdf(place, [point], asks, paper, f"kartu-survei-{point.code}.pdf")


def _pdf(
    place: Centre, points: list[SurveyPoint], asks: Instrument, paper: str, name: str
) -> HttpResponse:
    today = local_date(place, system_clock())
    sheet = queries.card_sheet(place, points, paper, asks=asks, on=today)
    response = HttpResponse(printed(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
