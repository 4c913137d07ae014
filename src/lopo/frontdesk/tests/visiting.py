"""What the tests of the visitor's pages share: the button, a clock that stands still, a kiosk."""

from collections.abc import Iterator
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.test import Client

from lopo.frontdesk import queries
from lopo.frontdesk.tests.builders import Clockwork, offering_of
from lopo.frontdesk.views import taking, visitor
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import DEVICE_COOKIE, register_device


@pytest.fixture
def now() -> Iterator[Clockwork]:
    """Pages read the clock through their modules; here it stands still until moved."""
    clock = Clockwork()
    with (
        mock.patch.object(taking, "system_clock", clock),
        mock.patch.object(visitor, "system_clock", clock),
        mock.patch("lopo.frontdesk.views.rest.system_clock", clock),
    ):
        yield clock


def press(client: Client, centre: Centre, **fields: Any) -> Any:
    """Press "Ambil nomor"."""
    filled = {"layanan": offering_of(centre).service.code, "kunci": str(uuid4()), **fields}
    return client.post(f"/antrean/{centre.code}/nomor/", filled)


def door_code(centre: Centre) -> str:
    return queries.door_code(centre, system_clock()).code


def text_of(response: Any) -> str:
    return str(response.content.decode())


def kiosk_of(centre: Centre, *, in_room: bool = True) -> Client:
    client = Client()
    raw = register_device(
        centre=centre, name=f"anjungan {uuid4()}", kind="KIOSK", in_room=in_room, actor=SYSTEM
    )
    client.cookies[DEVICE_COOKIE] = raw
    client.cookies["lopo_surface"] = "kiosk"
    return client
