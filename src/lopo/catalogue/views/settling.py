"""Before anything is answered on a new day: services belong to whom they moved to on it."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from lopo.catalogue.actions import settle_moves_of_the_day
from lopo.kernel.clock import system_clock

# Asked of a machine that may have no database at all.
ABOUT_THE_MACHINE = ("/healthz", "/readyz", "/metrics")

logger = logging.getLogger(__name__)


class MovesTakeEffect:
    """The first request of a day in a process looks whether a service moves today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Without a database the page itself says so, in its own way."""
        if request.path_info not in ABOUT_THE_MACHINE:
            try:
                settle_moves_of_the_day(clock=system_clock)
            except DatabaseError:
                logger.exception("moves of services could not take effect yet")
        return self.get_response(request)
