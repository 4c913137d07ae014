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


def _register_refused(
    request: HttpRequest, refusal: Refusal, *, pk: int = 0, **_named: object
) -> HttpResponseBase:
    """Told where the register stands now."""
    kind = "requirement" if "/persyaratan/" in request.path else "regulation"
    if isinstance(refusal, FieldRefusal) or not pk:
        raise refusal
    return refused(request, refusal, f"editorial:{kind}", pk)


register_page = staff_page("/petugas/standar/daftar/peraturan/", _register_refused)
editor_page = staff_page("/petugas/standar/", _refused)
