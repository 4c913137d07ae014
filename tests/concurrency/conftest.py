"""The crowd: started once for all races, gone before the test database is dropped."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.concurrency.crowd import Crowd


@pytest.fixture(scope="session")
def crowd(django_db_setup: Any) -> Iterator[Crowd]:
    """Twenty people in four processes on the test database."""
    with Crowd(database=str(connection.settings_dict["NAME"])) as people:
        yield people
