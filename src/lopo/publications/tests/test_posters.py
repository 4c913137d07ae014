"""A poster says what the standard says, on every paper."""

import os
from pathlib import Path

import pytest

from lopo.catalogue.api import list_services, service_in_full
from lopo.catalogue.tests.builders import make_bkd
from lopo.kernel.clock import system_clock
from lopo.publications import actions, queries
from lopo.publications.rules import PAPERS

pytestmark = pytest.mark.django_db


def test_look() -> None:
    make_bkd()
    out = Path("/tmp/pub/out")
    out.mkdir(exist_ok=True)
    codes = os.environ.get("CODES", "KP-REG,IZIN-CERAI,KONSUL,PEN-APS").split(",")
    for code in codes:
        service = service_in_full(code)
        pub = actions.code_of(service, "POSTER", system_clock)
        for size in PAPERS:
            pdf = actions.printed(queries.poster_of(service, size, pub))
            (out / f"{code}-{size}.pdf").write_bytes(pdf)
