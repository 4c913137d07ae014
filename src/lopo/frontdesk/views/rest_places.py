"""Centres and boards in HTTP API v1: public reads (API.md §3 and §6)."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from lopo.foundation.listing import Page, answer_unless_known, page_of
from lopo.foundation.rest import answers, json_response
from lopo.frontdesk import permissions, queries
from lopo.kernel.clock import system_clock
from lopo.organisation.api import list_centres

from .rest_shapes import BoardOut, CentreOut, CentresOut

router = Router(tags=["places"])


@router.get("/centres", response=answers(200, CentresOut), summary="All centres")
def centres(request: HttpRequest, asked: Query[Page]) -> HttpResponse:
    """200 every centre in use, real ones before practice ones."""
    places, following = page_of(list(list_centres()), asked, key=lambda place: place.code)
    items = queries.centre_documents(places, system_clock())
    return json_response({"items": items, "next": following})


@router.get("/centres/{centre}", response=answers(200, CentreOut), summary="One centre")
def centre(request: HttpRequest, centre: str) -> HttpResponse:
    """200 the centre: open or not, queues, counters, policy."""
    place = permissions.centre_or_404(centre)
    return json_response(queries.centre_document(place, system_clock()))


@router.get(
    "/centres/{centre}/board",
    response={**answers(200, BoardOut), 304: None},
    summary="The board in the room",
)
def board(request: HttpRequest, centre: str) -> HttpResponse:
    """200 the board, or 304 when nothing changed since the ETag the caller has."""
    place = queries.remembered_centre(centre, permissions.centre_or_404)
    now = system_clock()
    current = queries.board(place, now)
    return answer_unless_known(
        request,
        etag=current.etag,
        body=lambda: current.body(now, place.zone),
        cache_control="no-cache",
    )
