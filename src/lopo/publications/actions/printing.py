"""Making a sheet, once: it is kept on disk under what it follows from."""

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from lopo.catalogue.api import Service
from lopo.foundation.days import civil_date
from lopo.foundation.parts import address_of
from lopo.foundation.typeset import typeset
from lopo.kernel.clock import Clock
from lopo.organisation.api import Agency, Centre
from lopo.publications.models import Publication
from lopo.publications.queries import (
    OVERVIEW,
    VISIT,
    Sheet,
    subject_of,
    version_of_list,
    version_of_service,
    version_of_visit,
)

from .codes import issue

# A sheet nobody asked for in this time is made again when somebody does.
KEPT = timedelta(days=30)


def folder() -> Path:
    """Where finished sheets lie; everything in it can be made again."""
    path: Path = settings.DATA / "sheets"
    path.mkdir(parents=True, exist_ok=True)
    return path


def printed(sheet: Sheet) -> bytes:
    """The PDF of a sheet, from the disk when it was made before."""
    path = folder() / f"{sheet.digest}.pdf"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pdf = typeset(sheet.template, sheet.data, dated=sheet.dated)
    # Whole or not at all: somebody may read it while we write.
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
    os.replace(name, path)
    return pdf


def proof(sheet: Sheet) -> bytes:
    """The PDF of a sheet of a draft: made for whoever looks at it now, kept nowhere."""
    return typeset(sheet.template, sheet.data, dated=sheet.dated)


def code_of(service: Service, kind: str, clock: Clock) -> Publication:
    """The code of something printed from the version in ``service.standard``."""
    standard = service.standard
    return issue(
        kind=kind,
        subject=subject_of(standard),
        version=version_of_service(service),
        title=standard.name,
        issuer=service.agency.name,
        path=reverse("catalogue:service", args=[service.code]),
        clock=clock,
    )


def code_of_list(agency: Agency, clock: Clock) -> Publication:
    """The code of the overview of an agency as it is today."""
    return issue(
        kind=OVERVIEW,
        subject=f"agency:{agency.code}",
        version=version_of_list(agency, civil_date(clock())),
        title=agency.name,
        issuer=agency.name,
        path=reverse("catalogue:list"),
        clock=clock,
    )


def code_of_visit(centre: Centre, clock: Clock) -> Publication:
    """The code of the poster of a centre as it is today."""
    return issue(
        kind=VISIT,
        subject=f"centre:{centre.code}",
        version=version_of_visit(centre),
        title=centre.name,
        issuer=centre.host_agency.name,
        path=address_of("publications:visit_poster", centre.code),
        clock=clock,
    )


def forget_old_sheets(now: datetime) -> int:
    """Delete what was made long ago; how many."""
    oldest = (now - KEPT).timestamp()
    old = [path for path in folder().iterdir() if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
