"""Versions of a standard: one row after the other, each closing the one before it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lopo.catalogue.models import DRAFT_STATES, LIVE_STATES, Service, Standard
from lopo.catalogue.rules import Content, to_stored
from lopo.foundation.days import civil_date


@dataclass(frozen=True, slots=True)
class History:
    """The versions of one service that were, are or will be in force."""

    last: Standard | None
    digests: frozenset[str]
    is_decreed: bool

    def differs(self, content: Content) -> bool:
        """Whether a content is news: of what is decreed no earlier version comes back by itself."""
        if self.is_decreed:
            return content.digest not in self.digests
        return self.last is None or self.last.digest != content.digest


NO_HISTORY = History(None, frozenset(), is_decreed=False)


def histories(services: Collection[Service]) -> dict[int, History]:
    """The history of each service that has one, by its id; one query."""
    found: dict[int, History] = {}
    rows = Standard.objects.filter(service__in=services, state__in=LIVE_STATES)
    for row in rows.defer("content").order_by("service", "number"):
        before = found.get(row.service_id, NO_HISTORY)
        found[row.service_id] = History(
            last=row,
            digests=before.digests | {row.digest},
            is_decreed=before.is_decreed or row.state == Standard.State.DECREED,
        )
    return found


def add_versions(rows: Sequence[tuple[Service, History, Content]], now: datetime) -> int:
    """Write what the agency does now as versions taken over; returns how many became drafts.

    What is decreed changes only by decree: there the content waits as a draft, unless somebody is
    working on one already.
    """
    today = civil_date(now)
    bound = {service.pk for service, history, _content in rows if history.is_decreed}
    busy = Standard.objects.filter(service__in=bound, state__in=DRAFT_STATES)
    busy_ids = set(busy.values_list("service_id", flat=True))
    new = []
    for service, history, content in rows:
        if not history.is_decreed:
            close([history.last] if history.last else [], today)
            new.append(_taken_over(service, content, after=history.last, today=today, now=now))
        elif service.pk not in busy_ids:
            new.append(draft_row(service, content, after=history.last, now=now))
    Standard.objects.bulk_create(new)
    return sum(version.is_draft for version in new)


def draft_row(
    service: Service, content: Content, *, after: Standard | None, now: datetime
) -> Standard:
    """A draft of the next version, not written yet."""
    return Standard(
        service=service,
        name=service.name,
        content=to_stored(content),
        digest=content.digest,
        based_on=after,
        drafted_at=now,
    )


def _taken_over(
    service: Service, content: Content, *, after: Standard | None, today: date, now: datetime
) -> Standard:
    """The next version as the agency works; the first one holds since ever."""
    version = draft_row(service, content, after=after, now=now)
    version.state = Standard.State.TAKEN_OVER
    version.number = 1 if after is None else (after.number or 0) + 1
    version.valid_from = None if after is None else today
    return version


def close(versions: Iterable[Standard], day: date) -> None:
    """Let versions end before a day; one that would only begin then never begins."""
    for version in versions:
        version.valid_to = max(day, version.valid_from) if version.valid_from else day
        version.save(update_fields=["valid_to"])
