"""The HTTP API as one whole: its NinjaAPI object and its description."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from lopo.foundation.rest import StrictParser, install_problem_handlers, json_response, of_status

api = NinjaAPI(
    title="Lopo",
    version="1",
    description="Public service centres in the open: see the contract in docs/.",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    urls_namespace="api-1",
)
install_problem_handlers(api)

# The stream is answered by the ASGI server itself, so the description adds it by hand.
STREAM = {
    "/api/v1/centres/{centre}/events": {
        "get": {
            "operationId": "centre_events",
            "summary": 'A hint for every change: event `rev`, data `{"rev": N}`',
            "tags": ["places"],
            "parameters": [
                {"name": "centre", "in": "path", "required": True, "schema": {"type": "string"}}
            ],
            "responses": {
                "200": {
                    "description": "At once on connect, then within a second of every change",
                    "content": {"text/event-stream": {"schema": {"type": "string"}}},
                }
            },
        }
    }
}


@csrf_exempt  # so that a wrong method is told 405, as everywhere in the API
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    if request.method not in {"GET", "HEAD"}:
        refused = of_status(405)
        refused["Allow"] = "GET"
        return refused
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    return json_response({**document, "paths": {**document["paths"], **STREAM}})


@csrf_exempt  # the API reads no cookie when something is to be done
def nothing(request: HttpRequest) -> HttpResponse:
    """The root of the API holds nothing, whatever the method."""
    return of_status(404)
