"""All 37 services have every document, whole and checkable."""

import pytest
from django.conf import settings
from django.test import Client

from lopo.catalogue.api import list_services
from lopo.catalogue.tests.builders import make_bkd
from lopo.publications.models import Publication
from lopo.publications.rules import PAPERS

from .reading import Paper

SERVICES = 37


@pytest.mark.slow
@pytest.mark.django_db
def test_all_thirty_seven_services_have_every_poster_and_sheet() -> None:
    make_bkd()
    services = list(list_services())
    assert len(services) == SERVICES
    for service in services:
        told, where = service.standard.told, f"/layanan/{service.code}"
        for size in PAPERS:
            paper = Paper(Client().get(f"{where}/poster.pdf", {"ukuran": size}).content)
            assert len(paper.pages) == 1, (service.code, size)
            assert paper.says(service.standard.name), (service.code, size)
            if PAPERS[size].flow:
                for item in told.requirements:
                    assert paper.says(item.name), (service.code, size, item.name)
                for step in told.steps:
                    assert paper.says(step.activity), (service.code, size, step.activity)
        code = Publication.objects.get(kind="POSTER", title=service.standard.name).code
        assert f"{settings.PUBLIC_URL}/cek/{code}/" in paper.codes()
        sheet = Paper(Client().get(f"{where}/sop.pdf").content)
        for step in told.steps:
            assert sheet.says(step.activity), (service.code, step.activity)
