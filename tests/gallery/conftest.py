"""The gallery looks through the same windows as the journeys."""

from tests.journeys.conftest import axe, server, window

__all__ = ["axe", "server", "window"]
