"""Drafts of standards, for those who write and publish them."""

import hashlib
from collections.abc import Collection

from django.db.models import (
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from lopo.catalogue.models import (
    DRAFT_STATES,
    LIVE_STATES,
    Service,
    Standard,
    in_force_on,
)
from lopo.catalogue.rules import step_back
from lopo.organisation.api import Agency

from .offers import PARTS, list_services, today


def draft_of(service: Service) -> Standard | None:
    """The open draft of a service, whoever works on it."""
    return drafts().filter(service=service).first()


def service_as_drafted(draft: Standard) -> Service:
    """The service of a draft as if the draft held, with its unit and where it is given."""
    service = draft.service
    service.standard = draft
    prefetch_related_objects([service], *PARTS)
    return service


def consulted_draft(service: Service) -> Standard | None:
    """The draft of a service that the public is asked about."""
    asked = drafts().filter(service=service, state=Standard.State.CONSULTATION)
    return asked.select_related("based_on").first()


def drafts_of(agencies: Collection[Agency]) -> dict[int, Standard]:
    """The open drafts of some agencies, by service; without what they say."""
    rows = drafts().filter(service__agency__in=agencies).defer("content")
    return {row.service_id: row for row in rows}


def submitted_drafts(agency: Agency) -> "QuerySet[Standard]":
    """The drafts of an agency that wait for a decree, with what they would replace."""
    rows = drafts().filter(service__agency=agency, state=Standard.State.SUBMITTED)
    waiting = rows.select_related("service__agency", "consultation", "based_on")
    waiting = waiting.prefetch_related("consultation__signatories")
    return waiting.order_by("service__position", "service__code")


def as_read(draft: Standard) -> str:
    """Everything of a draft that is published, in short: of another word it is another one."""
    record = getattr(draft, "consultation", None)
    told: list[object] = [draft.pk, draft.revision, draft.digest, draft.change_note]
    if record is not None:
        told += [record.held_on, record.place, record.minutes, record.changes]
        told += [record.waived_because]
        told += sorted((one.element, one.body, one.office) for one in record.signatories.all())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def can_undo(draft: Standard) -> bool:
    """Whether a saving of the draft is left to take back."""
    backs = dict(draft.revisions.values_list("number", "goes_back_to"))
    return step_back(backs, draft.revision) is not None


def drafts() -> "QuerySet[Standard]":
    """Every open draft."""
    rows = Standard.objects.filter(state__in=DRAFT_STATES)
    return rows.select_related("service__agency", "service__unit", "drafted_by", "consultation")


def not_in_force(agencies: Collection[Agency]) -> list[Service]:
    """The services of some agencies that the public does not find today, with their unit.

    ``begins`` is the day their next version comes into force, ``had_version`` whether they ever
    were (or will be) promised.
    """
    live, day = Q(standards__state__in=LIVE_STATES), today()
    services = Service.objects.filter(agency__in=agencies, is_active=True)
    holding = Standard.objects.filter(in_force_on(day), service=OuterRef("pk"))
    idle = services.exclude(Exists(holding)).annotate(
        had_version=Exists(Standard.objects.filter(service=OuterRef("pk"), state__in=LIVE_STATES)),
        begins=Min(
            "standards__valid_from",
            filter=live
            & Q(standards__valid_from__gt=day)
            & (
                Q(standards__valid_to__isnull=True)
                | Q(standards__valid_to__gt=F("standards__valid_from"))
            ),
        ),
    )
    return list(idle.select_related("unit").order_by("name", "code"))


def known_actors(agency: Agency) -> dict[str, str]:
    """Who acts in the procedures of an agency, by name, with the code they have there."""
    found: dict[str, str] = {}
    for service in list_services(agency):
        for step in service.standard.told.steps:
            found.setdefault(step.actor_name, step.actor_code)
    return dict(sorted(found.items()))
