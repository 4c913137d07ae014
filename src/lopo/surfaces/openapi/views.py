"""The HTTP API as one whole: its NinjaAPI object and its description."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from lopo.foundation.rest import StrictParser, install_problem_handlers, json_response, problem

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


def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    if request.method not in {"GET", "HEAD"}:
        refused = problem(405, "method-not-allowed", "GET only.")
        refused["Allow"] = "GET"
        return refused
    return json_response(api.get_openapi_schema(path_prefix="/api/v1/"))
