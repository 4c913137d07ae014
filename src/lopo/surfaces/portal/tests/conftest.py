"""Two agencies on one installation."""

import pytest

from .builders import Two, make_two


@pytest.fixture
def two(db: None) -> Two:
    """BKD and Dukcapil."""
    return make_two()
