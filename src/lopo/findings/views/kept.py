"""The two files of a report, as they are kept."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from lopo.findings import actions
from lopo.findings.models import Report

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a report: `pdf` or `docx`, its size in bytes."""

    kind: str
    size: int


def kept_of(report: Report) -> list[Kept]:
    """The files of a report that are there; one that was lost is not offered."""
    paths = ((kind, actions.file_of(report, kind)) for kind in TYPES)
    return [Kept(kind, path.stat().st_size) for kind, path in paths if path.is_file()]


def file_answer(found: Report, kind: str) -> HttpResponse:
    """One of them, to be saved."""
    path = actions.file_of(found, kind) if kind in TYPES else None
    if path is None or found.state != Report.State.DONE or not path.is_file():
        raise Http404(_("There is no such report, or it is older than a day."))
    name = f"laporan-skm-{actions.of_report(found).key.replace(':', '-')}-{found.period}.{kind}"
    answer = HttpResponse(path.read_bytes(), TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
