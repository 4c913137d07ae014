"""Documents of a service: poster, SOP sheet, flow picture, BPMN. Public, with an ETag."""

import hashlib
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.api import Service, service_in_full
from lopo.foundation.days import day_asked
from lopo.foundation.listing import answer_unless_known
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, agency_by_code, centre_by_code
from lopo.publications import actions, queries
from lopo.publications.queries import CENTRE_PAPERS, LOOKS, OVERVIEW_PAPERS, POSTER, SOP, Sheet
from lopo.publications.rules import PAPERS

PDF, SVG, BPMN = "application/pdf", "image/svg+xml", "application/xml"
# Asked for again each time, answered with 304 while it is the same.
FRESH = "public, max-age=0, must-revalidate"


@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """`poster.pdf?ukuran=a4`: the service on one sheet of a paper; ``pada``: as on that day."""
    service = _service(code, request)
    size = request.GET.get("ukuran", "a4")
    if size not in PAPERS:
        raise Http404(_("There is no such paper."))
    published = actions.code_of(service, POSTER, system_clock)
    sheet = queries.poster_of(service, size, published)
    return as_pdf(request, sheet, f"poster-{service.code}-{size}.pdf".lower())


@require_safe
def sop(request: HttpRequest, code: str) -> HttpResponse:
    """`sop.pdf`: the SOP AP sheet of the standard in force; ``pada``: as on that day."""
    service = _service(code, request)
    published = actions.code_of(service, SOP, system_clock)
    return as_pdf(request, queries.sop_of(service, published), f"sop-{code}.pdf".lower())


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """`alur.svg?bentuk=ponsel`: how it goes as a picture, narrow or with a lane per actor."""
    service, look = _service(code), request.GET.get("bentuk", "ponsel")
    if look not in LOOKS:
        raise Http404(_("There is no such picture."))
    svg = queries.picture_of(service, look).encode()
    return as_file(request, digest_of(svg), lambda: svg, SVG, f"alur-{code}-{look}.svg".lower())


@require_safe
def process(request: HttpRequest, code: str) -> HttpResponse:
    """`bpmn.xml`: the procedure for programs that model processes, to be saved."""
    service = _service(code)
    xml = queries.bpmn_of(service).encode()
    answer = as_file(request, digest_of(xml), lambda: xml, BPMN, "")
    answer["Content-Disposition"] = f'attachment; filename="{code.lower()}.bpmn"'
    return answer


@require_safe
def overview(request: HttpRequest, agency: str) -> HttpResponse:
    """`jenis-layanan.pdf?ukuran=a4`: all the services of an agency on one sheet."""
    found, size = agency_by_code(agency), request.GET.get("ukuran", "a4")
    if found is None or found.archived_at is not None or size not in OVERVIEW_PAPERS:
        raise Http404(_("There is no such sheet."))
    published = actions.code_of_list(found, system_clock)
    sheet = queries.overview_of(found, size, published)
    return as_pdf(request, sheet, f"jenis-layanan-{agency}-{size}.pdf")


@require_safe
def visit(request: HttpRequest, centre: str) -> HttpResponse:
    """`alur.svg?bentuk=ponsel`: how a visit to a centre goes."""
    found, look = _centre(centre), request.GET.get("bentuk", "ponsel")
    if look not in LOOKS:
        raise Http404(_("There is no such picture."))
    svg = queries.picture_of_visit(found, look).encode()
    return as_file(request, digest_of(svg), lambda: svg, SVG, f"alur-{centre}-{look}.svg")


@require_safe
def visit_poster(request: HttpRequest, centre: str) -> HttpResponse:
    """`poster.pdf?ukuran=a4`: the same for the door and the hall."""
    found, size = _centre(centre), request.GET.get("ukuran", "a4")
    if size not in CENTRE_PAPERS:
        raise Http404(_("There is no such paper."))
    published = actions.code_of_visit(found, system_clock)
    sheet = queries.visit_poster_of(found, size, published)
    return as_pdf(request, sheet, f"alur-{centre}-{size}.pdf")


def _centre(code: str) -> Centre:
    centre = centre_by_code(code)
    if centre is None or centre.is_practice:  # nobody is to come to a practice centre
        raise Http404(_("There is no such centre."))
    return centre


def _service(code: str, request: HttpRequest | None = None) -> Service:
    service = service_in_full(code, day_asked(request) if request is not None else None)
    if service is None:
        raise Http404(_("There is no such service."))
    return service


def digest_of(raw: bytes) -> str:
    """What tells one document from another."""
    return hashlib.sha256(raw).hexdigest()


def as_pdf(request: HttpRequest, sheet: Sheet, name: str) -> HttpResponse:
    """A sheet, made only for those who do not have it yet."""
    return as_file(request, sheet.digest, lambda: actions.printed(sheet), PDF, name)


def as_file(
    request: HttpRequest, digest: str, body: Callable[[], bytes], kind: str, name: str
) -> HttpResponse:
    """A document shown in the browser, saved under a name that says what it is."""
    answer = answer_unless_known(
        request, etag=f'"{digest[:32]}"', body=body, cache_control=FRESH, content_type=kind
    )
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
