"""Views that frames ask for in tests."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from lopo.ui.frames import fragment


def board(request: HttpRequest, code: str) -> HttpResponse:
    """Says what it was asked with."""
    seen = [
        request.method,
        request.path,
        code,
        request.GET.urlencode() or "no query",
        request.POST.urlencode() or "no form",
        getattr(request, "is_frame", False),
        getattr(request, "device", "no device"),
        request.headers.get("If-None-Match", "no condition"),
    ]
    return HttpResponse(f"<p>{' '.join(str(part) for part in seen)}</p>")


def later(request: HttpRequest) -> TemplateResponse:
    """A response that is rendered late."""
    return TemplateResponse(request, engines["django"].from_string("<b>late</b>"))


def gone(_request: HttpRequest) -> HttpResponse:
    """No fragment here."""
    return HttpResponse("gone", status=410)


def away(_request: HttpRequest) -> HttpResponse:
    """A redirect is no fragment."""
    return HttpResponseRedirect("/elsewhere/")


def broken(_request: HttpRequest) -> HttpResponse:
    """Breaks."""
    raise RuntimeError("the board fell down")


def nested(request: HttpRequest) -> HttpResponse:
    """Asks for a frame itself."""
    return HttpResponse(fragment(request, "board", ["KPG"], {}))


def page(_request: HttpRequest) -> dict[str, object]:
    """What layouts need from the product's own context processors, without a database."""
    names = ("name", "agency_name", "phone", "email", "address")
    whose = {name: f"Contoh {name}" for name in names} | {"zone": "Asia/Makassar", "centres": ()}
    return {"demo_mode": True, "site": whose, "workplace": whose, "signed_in": False}


LIVE = """{% extends "ui/layouts/task.html" %}{% load lopo %}{% block title %}Antrean{% endblock %}
{% block status %}{% include "ui/components/conn.html" only %}{% endblock %}
{% block main %}<h1>Antrean</h1>
{% include "ui/components/stale.html" with zone="Asia/Makassar" only %}
<div id="part" data-live="KPG" data-live-src="/live/part/"><p>first</p></div>
<form method="post" action="/sent/"><button>Kirim</button></form>{% endblock %}"""
DESK = """{% extends "ui/layouts/console.html" %}{% block title %}Meja{% endblock %}
{% block main %}<h1>Meja</h1><input aria-label="Catatan"><p id="count">0</p>
{% include "ui/components/button.html" with label="Panggil ulang" key="R" type="button" only %}
<button type="button" data-keys-toggle hidden>Pintasan</button>{% endblock %}"""


def live(request: HttpRequest) -> HttpResponse:
    """A page with a live part."""
    return HttpResponse(engines["django"].from_string(LIVE).render({}, request))


def desk(request: HttpRequest) -> HttpResponse:
    """A page with a shortcut."""
    return HttpResponse(engines["django"].from_string(DESK).render({}, request))


urlpatterns = [
    path("live/", live, name="live"),
    path("desk/", desk, name="desk"),
    path("board/<str:code>/", board, name="board"),
    path("later/", later, name="later"),
    path("gone/", gone, name="gone"),
    path("away/", away, name="away"),
    path("broken/", broken, name="broken"),
    path("nested/", nested, name="nested"),
    path("gaya/", include("lopo.ui.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
