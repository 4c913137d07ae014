"""Whose page it is when it shows no centre, and what services cost; asked only where shown.

Nothing is remembered from one request to the next: what a centre changes is said at once.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lopo.catalogue.api import costs_something
from lopo.organisation.api import Centre, list_centres
from lopo.people.api import centres_of, principal_of
from lopo.ui.whose import Whose, of_centres

Answer = TypeVar("Answer")


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``, ``workplace``, ``costs_something``; the rules are ``ui.whose``, ``ui.tariffs``."""
    return {
        # Only staff carry a session; whether it still holds is asked where it leads, not here.
        "signed_in": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "site": SimpleLazyObject(_once(request, "site", _installation)),
        "workplace": SimpleLazyObject(_once(request, "workplace", lambda: _workplace(request))),
        "costs_something": _once(request, "costs_something", lambda: cache(costs_something))(),
    }


def real_ones(centres: list[Centre]) -> list[Centre]:
    """The centres without those for practice, unless there are no others."""
    return [centre for centre in centres if not centre.is_practice] or centres


def _installation() -> Whose:
    return of_centres(real_ones(list(list_centres())))


def _workplace(request: HttpRequest) -> Whose:
    """The one centre where the person signed in has a role; of several, none of them."""
    account = principal_of(request).user
    return of_centres(real_ones(centres_of(account))) if account else _installation()


def _once(request: HttpRequest, name: str, ask: Callable[[], Answer]) -> Callable[[], Answer]:
    """The frames of a page are rendered in its request: they share what it has asked."""

    def answer() -> Answer:
        answers: dict[str, Any] = request.__dict__.setdefault("_said_of_the_page", {})
        if name not in answers:
            answers[name] = ask()
        found: Answer = answers[name]
        return found

    return answer
