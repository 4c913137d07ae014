"""The questionnaire on paper: one sheet, official wording, a box to tick."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.foundation.typeset import typeset
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unknown
from lopo.organisation.api import Centre
from lopo.people.api import Permission, asking
from lopo.surveys import permissions, queries
from lopo.surveys.queries import SKM, Asked

from .staff import PAPER, staff_survey_page

TEMPLATE = "surveys/sheet.typ"


@require_safe
@staff_survey_page
def blank_sheet(request: HttpRequest, centre: str) -> HttpResponse:
    """The sheet of today's questionnaire as PDF, or of one that has ended."""
    place = permissions.survey_place(asking(request), centre, *PAPER, Permission.SEE_SURVEY)
    code = request.GET.get("kuesioner", SKM)[:16].replace("\x00", "")
    today = local_date(place, system_clock())
    version = queries.version_read(code, today)
    if version is None:
        raise Unknown(_("There is no such questionnaire."))
    last = min(today, version.valid_until or today)
    asked = queries.asked_in(version, last, agency_id=None, service_id=None)
    pdf = typeset(TEMPLATE, sheet_data(place, asked), dated=asked.instrument.valid_from)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{asked.instrument.code.lower()}-{place.code}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def sheet_data(centre: Centre, asked: Asked) -> dict[str, Any]:
    """What the sheet prints; paper is Indonesian whatever language the page was in."""
    instrument = asked.instrument
    with translation.override("id"):
        return {
            "title": instrument.name,
            "centre": centre.name,
            "agency": centre.host_agency.name,
            "basis": instrument.legal_basis,
            "code": f"{instrument.code} · {_version(instrument.version, instrument.valid_from)}",
            "lowest": instrument.lowest,
            "questions": [
                {"question": item.question, "answers": item.answers} for item in asked.shown
            ],
            "profile": [
                {"name": one.name, "options": [option["name"] for option in one.options]}
                for one in asked.profile
            ],
            "words": _words(),
        }


def _version(version: int, since: date) -> str:
    return _("version %(version)s, since %(year)s") % {"version": version, "year": since.year}


def _words() -> dict[str, str]:
    return {
        "privacy": _(
            "Do not write your name. Officers of the counter do not see your answers; they are "
            "counted together with those of others."
        ),
        "how": _("Tick one box a line. What does not concern you stays empty."),
        "service": _("Service received"),
        "date": _("Date"),
        "about": _("About you (may be left empty)"),
        "opinion": _("Your opinion of our service"),
        "remark": _("What would you like to tell us? (name nobody)"),
        "office": _("For the officer"),
        "batch": _("Batch number"),
        "sheet": _("Sheet"),
        "thanks": _("Thank you. Put the sheet into the box yourself, folded."),
    }
