"""No log line opens a visitor's ticket."""

import logging

import pytest

from lopo.foundation.logs import MaskSecrets


@pytest.mark.parametrize(
    "path",
    ["/tiket/s3cr3t_T0ken/", "/api/v1/tickets/s3cr3t_T0ken/arrival", "/hadir/bkd/s3cr3t_T0ken/"],
)
def test_a_failed_request_is_logged_without_its_secret(path: str) -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s: %s", ("Internal Server Error", path), None
    )
    assert MaskSecrets().filter(record)
    assert "s3cr3t" not in record.getMessage()
    assert record.getMessage().startswith("Internal Server Error: /")
