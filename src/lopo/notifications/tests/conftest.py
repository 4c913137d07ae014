"""Who receives, and what time it is."""

from collections.abc import Iterator

import pytest

from .builders import Clockwork, Receiver, listening


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()
