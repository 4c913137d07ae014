"""The HTTP API as one whole: its NinjaAPI object and its description."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from lopo.foundation.parts import has_part, leads_somewhere
from lopo.foundation.rest import (
    JSON,
    PROBLEM,
    StrictParser,
    install_problem_handlers,
    json_response,
    of_status,
)
from lopo.kernel.parts import QUEUE
from lopo.people.api import principal_of


def known_or_nobody(request: HttpRequest) -> bool:
    """A token that is sent must be one of ours, also where none is needed (API.md §2: 401).

    Otherwise a program whose token was revoked would never notice while it only reads.
    """
    if request.headers.get("Authorization", "").lower().startswith("bearer "):
        principal_of(request)
    return True


api = NinjaAPI(
    title="Lopo",
    version="1",
    description="Public service centres in the open: see the contract in docs/.",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    auth=known_or_nobody,
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
                },
                **{
                    str(status): {
                        "description": HTTPStatus(status).phrase,
                        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                    }
                    for status in (404, 405, 429, 503)
                },
            },
        }
    }
}
# The bearer tokens of `./lopo token create`; operations name the ones they take.
TOKENS = {
    "StaffToken": {"type": "http", "scheme": "bearer", "description": "Of a staff account"},
    "DeviceToken": {"type": "http", "scheme": "bearer", "description": "Of a paired kiosk or TV"},
}
FIRST_REFUSAL = 400
IN_BRACES = re.compile(r"\{[^}]+\}")


def document() -> dict[str, Any]:
    """The description as it is published: with the stream, the tokens, and problem documents.

    Calls of parts that are not in use here are not in it.
    """
    found = _everything()
    paths = {path: told for path, told in found["paths"].items() if _is_here(path)}
    components = {**found["components"], "securitySchemes": TOKENS}
    stream = STREAM if has_part(QUEUE) else {}
    return {**found, "paths": {**paths, **stream}, "components": components}


@cache
def _everything() -> dict[str, Any]:
    """All calls of all parts; put together once: it takes a second, and only code changes it."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    for operations in found["paths"].values():
        for operation in operations.values():
            _problems(operation["responses"])
    return found


def _is_here(path: str) -> bool:
    return leads_somewhere(IN_BRACES.sub("x", path))


def _problems(responses: dict[int, Any]) -> None:
    """Refusals are problem documents, not plain JSON."""
    for status, told in responses.items():
        if status >= FIRST_REFUSAL and JSON in told.get("content", {}):
            told["content"] = {PROBLEM: told["content"][JSON]}


@csrf_exempt  # so that a wrong method is told 405, as everywhere in the API
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    if request.method not in {"GET", "HEAD"}:
        refused = of_status(405)
        refused["Allow"] = "GET, HEAD"
        return refused
    return json_response(document())


@csrf_exempt  # the API reads no cookie when something is to be done
def nothing(request: HttpRequest) -> HttpResponse:
    """The root of the API holds nothing, whatever the method."""
    return of_status(404)
