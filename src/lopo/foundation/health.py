"""Is it alive, is it ready, how is it doing: for the launcher, for balancers, for Prometheus."""

import functools
import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lopo.foundation import jobs
from lopo.foundation import metrics as counters
from lopo.foundation.models import Heartbeat

WORKER_SILENCE = timedelta(seconds=30)
READY, NOT_READY = 200, 503


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether pages can be answered and work gets done; else every reason why not."""
    reasons = _reasons()
    body = {"status": "not-ready" if reasons else "ready", "reasons": reasons}
    return JsonResponse(body, status=NOT_READY if reasons else READY)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, for this machine only unless the operator opened them."""
    if not (settings.METRICS_PUBLIC or _is_from_here(request)):
        raise Http404
    return HttpResponse(counters.exposition(), content_type="text/plain; version=0.0.4")


def _reasons() -> list[str]:
    """What is missing; the first failure of the database hides the rest."""
    try:
        missing = _missing_migrations()
        if missing:
            return [f"migrations: {len(missing)} not applied, first {missing[0]}"]
        return [] if _worker_lives() else ["worker: no sign of life"]
    except DatabaseError as problem:
        return [f"database: {type(problem).__name__}"]


def _missing_migrations() -> list[str]:
    """The migrations this code needs and the database lacks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        applied = {row[0] for row in cursor.fetchall()}
    return sorted(_known_migrations() - applied)


@functools.cache
def _known_migrations() -> frozenset[str]:
    """The migrations on disk; they cannot change while the process lives."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return frozenset(
        f"{app}.{name}" for (app, name), migration in disk.items() if not migration.replaces
    )


def _worker_lives() -> bool:
    """Whether the worker has been heard of lately, by the database's clock."""
    return Heartbeat.objects.filter(name=jobs.WORKER, seen_at__gt=Now() - WORKER_SILENCE).exists()


def _is_from_here(request: HttpRequest) -> bool:
    """A request of this machine that no proxy has forwarded for somebody else."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
