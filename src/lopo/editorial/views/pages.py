"""What these pages share: a rule that says no is told on the page of the standard."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lopo.foundation.staff_pages import refused, staff_page
from lopo.kernel.errors import FieldRefusal, Refusal


def _refused(
    request: HttpRequest, refusal: Refusal, *, code: str = "", **_named: object
) -> HttpResponseBase:
    if isinstance(refusal, FieldRefusal) or not code:
        raise refusal
    return refused(request, refusal, "editorial:standard", code)


editor_page = staff_page("/petugas/standar/", _refused)
