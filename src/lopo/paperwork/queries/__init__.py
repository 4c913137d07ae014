"""Reads: the form of a service on a day, and a sealed draft by its code."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from lopo.catalogue.api import Service, service_in_full
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.paperwork.models import FormDefinition, SealedDraft
from lopo.paperwork.rules import Definition, Needed, Subject, digest, generate

DATA = Path(__file__).parent.parent / "data"
# What a counter gives needs a person there; other services have nothing to take to one.
COUNTER = "loket"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a service that holds on a day; ``stored`` when an agency wrote it."""

    service: Service
    definition: Definition
    digest: str
    stored: FormDefinition | None = None

    @property
    def version(self) -> str:
        """Which version it is, for people and files."""
        return self.digest[:12]

    @property
    def for_counter(self) -> bool:
        """Whether there is a counter to take it to."""
        return COUNTER in self.service.channels


def form_of(code: str, day: date | None = None) -> Form | None:
    """The form of a public service today (or on a day)."""
    on = day or civil_date(system_clock())
    service = service_in_full(code, on)
    if service is None:
        return None
    written = written_form(service, on)
    if written is not None:
        return Form(service, written.told, written.digest, written)
    definition = generated(service)
    return Form(service, definition, digest(definition))


def written_form(service: Service, day: date) -> FormDefinition | None:
    """What an agency wrote for a service and is in force."""
    rows = FormDefinition.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        service=service,
        origin=FormDefinition.Origin.WRITTEN,
        valid_from__lte=day,
    )
    return rows.first()


def generated(service: Service) -> Definition:
    """The form assembled from what the service's standard says."""
    return _generated(subject_of(service))


def subject_of(service: Service) -> Subject:
    """What a form is made of."""
    return Subject(
        code=service.code,
        name=service.name,
        category=service.category,
        audience=service.audience,
        needed=tuple(
            Needed(item.code, item.name, item.condition, item.mandatory)
            for item in service.standard.told.requirements
        ),
    )


# A form takes a millisecond to assemble and its subject is the whole key.
@lru_cache(maxsize=512)
def _generated(subject: Subject) -> Definition:
    return generate(subject, recipes())


@cache
def recipes() -> dict[str, Any]:
    """The shipped questions (`data/forms.json`)."""
    shipped: dict[str, Any] = json.loads((DATA / "forms.json").read_text("utf-8"))
    return shipped


def draft_by_token(token_hash: str, now: datetime) -> SealedDraft | None:
    """A draft that may still be opened."""
    return _alive(now).filter(token_hash=token_hash).first()


def draft_by_code(code: str, now: datetime) -> SealedDraft | None:
    """The same by the code somebody read out; enough to find it, never to open it."""
    return _alive(now).filter(code=code).first()


def _alive(now: datetime) -> "QuerySet[SealedDraft]":
    rows = SealedDraft.objects.filter(expires_at__gt=now)
    return rows.select_related("service__agency", "form")
