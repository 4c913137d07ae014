"""Conventions of the HTTP API: strict JSON in, problem documents out (RFC 9457).

Every answer of 400 and above under ``/api/`` is ``application/problem+json`` with a stable
``code`` and a sentence in the caller's language, whoever produced it: a rule, a validator,
the URL resolver or a fault.
"""

import json
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views import defaults
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic import ConfigDict

from lopo.kernel.errors import FieldError, FieldRefusal, Refusal

JSON = "application/json"
PROBLEM = "application/problem+json"
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 503})
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MAX_DEPTH_ERRORS = (ValueError, RecursionError)
# Python reads no longer ones; no field of ours wants a number like that.
LONGEST_INTEGER = 4_000
NO_BODY = (None, "", "0")


class Malformed(Refusal):
    """The body is not JSON as RFC 8259 and this API want it."""

    code = "malformed"
    status = 400


class In(Schema):
    """A request body: exact types, nothing trimmed, nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=False)


class Out(Schema):
    """An answer, as the OpenAPI document describes it."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Out):
    """One field that is wrong."""

    field: str
    code: str
    message: str


class Problem(Schema):
    """A problem document (RFC 9457); the members after ``errors`` come with some codes only.

    ``state`` of `wrong-state`, ``no_show_at`` and ``calls_missing`` of `too-soon`, ``counter`` of
    `counter-taken`, ``retry_after`` (seconds) of 429 and 503.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem]
    state: str | None = None
    no_show_at: str | None = None
    calls_missing: int | None = None
    counter: str | None = None
    retry_after: int | None = None


def answers(status: int, shape: Any) -> dict[Any, Any]:
    """What an endpoint answers: ``shape`` with ``status``, else a problem document."""
    return {status: shape, REFUSALS: Problem}


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constants(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _integer(digits: str) -> int | float:
    """A number of however many digits is legal JSON: too long a one is a wrong value, no more."""
    return int(digits) if len(digits) <= LONGEST_INTEGER else float(digits)


def read_json(raw: bytes) -> Any:
    """The value of a JSON text; ``Malformed`` for what is no JSON, duplicate keys and NaN."""
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constants,
            parse_int=_integer,
        )
    except MAX_DEPTH_ERRORS:
        raise Malformed(_("The body is not valid JSON.")) from None


def parse_json(raw: bytes) -> Any:
    """The same, of what can be kept.

    ``FieldRefusal`` names the fields that hold a NUL or half a character: legal JSON, yet no text
    of a database.
    """
    value = read_json(raw)
    # In UTF-8 neither can stand as itself: only an escape brings them in.
    if b"\\u" in raw and (fields := list(dict.fromkeys(_unstorable(value)))):
        message = _("This text holds a character that cannot be kept.")
        raise FieldRefusal(message, [FieldError(field, "character", message) for field in fields])
    return value


def _unstorable(value: Any) -> Iterator[str]:
    """The paths of texts that no database can hold; a key like that is told by its parent."""
    left = [("", value)]
    while left:
        path, found = left.pop()
        if isinstance(found, str) and UNSTORABLE.search(found):
            yield path or "body"
        elif isinstance(found, list):
            left += [(_inside(path, place), one) for place, one in enumerate(found)]
        elif isinstance(found, dict):
            for key, one in found.items():
                left.append((path, key) if UNSTORABLE.search(key) else (_inside(path, key), one))


def _inside(path: str, step: str | int) -> str:
    return f"{path}.{step}" if path else str(step)


class StrictParser(Parser):
    """Bodies through ``parse_json``; query strings as they come."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON of the body; an empty body is an empty object."""
        body = parse_json(request.body) if request.body.strip() else {}
        if not isinstance(body, dict):
            raise Malformed(_("The body must be a JSON object."))
        return body


def json_bytes(value: Any) -> bytes:
    """Compact UTF-8 JSON, as every answer of the API is spelled."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def json_response(value: Any, status: int = 200) -> HttpResponse:
    """An answer of the API."""
    return HttpResponse(json_bytes(value), status=status, content_type=JSON)


def title_of(status: int) -> str:
    """The name of a status in the language of the caller."""
    return {
        400: _("Bad request"),
        401: _("Not signed in"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        409: _("Not now"),
        413: _("Too large"),
        422: _("Not valid"),
        429: _("Too many tries"),
        503: _("Not available"),
    }.get(status, _("Something went wrong"))


def problem(
    status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None, **extra: Any
) -> HttpResponse:
    """A problem document; ``extra`` adds machine-readable members such as ``no_show_at``."""
    body = {
        "type": f"urn:lopo:problem:{code}",
        "title": title_of(status),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": errors or [],
        **extra,
    }
    response = HttpResponse(json_bytes(body), status=status, content_type=PROBLEM)
    if "retry_after" in extra:
        response["Retry-After"] = str(extra["retry_after"])
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="lopo"'
    response["Cache-Control"] = "no-store"
    return response


def refuse(refusal: Refusal) -> HttpResponse:
    """The problem document of a rule that said no."""
    errors = None
    if isinstance(refusal, FieldRefusal):
        errors = [{"field": e.field, "code": e.code, "message": e.message} for e in refusal.errors]
    return problem(refusal.status, refusal.code, refusal.message, errors, **refusal.extra)


def _field_errors(failure: ValidationError) -> list[dict[str, str]]:
    found = []
    for error in failure.errors:
        parts = error.get("loc", ())
        where = [str(part) for part in parts if part not in {"body", "payload"}] or ["body"]
        found.append(
            {
                "field": ".".join(where[1:] if where[:1] in (["query"], ["path"]) else where),
                "code": str(error.get("type", "invalid")).replace("_", "-"),
                "message": _sentence(error),
            }
        )
    return found


def _sentence(error: dict[str, Any]) -> str:
    sentences = {
        "missing": _("This field is required."),
        "extra_forbidden": _("This field is not known here."),
        "string_type": _("This must be text."),
        "bool_type": _("This must be true or false."),
        "literal_error": _("Choose one of the values this field knows."),
        "string_too_long": _("This is too long."),
        "too_long": _("This is too long."),
        "string_too_short": _("This must not be empty."),
        "too_short": _("This must not be empty."),
    }
    return sentences.get(str(error.get("type")), _("This value cannot be used here."))


def install_problem_handlers(api: NinjaAPI) -> None:
    """Make every failure of ``api`` a problem document."""

    def on_refusal(_request: HttpRequest, failure: Any) -> HttpResponse:
        return refuse(failure)

    def on_validation(_request: HttpRequest, failure: Any) -> HttpResponse:
        detail = _("Some fields are wrong.")
        return problem(422, "invalid", detail, _field_errors(failure))

    def on_http_error(_request: HttpRequest, failure: Any) -> HttpResponse:
        cause = failure.__cause__  # ninja wraps whatever the parser of bodies raises
        if isinstance(cause, Refusal):
            return refuse(cause)
        return of_status(failure.status_code)

    def on_too_large(_request: HttpRequest, _failure: Any) -> HttpResponse:
        return of_status(413)

    def on_database(_request: HttpRequest, _failure: Any) -> HttpResponse:
        return unavailable()

    api.add_exception_handler(Refusal, on_refusal)
    api.add_exception_handler(ValidationError, on_validation)
    api.add_exception_handler(HttpError, on_http_error)
    api.add_exception_handler(RequestDataTooBig, on_too_large)
    api.add_exception_handler(OperationalError, on_database)
    api.add_exception_handler(InterfaceError, on_database)


def of_status(status: int) -> HttpResponse:
    """The problem document of a failure that has nothing but its status to tell."""
    return problem(status, _code_of(status), _detail_of(status))


def unavailable() -> HttpResponse:
    """503: the database cannot be reached now; asking again with the same key is safe."""
    detail = _("The service cannot answer right now. Try again; nothing is done twice.")
    return problem(503, "unavailable", detail, retry_after=2)


def _code_of(status: int) -> str:
    return {
        400: "bad-request",
        401: "unauthenticated",
        403: "forbidden",
        404: "not-found",
        405: "method-not-allowed",
        413: "too-large",
    }.get(status, "internal" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refused")


def _detail_of(status: int) -> str:
    return {
        400: _("The request cannot be understood."),
        401: _("A valid token is needed for this."),
        403: _("You may not do this."),
        404: _("There is nothing at this address."),
        405: _("This address does not know that method."),
        413: _("The request is too large."),
    }.get(status, _("Something went wrong on our side. Try again."))


def _odd_parameters(request: HttpRequest) -> list[str]:
    """The parameters of the query string that hold a NUL, or bytes that are no text.

    Django reads those as question marks: half a character would be searched for as something else.
    """
    raw = str(request.META.get("QUERY_STRING", ""))
    if raw.isascii() and "%" not in raw:
        return []
    pairs = (part.partition(b"=") for part in raw.encode("latin-1", "replace").split(b"&"))
    texts = ((_text(name), _text(value)) for name, _equals, value in pairs)
    odd = [UNSTORABLE.sub("", name) for name, value in texts if UNSTORABLE.search(name + value)]
    return list(dict.fromkeys(odd))


def _text(raw: bytes) -> str:
    return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8", "surrogateescape")


def _odd_query(names: list[str]) -> HttpResponse:
    """422 naming parameters that no database can be asked for."""
    message = _("This text holds a character that cannot be kept.")
    errors = [FieldError(name, "character", message) for name in names]
    return refuse(FieldRefusal(message, errors))


def _odd_page(request: HttpRequest) -> HttpResponseBase:
    """400 as a page: an address with a character that no database can be asked for."""
    return defaults.bad_request(request, BadRequest())


class ProblemMiddleware:
    """Turn what is left over under ``/api/`` (404, 405, faults) into problem documents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass pages through; rewrite API failures that are not problem documents yet."""
        in_api = request.path_info.startswith("/api/") or request.path_info == "/api"
        if "\x00" in request.path_info:
            return of_status(404) if in_api else _odd_page(request)
        if not in_api and "%00" in request.META.get("QUERY_STRING", ""):
            return _odd_page(request)
        if in_api and (odd := _odd_parameters(request)):
            return _odd_query(odd)
        if in_api and request.META.get("CONTENT_LENGTH") in NO_BODY:
            request._body = b"{}"  # no body is an empty object, for every call alike
        response = self.get_response(request)
        if not in_api or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM):
            return response
        status = response.status_code
        fresh = of_status(status)
        if "Allow" in response.headers:
            fresh["Allow"] = response.headers["Allow"]
        return fresh
