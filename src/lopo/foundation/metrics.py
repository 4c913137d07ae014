"""Counters for `/metrics`: requests by view and status, their time, and the live streams.

Several processes answer on one port. With `PROMETHEUS_MULTIPROC_DIR` set (the launcher does)
their counts are added up by whoever is asked.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpRequest
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
REQUESTS = Counter("lopo_requests", "Answered requests", ["method", "view", "status"])
SECONDS = Histogram("lopo_request_seconds", "Time to answer", ["view"], buckets=BOUNDS)
STREAMS = Gauge("lopo_live_streams", "Open live streams", multiprocess_mode="livesum")
CLOCK_BEHIND = Gauge(
    "lopo_clock_behind_seconds",
    "How far the clock is behind the last event of a centre",
    ["centre"],
    multiprocess_mode="livemostrecent",
)
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SERVER_ERROR = 500


@dataclass
class Observed:
    """What is known about a request when it is over."""

    status: int = SERVER_ERROR


@contextmanager
def timed(request: HttpRequest) -> Iterator[Observed]:
    """Count one request, also when answering it raised."""
    observed, started = Observed(), time.perf_counter()
    try:
        yield observed
    finally:
        # The view's name, never the path: paths hold ticket links and know no end.
        match = getattr(request, "resolver_match", None)
        view = (match.view_name if match else None) or "none"
        method = request.method if request.method in KNOWN_METHODS else "OTHER"
        REQUESTS.labels(method, view, str(observed.status)).inc()
        SECONDS.labels(view).observe(time.perf_counter() - started)


def exposition() -> bytes:
    """The text Prometheus reads."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
