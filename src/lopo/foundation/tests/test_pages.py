"""What a page says when the database does not answer."""

from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from psycopg.errors import ConnectionTimeout, LockNotAvailable

from lopo.foundation.pages import KindFailures


def said(cause: Exception) -> str:
    """The page for a failure of the database."""
    problem = OperationalError("no")
    problem.__cause__ = cause
    with translation.override("id"):
        answer = KindFailures(lambda _request: HttpResponse()).process_exception(
            RequestFactory().get("/petugas/standar/"), problem
        )
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 503
    return answer.content.decode()


def test_who_waits_too_long_for_others_hears_that_it_is_busy_not_that_it_is_away() -> None:
    assert "sedang sibuk" in said(LockNotAvailable())
    assert "sedang dirawat" in said(ConnectionTimeout())
