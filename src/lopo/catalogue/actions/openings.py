"""Where services stand before a file is taken in: what is in force, and what is drafted."""

from collections.abc import Collection
from dataclasses import dataclass

from lopo.catalogue.models import DRAFT_STATES, LIVE_STATES, Service, Standard
from lopo.catalogue.queries import today
from lopo.catalogue.rules import Content

EMPTY = Content().digest


@dataclass(frozen=True, slots=True)
class Standing:
    """The versions of a service that a file may repeat, and its open draft."""

    # In force today, and the latest: a new draft begins as that one.
    digests: frozenset[str] = frozenset()
    draft: Standard | None = None

    def says(self, content: Content) -> bool:
        """Whether a content is no news."""
        drafted = self.draft is not None and self.draft.digest == content.digest
        return drafted or content.digest in self.digests

    @property
    def is_drafted(self) -> bool:
        """Whether the draft holds work: a file that writes over it would take it away."""
        return self.draft is not None and self.draft.digest not in {*self.digests, EMPTY}


NEW = Standing()


def standings_of(services: Collection[Service]) -> dict[str, Standing]:
    """The standing of each service that has a version or a draft, by its code; one query."""
    rows = Standard.objects.filter(service__in=services, state__in=[*LIVE_STATES, *DRAFT_STATES])
    rows = rows.select_related("service").defer("content").order_by("number")
    found: dict[str, list[Standard]] = {}
    for row in rows:
        found.setdefault(row.service.code, []).append(row)
    return {code: _standing(versions) for code, versions in found.items()}


def _standing(versions: list[Standard]) -> Standing:
    live = [one for one in versions if not one.is_draft]
    told = [one for one in live if one.holds_on(today())] + live[-1:]
    draft = next((one for one in versions if one.is_draft), None)
    return Standing(frozenset(one.digest for one in told), draft)
