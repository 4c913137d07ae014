"""A notice as it is after somebody published it."""

from datetime import date
from itertools import count
from typing import Any

from lopo.kernel.clock import system_clock
from lopo.notices.models import Notice
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency

_serial = count(1)


def make_notice(*, agency: Agency | None = None, **fields: Any) -> Notice:
    """A published announcement, unless said otherwise."""
    number = next(_serial)
    given: dict[str, Any] = {
        "code": f"kabar{number}",
        "kind": Notice.Kind.ANNOUNCEMENT,
        "state": Notice.State.PUBLISHED,
        "title": f"Kabar {number}",
        "body": "Isi kabar.",
        "valid_from": date(2026, 1, 1),
        "drafted_at": system_clock(),
        "published_at": system_clock(),
    }
    if fields.get("kind") == Notice.Kind.PLEDGE:
        signed = {"signer_office": "Kepala", "decree_number": "1", "decree_date": date(2026, 1, 1)}
        given |= signed
    return Notice.objects.create(agency=agency or make_agency(), **{**given, **fields})
