"""What an agency says to everybody is told to programs elsewhere too."""

import json
from typing import Any

import pytest
from django.conf import settings

from lopo.notices.subscribers import PUBLISHED, WITHDRAWN
from lopo.notifications.api import Delivery
from lopo.notifications.tests.builders import make_webhook

from .test_notices import HOME, Desk

pytestmark = pytest.mark.django_db


def told() -> dict[str, Any]:
    """The newest message."""
    return dict(json.loads(Delivery.objects.latest("pk").body))


def test_a_draft_is_told_to_nobody_and_of_nobody_else() -> None:
    make_webhook(kinds=[PUBLISHED, WITHDRAWN], agency_code="lain")
    desk = Desk()
    desk.publish(desk.write())
    make_webhook(kinds=[PUBLISHED, WITHDRAWN])
    desk.write()
    assert not Delivery.objects.exists()


def test_a_notice_is_told_when_it_is_published_and_when_it_is_withdrawn() -> None:
    make_webhook(kinds=[PUBLISHED, WITHDRAWN])
    desk = Desk()
    notice = desk.write()
    desk.publish(notice)
    assert told()["type"] == "notice.published"
    assert told()["data"] == {
        "code": notice.code,
        "kind": "announcement",
        "title": "Kabar baik",
        "agency": desk.agency.code,
        "valid_from": desk.today.isoformat(),
        "valid_until": None,
        "url": f"{settings.PUBLIC_URL}/pengumuman/{notice.code}/",
    }
    desk.publisher.post(f"{HOME}{notice.pk}/cabut/", {"reason": "Salah tanggal"})
    assert told()["type"] == "notice.withdrawn"
    assert told()["data"]["code"] == notice.code
    assert Delivery.objects.count() == 2
