"""Frames: a page shows the answer of another GET view, run in the same request.

Contexts never import each other's screens; a page names a view and gets its fragment. One level
deep only: a fragment that itself asks for a frame is a mistake and is refused.
"""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from lopo.foundation.parts import is_here

HTTP_OK = 200
logger = logging.getLogger(__name__)
CONDITIONAL = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_RANGE")


class FrameProblem(Exception):
    """A frame inside a frame, or a view that did not answer with a fragment."""


def is_strict() -> bool:
    """Whether a frame that fails stops the page: in tests and while developing."""
    return bool(getattr(settings, "TESTING", False) or settings.DEBUG)


def frame_request(request: HttpRequest, path: str, query: str = "") -> HttpRequest:
    """A GET request for another view with the same user, session, surface, language and device."""
    copy = request.__class__.__new__(request.__class__)
    copy.__dict__.update(request.__dict__)
    for cached in ("headers", "COOKIES_parsed", "accepted_types", "resolver_match"):
        copy.__dict__.pop(cached, None)
    meta = {key: value for key, value in request.META.items() if key not in CONDITIONAL}
    meta.update(REQUEST_METHOD="GET", PATH_INFO=path, QUERY_STRING=query)
    values: dict[str, Any] = {
        "META": meta,
        "method": "GET",
        "path": path,
        "path_info": path,
        "GET": QueryDict(query),
        "_post": QueryDict(),
        "_files": MultiValueDict(),
        "is_frame": True,
    }
    copy.__dict__.update(values)
    return copy


def run(
    request: HttpRequest, name: str, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponseBase:
    """Run the named view as a GET and give back its rendered answer.

    ``query`` among the kwargs is the query string it sees; the page's own is not passed on.
    """
    named = {key: value for key, value in kwargs.items() if key != "query"}
    path = reverse(name, args=args or None, kwargs=named or None)
    match = resolve(path)
    copy = frame_request(request, path, str(kwargs.get("query", "")))
    copy.resolver_match = match
    response = match.func(copy, *match.args, **match.kwargs)
    if hasattr(response, "render") and callable(response.render):
        response = response.render()
    answer: HttpResponseBase = response
    return answer


def fragment(
    request: HttpRequest, name: str, args: list[Any], kwargs: dict[str, Any]
) -> SafeString:
    """The HTML of another view, or (outside tests) a kind sentence when it cannot be shown."""
    if not is_here(name):  # its part is not in use here: the page goes without it
        return mark_safe("")
    if getattr(request, "is_frame", False):
        raise FrameProblem(f"{name} is asked for inside another frame; frames are one level deep.")
    try:
        response = run(request, name, args, kwargs)
        if not isinstance(response, HttpResponse) or response.status_code != HTTP_OK:
            raise FrameProblem(f"{name} answered {response.status_code} instead of a fragment.")
        return mark_safe(response.content.decode(response.charset))  # noqa: S308 - our own view
    except Exception as problem:  # a broken part must not take the whole page down
        return _stand_in(problem)


def _stand_in(problem: Exception) -> SafeString:
    if is_strict():
        raise problem
    logger.error("frame failed: %s", problem, exc_info=problem)
    return render_to_string("ui/components/frame_failed.html")
