"""Health answers tell the truth, and metrics stay on the machine."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models.functions import Now
from django.http import Http404
from django.test import RequestFactory

from lopo.foundation import health, jobs, metrics
from lopo.foundation.models import Heartbeat

ASK = RequestFactory()


def ask(address: str = "127.0.0.1", **extra: str) -> bytes:
    return health.metrics(ASK.get("/metrics", REMOTE_ADDR=address, **extra)).content  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["10.0.0.9", "203.0.113.7", "2001:db8::1", "", "nonsense"])
def test_metrics_are_not_there_for_other_machines(address: str) -> None:
    with pytest.raises(Http404):
        ask(address)


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"])
def test_metrics_are_not_there_for_those_a_proxy_speaks_for(header: str) -> None:
    with pytest.raises(Http404):
        ask(**{header: "127.0.0.1"})


def test_metrics_can_be_opened_by_the_operator(settings: pytest.MonkeyPatch) -> None:
    settings.METRICS_PUBLIC = True  # type: ignore[attr-defined]
    assert b"lopo_requests" in ask("203.0.113.7")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1"])
def test_metrics_are_there_for_this_machine(address: str) -> None:
    assert b"# TYPE lopo_requests_total counter" in ask(address)


def test_a_request_is_counted_under_its_view_and_never_its_path() -> None:
    request = ASK.get("/tiket/a-secret-link/")
    with metrics.timed(request) as observed:
        observed.status = 404
    text = metrics.exposition().decode()
    assert 'lopo_requests_total{method="GET",status="404",view="none"}' in text
    assert "a-secret-link" not in text


def test_a_fault_is_counted_as_one() -> None:
    before = metrics.REQUESTS.labels("POST", "none", "500")._value.get()
    with pytest.raises(ZeroDivisionError), metrics.timed(ASK.post("/x/")):
        raise ZeroDivisionError
    assert metrics.REQUESTS.labels("POST", "none", "500")._value.get() == before + 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_is_only_looked_at(method: str) -> None:
    assert health.healthz(getattr(ASK, method)("/healthz")).status_code == 405


def test_a_living_process_says_so_without_a_database() -> None:
    answer = health.healthz(ASK.get("/healthz"))
    assert (answer.status_code, answer.content) == (200, b'{"status": "ok"}')
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_without_a_worker_it_is_not_ready() -> None:
    answer = health.readyz(ASK.get("/readyz"))
    assert answer.status_code == 503
    assert b"worker: no sign of life" in answer.content


@pytest.mark.django_db
def test_an_old_heartbeat_is_no_sign_of_life() -> None:
    Heartbeat.objects.create(name=jobs.WORKER, seen_at=Now() - timedelta(minutes=5))
    assert health.readyz(ASK.get("/readyz")).status_code == 503


@pytest.mark.django_db
def test_a_missing_migration_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.heartbeat(jobs.WORKER)
    known = health._known_migrations() | {"frontdesk.9999_from_tomorrow"}
    monkeypatch.setattr(health, "_known_migrations", lambda: known)
    answer = health.readyz(ASK.get("/readyz"))
    assert answer.status_code == 503
    assert b"9999_from_tomorrow" in answer.content


def test_without_a_database_it_says_so_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> list[str]:
        raise OperationalError("password of somebody at some host")

    monkeypatch.setattr(health, "_missing_migrations", broken)
    answer = health.readyz(ASK.get("/readyz"))
    assert answer.status_code == 503
    assert b"database: OperationalError" in answer.content
    assert b"password" not in answer.content


@pytest.mark.django_db
def test_with_all_of_it_it_is_ready() -> None:
    jobs.heartbeat(jobs.WORKER)
    answer = health.readyz(ASK.get("/readyz"))
    assert (answer.status_code, answer.content) == (200, b'{"status": "ready", "reasons": []}')
