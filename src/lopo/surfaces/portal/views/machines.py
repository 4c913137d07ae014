"""What browsers and search engines ask for: where pages are, and how to keep them."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.api import list_services
from lopo.foundation.days import civil_date
from lopo.foundation.parts import is_here
from lopo.organisation.api import list_agencies

PUBLIC_PAGES = (
    "portal:home",
    "catalogue:list",
    "portal:agencies",
    "frontdesk:centres",
    "notices:announcements",
    "notices:corrections",
    "notices:pledges",
    "findings:province",
    "findings:releases",
)
HOUR = "public, max-age=3600"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page with the day it last changed."""
    rows = [f"<url><loc>{escape(address)}</loc></url>" for address in _fixed()]
    for code in list_agencies().values_list("code", flat=True):
        address = settings.PUBLIC_URL + reverse("portal:agency", args=[code])
        rows.append(f"<url><loc>{escape(address)}</loc></url>")
    for code, changed in list_services().values_list("code", "updated_at"):
        address = settings.PUBLIC_URL + reverse("catalogue:service", args=[code])
        day = civil_date(changed).isoformat()
        rows.append(f"<url><loc>{escape(address)}</loc><lastmod>{day}</lastmod></url>")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(rows)
        + "\n</urlset>\n"
    )
    return HttpResponse(body, "application/xml", headers={"Cache-Control": HOUR})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read what everybody may read; tickets and the desks of staff are not that."""
    closed = "".join(f"Disallow: /{path}/\n" for path in ("petugas", "tiket", "api", "perangkat"))
    body = f"User-agent: *\n{closed}Sitemap: {settings.PUBLIC_URL}{reverse('portal:sitemap')}\n"
    return HttpResponse(body, "text/plain", headers={"Cache-Control": HOUR})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks when it is put on the first screen of a phone."""
    body = {
        "name": _("Public services"),
        "short_name": _("Services"),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#161d46",
        "icons": [{"src": static("ui/img/lopo.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    kind = "application/manifest+json"
    return JsonResponse(body, content_type=kind, headers={"Cache-Control": HOUR})


@require_safe
def keeper(request: HttpRequest) -> HttpResponse:
    """The service worker: a new release of the site is a new one."""
    context = {
        "release": getattr(staticfiles_storage, "manifest_hash", "") or "0",
        "offline_url": reverse("portal:offline"),
        "static_url": settings.STATIC_URL,
    }
    kind = "text/javascript; charset=utf-8"
    response = render(request, "portal/sw.js", context, content_type=kind)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown when the line is down and the page was never kept."""
    return render(request, "portal/offline.html")


def _fixed() -> list[str]:
    return [settings.PUBLIC_URL + reverse(name) for name in PUBLIC_PAGES if is_here(name)]
