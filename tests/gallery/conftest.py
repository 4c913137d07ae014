"""The gallery looks through the same windows as the journeys."""

from tests.journeys.conftest import axe, chromium, server, window

__all__ = ["axe", "chromium", "server", "window"]
