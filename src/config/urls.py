"""The map of the whole site: public paths are Indonesian, names are English."""

from django.conf import settings
from django.urls import include, path

from lopo.catalogue.views.rest import router as catalogue_router
from lopo.catalogue.views.rest_versions import router as versions_router
from lopo.foundation import health
from lopo.foundation.language import set_language
from lopo.frontdesk.views.rest import router as tickets_router
from lopo.frontdesk.views.rest_counters import router as counters_router
from lopo.frontdesk.views.rest_places import router as places_router
from lopo.publications.views.rest import router as verifications_router
from lopo.surfaces.openapi.views import api, description, nothing

for router in (
    places_router,
    catalogue_router,
    versions_router,
    verifications_router,
    tickets_router,
    counters_router,
):
    api.add_router("", router)

urlpatterns = [
    path("api/v1/openapi.json", description, name="openapi"),
    *(path(root, nothing) for root in ("api/v1", "api/v1/")),
    path("api/v1/", api.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("bahasa/", set_language, name="set_language"),
    path("", include("lopo.surfaces.portal.urls")),
    path("", include("lopo.profiles.urls")),
    path("", include("lopo.frontdesk.urls")),
    path("", include("lopo.notices.urls")),
    path("", include("lopo.paperwork.urls")),
    path("", include("lopo.organisation.urls")),
    path("", include("lopo.people.urls")),
    path("", include("lopo.administration.urls")),
    path("", include("lopo.editorial.urls")),
    path("", include("lopo.surfaces.kiosk.urls")),
    path("", include("lopo.surfaces.display.urls")),
    path("", include("lopo.surfaces.console.urls")),
    path("", include("lopo.publications.urls")),
    path("layanan/", include("lopo.catalogue.urls")),
]
if settings.DEMO_MODE or settings.TESTING:
    urlpatterns += [path("gaya/", include("lopo.ui.urls"))]
