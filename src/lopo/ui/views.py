"""Shows every component in its states and every layout with sample content."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lopo.ui.samples import SAMPLES, components

Rest = ParamSpec("Rest")


def only_for_show(
    view: Callable[Concatenate[HttpRequest, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """The gallery is no part of a real centre's site."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        shown = (getattr(settings, name, False) for name in ("DEMO_MODE", "TESTING", "DEBUG"))
        if not any(shown):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@only_for_show
def gallery(request: HttpRequest) -> HttpResponse:
    """The components of visitor pages and links to the sample screens."""
    return render(request, "ui/gallery/index.html", {"samples": SAMPLES, **components()})


@require_GET
@only_for_show
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """One screen with sample content, in its real layout."""
    if name not in SAMPLES:
        raise Http404
    chosen = SAMPLES[name]
    return render(request, f"ui/gallery/{chosen.template}.html", chosen.context())
