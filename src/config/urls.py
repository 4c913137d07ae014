"""The map of the whole site: public paths are Indonesian, names are English.

Which of it is there is decided by the parts in use (``lopo.foundation.parts``).
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from lopo.administration import urls as administration
from lopo.catalogue.views.rest import router as catalogue_router
from lopo.catalogue.views.rest_versions import router as versions_router
from lopo.findings.views.rest import router as results_router
from lopo.foundation import health
from lopo.foundation.language import set_language
from lopo.foundation.parts import only
from lopo.frontdesk.views.rest import router as tickets_router
from lopo.frontdesk.views.rest_counters import router as counters_router
from lopo.frontdesk.views.rest_places import router as places_router
from lopo.kernel.parts import EDITOR, FORMS, NOTICES, QUEUE, STANDARDS, SURVEYS
from lopo.organisation import urls as organisation
from lopo.people import urls as people
from lopo.publications import urls as publications
from lopo.publications.views.rest import router as verifications_router
from lopo.surfaces.console import urls as console
from lopo.surfaces.openapi.views import api, description, nothing

Addresses = list[URLPattern | URLResolver]

ROUTERS: Final = (
    (QUEUE, places_router),
    (STANDARDS, catalogue_router),
    (STANDARDS, versions_router),
    (STANDARDS, verifications_router),
    (QUEUE, tickets_router),
    (QUEUE, counters_router),
    (SURVEYS, results_router),
)
# What of a context that is always there is about numbers, counters and devices only.
ABOUT_THE_QUEUE: Final[Mapping[str, frozenset[str]]] = {
    "administration": frozenset(
        {"counters", "counter", "queues", "queue", "change_place", "devices", "revoke"}
    ),
    "organisation": frozenset({"intake"}),
    "people": frozenset({"pair_device", "pairing_state"}),
    "publications": frozenset({"visit", "visit_poster"}),
    "console": frozenset({"counter", "reception"}),
}

for _part, router in ROUTERS:
    api.add_router("", router)
API, API_APP, API_NAMESPACE = api.urls
PART_OF_CALL: Final = {
    str(call.pattern): part for part, router in ROUTERS for call in router.urls_paths("")
}


def addresses(parts: Collection[str]) -> Addresses:
    """The whole map for an installation that runs these parts."""
    return [
        path("api/v1/openapi.json", description, name="openapi"),
        *(path(root, nothing) for root in ("api/v1", "api/v1/")),
        path("api/v1/", (_api(parts), API_APP, API_NAMESPACE)),
        path("healthz", health.healthz, name="healthz"),
        path("readyz", health.readyz, name="readyz"),
        path("metrics", health.metrics, name="metrics"),
        path("bahasa/", set_language, name="set_language"),
        path("", include("lopo.surfaces.portal.urls")),
        path("", include("lopo.profiles.urls")),
        *(
            path("", include(module))
            for part, module in (
                (QUEUE, "lopo.frontdesk.urls"),
                (NOTICES, "lopo.notices.urls"),
                (FORMS, "lopo.paperwork.urls"),
                # First: `petugas/survei/laporan/` is no centre.
                (SURVEYS, "lopo.findings.urls"),
                (SURVEYS, "lopo.surveys.urls"),
            )
            if part in parts
        ),
        _of("organisation", organisation.urlpatterns, parts),
        *people.unnamed,
        _of("people", people.named[0], parts),
        _of("administration", administration.urlpatterns, parts),
        *(
            path("", include(module))
            for part, module in (
                (EDITOR, "lopo.editorial.urls"),
                (QUEUE, "lopo.surfaces.kiosk.urls"),
                (QUEUE, "lopo.surfaces.display.urls"),
            )
            if part in parts
        ),
        _of("console", console.urlpatterns, parts),
        _of("publications", publications.urlpatterns, parts),
        path("layanan/", include("lopo.catalogue.urls")),
    ]


def _of(name: str, patterns: Any, parts: Collection[str]) -> URLResolver:
    """A context that is always there, without what it says of a part that is not."""
    left_out = frozenset() if QUEUE in parts else ABOUT_THE_QUEUE[name]
    return path("", include((only(patterns, left_out, leave_out=True), name)))


def _api(parts: Collection[str]) -> Addresses:
    return [call for call in API if PART_OF_CALL.get(str(call.pattern), STANDARDS) in parts]


urlpatterns = addresses(settings.PARTS)
if settings.DEMO_MODE or settings.TESTING:
    urlpatterns += [path("gaya/", include("lopo.ui.urls"))]
