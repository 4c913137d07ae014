"""A decree is told to programs elsewhere, in the transaction that makes it true."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from lopo.catalogue import subscribers
from lopo.catalogue.actions import withdraw_standard
from lopo.catalogue.models import Service, Standard
from lopo.catalogue.queries import today
from lopo.catalogue.rules import Promise
from lopo.foundation.aside import aside
from lopo.kernel.clock import system_clock
from lopo.notifications.api import Delivery, announce
from lopo.notifications.tests.builders import make_webhook
from lopo.people.api import User
from lopo.people.tests.builders import make_staff

from .builders import make_content, make_service
from .test_life import published

KINDS = [subscribers.PUBLISHED, subscribers.WITHDRAWN]


@pytest.fixture
def service() -> Service:
    """A service whose first version is from long ago."""
    return make_service(code="CUTI", content=make_content())


def decreed(service: Service, publisher: User | None = None) -> Standard:
    return published(
        service,
        make_staff(),
        publisher or make_staff(),
        make_content(promise=Promise(2), evaluation="SKM"),
    )


def told() -> dict[str, Any]:
    """The one message there is."""
    return dict(json.loads(Delivery.objects.get().body))


def taken_back(service: Service) -> int:
    """A decree whose transaction fails at the end; how many messages are left of it."""

    def fails() -> None:
        with transaction.atomic():
            decreed(service)
            raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        fails()
    return Delivery.objects.count()


@pytest.mark.django_db
def test_nobody_is_told_who_did_not_ask(service: Service) -> None:
    make_webhook(kinds=[subscribers.WITHDRAWN])
    make_webhook(kinds=KINDS, agency_code="lain")
    decreed(service)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_decree_that_is_taken_back_is_not_told(service: Service) -> None:
    make_webhook(kinds=KINDS)
    assert taken_back(service) == 0
    assert Standard.objects.filter(service=service).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_written_on_a_connection_of_its_own_would_be_found_out(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the test above can fail."""
    make_webhook(kinds=KINDS)

    def beside(**facts: Any) -> None:
        def written() -> None:
            with transaction.atomic():
                announce(**facts)

        with aside() as write:
            write(written)

    monkeypatch.setattr(subscribers, "announce", beside)
    assert taken_back(service) == 1


@pytest.mark.django_db
def test_a_decree_is_told_with_where_to_read_it_and_what_changed(service: Service) -> None:
    make_webhook(kinds=KINDS)
    publisher = make_staff(username="nama-orang")
    version = decreed(service, publisher)
    message = told()
    assert message["type"] == "standard.published"
    assert message["timestamp"] == version.published_at.isoformat()  # type: ignore[union-attr]
    assert message["data"] == {
        "service": "CUTI",
        "name": service.name,
        "agency": service.agency.code,
        "number": 2,
        "valid_from": today().isoformat(),
        "url": f"{settings.PUBLIC_URL}/layanan/CUTI/",
        "diff_url": f"{settings.PUBLIC_URL}/api/v1/services/CUTI/diff?from=1&to=2",
    }
    assert "nama-orang" not in Delivery.objects.get().body
    for url in (message["data"]["url"], message["data"]["diff_url"]):
        assert Client().get(url.removeprefix(settings.PUBLIC_URL)).status_code == 200


@pytest.mark.django_db
def test_a_first_version_has_nothing_before_it() -> None:
    known = make_service()
    service = Service.objects.create(
        code="BARU", agency=known.agency, unit=known.unit, updated_at=system_clock()
    )
    make_webhook(kinds=KINDS)
    decreed(service)
    assert (told()["data"]["number"], told()["data"]["diff_url"]) == (1, None)


@pytest.mark.django_db
def test_the_end_of_a_standard_is_told(service: Service) -> None:
    make_webhook(kinds=KINDS)
    last_day = date(2100, 1, 1)
    withdraw_standard(
        service=service,
        reason="Dihapus",
        from_day=last_day,
        publisher=make_staff(),
        clock=system_clock,
    )
    assert told()["type"] == "standard.withdrawn"
    assert told()["data"]["valid_to"] == "2100-01-01"
    assert told()["data"]["number"] == 1


@pytest.mark.django_db
def test_listening_twice_tells_once(service: Service) -> None:
    make_webhook(kinds=KINDS)
    subscribers.connect()
    decreed(service)
    assert Delivery.objects.count() == 1
