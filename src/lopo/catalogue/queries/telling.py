"""How facts of a service are said on a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lopo.catalogue.models import COUNTER_CHANNEL, Service
from lopo.catalogue.rules import Content, Fee, Requirement

from .laws import cited_laws
from .offers import today
from .sayings import fee_said, promise_said, step_time_said

VISITOR_ROLE = "PEMOHON"
# Words of an event that people write in capitals.
CAPITALS = frozenset({"asn", "bpjs", "cpns", "ktp", "pns", "pppk", "sim", "stnk", "umkm"})


def channel_name(channel: str) -> str:
    """A way to reach the service."""
    names = {
        COUNTER_CHANNEL: _("At the counter"),
        "daring": _("Online"),
        "telepon": _("By telephone"),
        "email": _("By e-mail"),
        "telekonferensi": _("By video call"),
    }
    return names.get(channel, channel)


def event_name(event: str) -> str:
    """An event in a life as people say it: ``naik-pangkat`` is "Naik pangkat"."""
    words = [word.upper() if word in CAPITALS else word for word in event.split("-")]
    said = " ".join(words)
    return said[:1].upper() + said[1:]


def format_name(form: str) -> str:
    """How a document comes, in plain words: ``pdf/jpg`` is "PDF or JPG", ``kartu`` a card."""
    plain = {"fisik": _("the paper itself"), "kartu": _("card"), "teks": _("text")}
    return _(" or ").join(plain.get(one, one.upper()) for one in form.lower().split("/"))


def place_of(service: Service) -> str:
    """All ways in one line."""
    return ", ".join(channel_name(channel) for channel in service.channels)


def facts_of(service: Service, told: Content) -> list[dict[str, Any]]:
    """The answer first: how long, how much, what one gets, where; which of it is Indonesian."""
    facts: list[dict[str, Any]] = [
        {
            "icon": "clock",
            "label": _("Time"),
            "value": promise_said(told.promise),
            "note": told.promise.counted_from,
            "indonesian": ("note",),
        },
        {
            "icon": "coin-off" if told.fee.is_free else "coins",
            "label": _("Cost"),
            "value": fee_said(told.fee),
            **_charge_noted(told.fee),
        },
        {
            "icon": "file-certificate",
            "label": _("Result"),
            "value": told.products[0] if told.products else "",
            "note": ", ".join(told.products[1:]),
            "indonesian": ("value", "note"),
        },
        {
            "icon": "building-community",
            "label": _("How"),
            "value": channel_name(service.channels[0]) if service.channels else "",
            "note": ", ".join(channel_name(channel) for channel in service.channels[1:]),
            "indonesian": (),
        },
    ]
    return [fact for fact in facts if fact["value"]]


def _charge_noted(fee: Fee) -> dict[str, Any]:
    """What stands below the price: of a free service what is paid all the same, if anything."""
    if fee.is_free and not fee.proviso:
        return {"note": _("no charge of any kind"), "indonesian": ()}
    return {"note": fee.proviso or fee.note or fee.basis, "indonesian": ("note",)}


def page_told(service: Service) -> dict[str, Any]:
    """What the page of a service tells of the version in ``service.standard``, draft or not."""
    told = service.standard.told
    return {
        "service": service,
        "told": told,
        "version": service.standard,
        "facts": facts_of(service, told),
        "checklist": checklist_of(told),
        "steps": steps_of(told),
        "other_ways": place_of(service),
    }


def drafted_page(
    request: HttpRequest,
    service: Service,
    *,
    at_kiosk: bool,
    back_url: str,
    missing: Sequence[Mapping[str, str]],
) -> str:
    """The public page of ``service.standard``, a draft, marked as one; without any act.

    ``missing`` are components with ``name`` and ``href`` (where they are mended, or "").
    """
    context = {
        **page_told(service),
        "day": None,
        "here": None,
        "at_kiosk": at_kiosk,
        "centre": None,
        "places": [],
        "consulted": None,
        "laws": cited_laws(service.standard.told, today()),
        "back_url": back_url,
        "missing": missing,
    }
    return render_to_string("catalogue/drafted.html", context, request)


def checklist_of(told: Content) -> list[dict[str, Any]]:
    """What to bring, always needed things first."""
    items = sorted(told.requirements, key=lambda item: not item.mandatory)
    return [
        {
            "code": item.code,
            "name": item.name,
            "condition": item.condition,
            "note": _note(item),
            "always": item.mandatory and not item.condition,
        }
        for item in items
    ]


def _note(item: Requirement) -> str:
    parts = ["" if item.condition or item.mandatory else _("If you have it")]
    if item.format:
        parts.append(format_name(item.format))
    if item.sensitive:
        parts.append(_("Sensitive: seen only by the officer who handles it"))
    return " · ".join(part for part in parts if part)


def steps_of(told: Content) -> list[dict[str, object]]:
    """The procedure for the flow component; the visitor's own steps are addressed as such."""
    return [
        {
            "actor": _("You") if step.actor_code == VISITOR_ROLE else step.actor_name,
            "activity": step.activity,
            "duration": step_time_said(step),
            "output": step.output,
            "you": step.actor_code == VISITOR_ROLE,
            "outside": step.external,
            "question": step.decision.question if step.decision else "",
            "no_to": step.decision.no_to if step.decision else 0,
        }
        for step in told.steps
    ]
