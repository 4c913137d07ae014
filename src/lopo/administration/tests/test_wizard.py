"""A centre is set up through the wizard alone: refusals, order of steps, and what comes of it."""

import pytest
from django.test import Client

from lopo.administration.models import SetupDraft
from lopo.administration.tests.builders import (
    ANSWERS,
    SERVICE,
    begun,
    fill_in,
    step_url,
    system_admin,
)
from lopo.catalogue.api import offerings_of
from lopo.organisation.api import centre_by_code, counters_of, queues_of

pytestmark = pytest.mark.django_db


def opened(client: Client, draft: SetupDraft) -> None:
    answer = client.post(step_url(draft, "periksa"))
    assert answer.status_code == 303, answer.content.decode()
    assert answer["Location"].endswith("/selesai/")


def test_a_centre_is_set_up_through_the_wizard_alone() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    assert centre_by_code("naker") is None
    assert client.get(step_url(draft, "periksa")).status_code == 200
    opened(client, draft)
    centre = centre_by_code("naker")
    assert centre is not None
    assert (centre.zone, centre.host_agency.short_name) == ("Asia/Makassar", "Disnaker Kupang")
    assert [queue.code for queue in queues_of(centre)] == ["A"]
    assert [counter.name for counter in counters_of(centre)] == ["Meja 1", "Meja 2"]
    (offer,) = offerings_of(centre)
    assert offer.queue is not None
    assert (offer.service.name, offer.queue.code) == (SERVICE["name"], "A")
    assert ANSWERS


def test_staff_of_the_new_centre_get_links_that_are_shown_once() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    opened(client, draft)
    ready = client.get(f"/petugas/pusat/baru/{draft.pk}/selesai/")
    assert "2 tautan" in ready.content.decode()
    links = client.post(f"/petugas/pusat/baru/{draft.pk}/undang/")
    assert links.content.decode().count("/petugas/undangan/") == 2
    assert client.post(f"/petugas/pusat/baru/{draft.pk}/undang/").status_code == 303
    draft.refresh_from_db()
    assert draft.answers == {}
