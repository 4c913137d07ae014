"""A draft as it would look: its public page, its poster, its SOP sheet. Nothing of it is kept."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.api import Service, Standard, drafted_page, service_as_drafted
from lopo.editorial import permissions, queries
from lopo.foundation.middleware import KIOSK, PUBLIC
from lopo.people.api import asking
from lopo.publications.api import PAPERS, Sheet, poster_of, proof, sop_of

from .pages import editor_page

PDF = "application/pdf"
# How the page looks at the kiosk; whatever else is asked for is the public page.
AT_KIOSK = "anjungan"


@require_safe
@editor_page
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The public page by the very template of the public page, with what it still lacks."""
    service = _drafted(request, code)
    at_kiosk = request.GET.get("layar") == AT_KIOSK
    request.surface = KIOSK if at_kiosk else PUBLIC  # type: ignore[attr-defined]
    shown = drafted_page(
        request,
        service,
        at_kiosk=at_kiosk,
        back_url=reverse("editorial:standard", args=[code]),
        missing=_missing(request, service),
    )
    return _not_found_by_engines(HttpResponse(shown))


@require_safe
@editor_page
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """`poster.pdf?ukuran=a4`: the poster, marked as a draft from edge to edge, without a code."""
    size = request.GET.get("ukuran", "a4")
    if size not in PAPERS:
        raise Http404(_("There is no such paper."))
    return _as_pdf(request, code, lambda service: poster_of(service, size, None))


@require_safe
@editor_page
def sop(request: HttpRequest, code: str) -> HttpResponse:
    """`sop.pdf`: the SOP AP sheet, marked as a draft, with the faults of its procedure."""
    return _as_pdf(request, code, lambda service: sop_of(service, None))


def _missing(request: HttpRequest, service: Service) -> list[dict[str, str]]:
    """What the draft lacks, with the way to mend it for those who may."""
    submitted = service.standard.state == Standard.State.SUBMITTED
    may_mend = permissions.may_write(asking(request), service) and not submitted
    editor = reverse("editorial:draft", args=[service.code])
    return [
        {"name": one["name"], "href": f"{editor}#{one['anchor']}" if may_mend else ""}
        for one in queries.missing_of(service.standard.told)
    ]


def _drafted(request: HttpRequest, code: str) -> Service:
    return service_as_drafted(permissions.draft(asking(request), code))


def _as_pdf(request: HttpRequest, code: str, sheet: Callable[[Service], Sheet]) -> HttpResponse:
    answer = HttpResponse(proof(sheet(_drafted(request, code))), content_type=PDF)
    name = request.path.rsplit("/", 1)[-1].removesuffix(".pdf")
    answer["Content-Disposition"] = f'inline; filename="rancangan-{name}-{code}.pdf"'.lower()
    return _not_found_by_engines(answer)


def _not_found_by_engines(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex"
    return answer
