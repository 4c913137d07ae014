"""Sheets wear the look of their agency, and change when it does."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL.Image import new as new_image

from lopo.catalogue.api import service_in_full
from lopo.catalogue.tests.builders import make_service
from lopo.organisation.tests.builders import make_agency
from lopo.profiles.tests.builders import GREEN, make_look, svg
from lopo.publications import actions
from lopo.publications.queries import HOUSE, brand_of, poster_of

from .reading import Paper

pytestmark = pytest.mark.django_db
TEAL, MARK = (0x0B, 0x3B, 0x3C), (0x00, 0xAA, 0x55)


def picture() -> bytes:
    """A logo of dots."""
    dots = BytesIO()
    new_image("RGB", (64, 64), "#00aa55").save(dots, "PNG")
    return dots.getvalue()


def drawing() -> bytes:
    """A logo of lines."""
    return svg('<rect width="64" height="64" fill="#00aa55"/>')


def colours_of(pdf: bytes) -> set[Any]:
    return {colour for _n, colour in Paper(pdf).photo(width=600).getcolors(1 << 24) or []}


def test_an_agency_without_a_look_wears_that_of_the_house() -> None:
    assert brand_of(make_agency()) == HOUSE


@pytest.mark.parametrize("logo", [picture, drawing])
def test_a_poster_is_printed_in_the_colours_and_with_the_logo_of_its_agency(logo: Any) -> None:
    agency = make_look(logo=logo(), logo_alt="Lambang Dinas Contoh")
    found = service_in_full(make_service(agency=agency).code)
    assert found is not None
    pdf = actions.printed(poster_of(found, "a4", None))
    assert b"Lambang Dinas Contoh" in pdf
    assert {TEAL, MARK} <= colours_of(pdf)


def test_every_sheet_kept_before_is_made_anew_when_the_look_changes(client: Client) -> None:
    agency = make_agency()
    code = make_service(agency=agency).code
    papers = (
        f"/layanan/{code}/poster.pdf?ukuran=a6",
        f"/layanan/{code}/sop.pdf",
        f"/terbitan/perangkat/{agency.code}/jenis-layanan.pdf",
    )
    before = {path: client.get(path) for path in papers}
    make_look(agency, colours=GREEN, logo=drawing())
    for path, earlier in before.items():
        after = client.get(path, headers={"If-None-Match": earlier["ETag"]})
        assert after.status_code == 200, path
        assert MARK in colours_of(after.content), path
        assert MARK not in colours_of(earlier.content), path
