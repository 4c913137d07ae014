"""What notices tell programs elsewhere: one was published, or taken back."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lopo.foundation.bus import subscribe
from lopo.notifications.api import announce, is_wanted, offer_kind

from .events import NoticePublished, NoticeWithdrawn
from .queries import notice_told

PUBLISHED, WITHDRAWN = "notice.published", "notice.withdrawn"
NAMES = {"MAKLUMAT": "pledge", "PENGUMUMAN": "announcement", "KLARIFIKASI": "correction"}


def connect() -> None:
    """Listen; called once when the application starts."""
    offer_kind(PUBLISHED, _("A pledge, an announcement or a correction was published"))
    offer_kind(WITHDRAWN, _("A pledge, an announcement or a correction was withdrawn"))
    subscribe(NoticePublished, _tell_published)
    subscribe(NoticeWithdrawn, _tell_withdrawn)


def _tell_published(event: NoticePublished) -> None:
    _tell(PUBLISHED, event)


def _tell_withdrawn(event: NoticeWithdrawn) -> None:
    _tell(WITHDRAWN, event)


def _tell(kind: str, event: NoticePublished | NoticeWithdrawn) -> None:
    found = notice_told(event.notice_id) if is_wanted(kind) else None
    if found is None:
        return
    until = found.valid_until
    data = {
        "code": found.code,
        "kind": NAMES[found.kind],
        "title": found.title,
        "agency": found.agency.code,
        "valid_from": found.valid_from.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "url": settings.PUBLIC_URL + reverse("notices:notice", args=[found.code]),
    }
    announce(kind=kind, agency_code=found.agency.code, at=event.at, data=data)
