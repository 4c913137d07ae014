"""Finding a service: the list with its search and filters, suggestions, and help when in vain."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.actions import note_missed_search
from lopo.catalogue.models import Service
from lopo.catalogue.queries import (
    Found,
    channel_name,
    consulting_offers,
    event_name,
    examples_of,
    list_services,
    nearest_words,
    search,
    search_examples,
    suggest,
)
from lopo.catalogue.rules import pieces, words
from lopo.foundation.parts import address_of
from lopo.kernel.clock import system_clock
from lopo.kernel.formats import in_zone
from lopo.organisation.api import Centre, agency_by_code, list_centres
from lopo.people.api import kiosk_centre

from .pages import row_of
from .promised import queue_url

LONGEST_SEARCH = 200
LONGEST_FILTER = 40
MOST_CENTRES = 4
# Whoever has to read on after so many asks with another word, or narrows the list down.
MOST_ROWS = 60
AGENCY, CHANNEL, EVENT = "perangkat", "kanal", "peristiwa"
FILTERS = (AGENCY, CHANNEL, EVENT)
# More chips than these are no longer a quick way in.
MOST_EVENTS = 12
SOME_ZONE = "Asia/Makassar"


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """All services by category, or what a search finds, best first; at a kiosk only its own."""
    here = kiosk_centre(request)
    asked = _typed(request, "q", LONGEST_SEARCH)
    found = search(asked, centre=here) if words(asked) else None
    every = found.services if found else list(list_services(centre=here))
    filters = _filters(request.GET, every)
    services = [one for one in every if all(part.fits(one) for part in filters)]
    is_shared = len({one.agency_id for one in every}) > 1
    shown = services[:MOST_ROWS] if found else []
    context = {
        "asked": asked,
        "found": found,
        "rows": [_found_row(one, found, is_shared) for one in shown] if found else [],
        "groups": [] if found else _groups(services, is_shared),
        "total": len(services),
        "is_cut": found is not None and len(shown) < len(services),
        "suggestions": search_examples(here) if found else examples_of(every),
        "filters": [part for part in filters if len(part.options) > 1 or part.chosen],
        "events": [] if found else _events(filters),
        "is_shared": is_shared,
        "is_filtered": any(part.chosen for part in filters),
        "keep": [(part.name, part.chosen) for part in filters if part.chosen],
        "without_filters": _address({"q": asked}),
    }
    if found and not found.is_sure:
        context |= _help(request, asked, found, here)
    return render(request, "catalogue/list.html", context)


@require_safe
def of_agency(request: HttpRequest, agency: str) -> HttpResponse:
    """A part of an agency's page: its services by category; at a kiosk those given there."""
    owner = agency_by_code(agency)
    if owner is None or owner.archived_at is not None:
        raise Http404(_("There is no such agency."))
    services = list(list_services(owner, centre=kiosk_centre(request)))
    context = {
        "groups": _groups(services[:MOST_ROWS], is_shared=False),
        "more": max(0, len(services) - MOST_ROWS),
        "all_of_them": _address({AGENCY: owner.code}),
    }
    return render(request, "catalogue/of_agency.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """A part of the search form: the first services that fit what is still being typed."""
    here = kiosk_centre(request)
    typed = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "")
    found = suggest(typed, centre=here)
    is_shared = len({one.agency_id for one in found.services}) > 1
    rows = [_found_row(one, found, is_shared) for one in found.services]
    response = render(request, "catalogue/suggestions.html", {"rows": rows})
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:20]}"'
    seen = request.headers.get("If-None-Match", "").split(",")
    if etag in [tag.strip().removeprefix("W/") for tag in seen]:
        response = HttpResponseNotModified()
    response["ETag"] = etag
    # A kiosk's answer is its centre's alone.
    response["Cache-Control"] = "private, max-age=60"
    return response


@dataclass(frozen=True, slots=True)
class Option:
    """One value a list can be kept to, and how many services have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list can be kept to: every value there is, and the one chosen ("" for none)."""

    name: str
    label: str
    options: Sequence[Option]
    chosen: str
    chosen_label: str
    without: str
    # Names are data, in Indonesian; ways are said in the language of the page.
    is_data: bool

    def fits(self, service: Service) -> bool:
        """Whether a service has the value chosen, or none is."""
        return not self.chosen or self.chosen in _values(self.name, service)


def _values(name: str, service: Service) -> dict[str, str]:
    if name == AGENCY:
        return {service.agency.code: service.agency.name}
    if name == EVENT:
        return {event: event_name(event) for event in service.life_events}
    return {channel: channel_name(channel) for channel in service.channels}


def _filters(asked: QueryDict, services: Iterable[Service]) -> list[Filter]:
    every = list(services)
    chosen = {name: _clean(asked.get(name, ""), LONGEST_FILTER) for name in FILTERS}
    labels = {AGENCY: _("Agency"), CHANNEL: _("Way"), EVENT: _("Event in life")}
    return [_filter(name, label, every, asked, chosen) for name, label in labels.items()]


def _filter(
    name: str, label: str, services: Sequence[Service], asked: QueryDict, chosen: dict[str, str]
) -> Filter:
    counts: dict[str, int] = {}
    known: dict[str, str] = {}
    for service in services:
        for value, said in _values(name, service).items():
            counts[value] = counts.get(value, 0) + 1
            known[value] = said
    value = chosen[name]
    if value and value not in known:
        known[value] = _label_of(name, value)
    others = {other: one for other, one in chosen.items() if other != name}
    return Filter(
        name=name,
        label=label,
        options=[Option(one, said, counts.get(one, 0)) for one, said in known.items()],
        chosen=value,
        chosen_label=known.get(value, ""),
        without=_address({"q": _clean(asked.get("q", ""), LONGEST_SEARCH), **others}),
        is_data=name != CHANNEL,
    )


def _label_of(name: str, value: str) -> str:
    """What a value is called that none of the services shown has."""
    agency = agency_by_code(value) if name == AGENCY and value else None
    if agency is not None:
        return agency.name
    said = {CHANNEL: channel_name, EVENT: event_name}
    return said[name](value) if name in said else value


def _events(filters: Sequence[Filter]) -> list[Link]:
    """What happens in a life, the events of most services first; none once one is chosen."""
    others = {part.name: part.chosen for part in filters}
    part = next(part for part in filters if part.name == EVENT)
    if part.chosen:
        return []
    most = sorted(part.options, key=lambda option: (-option.count, option.label))[:MOST_EVENTS]
    return [Link(one.label, _address({**others, EVENT: one.value})) for one in most]


def _address(parts: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{reverse('catalogue:list')}?{query}" if query else reverse("catalogue:list")


def _help(request: HttpRequest, asked: str, found: Found, here: Centre | None) -> dict[str, Any]:
    """Whom to ask instead, and words that come near; that it was in vain is counted."""
    centres = [here] if here else _real_ones(list(list_centres()))
    if request.method == "GET":
        zone = centres[0].zone if centres else SOME_ZONE
        local_now = in_zone(system_clock(), zone)
        note_missed_search(text=asked, day=local_now.date())
    offers = {offer.centre_id: offer for offer in consulting_offers(centres)}
    shown = centres[:MOST_CENTRES]
    return {
        "nearest": [] if found.services else nearest_words(asked, centre=here),
        "at_kiosk": here is not None,
        "helpers": [
            {
                "centre": centre,
                "href": queue_url(offers[centre.pk]) if centre.pk in offers else "",
            }
            for centre in shown
        ],
        "all_centres": _centres_url() if len(centres) > len(shown) else "",
    }


def _real_ones(centres: list[Centre]) -> list[Centre]:
    return [centre for centre in centres if not centre.is_practice] or centres


def _centres_url() -> str:
    return address_of("frontdesk:centres")


def _plain_row(service: Service, is_shared: bool) -> dict[str, Any]:
    """A row that names its agency where the list has several."""
    return {**row_of(service), "agency": service.agency.name if is_shared else ""}


def _found_row(service: Service, found: Found, is_shared: bool) -> dict[str, Any]:
    """A row of the list in which the words that fitted are marked, or why it is there."""
    row = _plain_row(service, is_shared)
    reason = found.because(service)
    return {
        **row,
        "name": _marked(row["name"], found.words),
        "text": _marked(row["text"], found.words),
        "category": service.category,
        "because": reason.kind if reason else "",
        "because_text": _marked(reason.text, found.words) if reason else "",
    }


def _marked(text: str, shown: frozenset[str]) -> SafeString:
    """The text with the words that were found between marks, everything escaped."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if is_found else piece,)
            for piece, is_found in pieces(text, shown)
        ),
    )


def _groups(services: Iterable[Service], is_shared: bool) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for service in services:
        groups.setdefault(service.category, []).append(_plain_row(service, is_shared))
    return [
        {"name": name, "anchor": f"kategori-{number}", "rows": rows}
        for number, (name, rows) in enumerate(groups.items(), start=1)
    ]


def _typed(request: HttpRequest, name: str, longest: int) -> str:
    return _clean(request.GET.get(name, ""), longest)


def _clean(text: str, longest: int) -> str:
    return text[:longest].replace("\x00", "").strip()
