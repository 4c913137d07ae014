"""Centres and boards in HTTP API v1: public reads (API.md §3 and §6)."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import Router

from lopo.foundation.rest import JSON, json_response
from lopo.frontdesk import permissions, queries
from lopo.kernel.clock import system_clock
from lopo.organisation.api import list_centres

router = Router(tags=["places"])


@router.get("/centres", summary="All centres")
def centres(request: HttpRequest) -> HttpResponse:
    """200 every centre in use."""
    now = system_clock()
    items = [queries.centre_document(place, now) for place in list_centres()]
    return json_response({"items": items, "next": None})


@router.get("/centres/{centre}", summary="One centre")
def centre(request: HttpRequest, centre: str) -> HttpResponse:
    """200 the centre: open or not, queues, counters, policy."""
    place = permissions.centre_or_404(centre)
    return json_response(queries.centre_document(place, system_clock()))


@router.get("/centres/{centre}/board", summary="The board in the room")
def board(request: HttpRequest, centre: str) -> HttpResponse:
    """200 the board, or 304 when nothing changed since the ETag the caller has."""
    place = queries.remembered_centre(centre, permissions.centre_or_404)
    now = system_clock()
    current = queries.board(place, now)
    seen = request.headers.get("If-None-Match", "")
    response: HttpResponse
    if current.etag in [tag.strip().removeprefix("W/") for tag in seen.split(",")]:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(current.body(now, place.zone), content_type=JSON)
    response["ETag"] = current.etag
    response["Cache-Control"] = "no-cache"
    return response
