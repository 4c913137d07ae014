"""Who receives, and what time it is."""

from collections.abc import Iterator

import pytest
from django.core.mail.utils import DNS_NAME
from pytest_django import Settings

from .builders import Clockwork, Receiver, listening
from .post_office import PostOffice, open_office


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
def office(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server, named in the settings."""
    # Looked up once in the life of a process, and slowly where nobody answers.
    monkeypatch.setattr(DNS_NAME, "_fqdn", "lopo.example", raising=False)
    with open_office() as found:
        settings.MAIL_SERVER = found.address
        settings.MAIL_FROM = "Lopo <layanan@contoh.go.id>"
        yield found
