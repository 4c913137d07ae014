"""What is published carries its code twice: for the eye and for the camera of a phone."""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image

from lopo.notices.models import Notice
from lopo.notices.tests.builders import make_notice
from lopo.publications.models import Publication
from tests.conftest import OpenWindow, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("kind", Notice.Kind)
def test_a_phone_reads_the_code_of_a_notice_off_its_page(window: OpenWindow, kind: str) -> None:
    claim = "Bayar agar cepat" if kind == Notice.Kind.CORRECTION else ""
    notice = make_notice(kind=kind, claim=claim)
    reader = window((360, 740))
    reader.go(f"/pengumuman/{notice.code}/")
    code = Publication.objects.get(subject=notice.code).code
    reader.sees(code)
    assert too_wide(reader.page) == 0
    seen = zxingcpp.read_barcodes(Image.open(BytesIO(reader.page.screenshot(full_page=True))))
    assert [urlsplit(one.text).path for one in seen] == [f"/cek/{code}/"]
    assert reader.troubles == []
