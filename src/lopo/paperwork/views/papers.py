"""Forms as PDF: by typst, with a QR code, for a pen or already filled."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lopo.foundation.days import civil_date
from lopo.foundation.typeset import fingerprint, typeset
from lopo.kernel.clock import system_clock
from lopo.kernel.formats import long_date
from lopo.paperwork.queries import Form
from lopo.paperwork.rules import Answers, Seal, sheet

TEMPLATE = "paperwork/form.typ"
HALF = 4


def address_of(form: Form) -> str:
    """Where the form is filled."""
    return f"{settings.PUBLIC_URL}{reverse('paperwork:form', args=[form.service.code])}"


def blank_paper(form: Form) -> bytes:
    """The empty form."""
    return typeset(TEMPLATE, _data(form, None, None), dated=civil_date(form.service.updated_at))


def blank_tag(form: Form) -> str:
    """What the empty form follows from: its ETag."""
    dated = civil_date(form.service.updated_at)
    return fingerprint(TEMPLATE, _data(form, None, None), dated=dated)


def filled_paper(form: Form, answers: Answers, sealed: tuple[Seal, datetime] | None) -> bytes:
    """The form with its answers; sealed: its QR code opens the draft at the counter."""
    today = civil_date(system_clock())
    return typeset(TEMPLATE, _data(form, answers, sealed, today), dated=today)


def _data(
    form: Form,
    answers: Answers | None,
    sealed: tuple[Seal, datetime] | None,
    day: date | None = None,
) -> dict[str, Any]:
    """What the template prints; paper is Indonesian whatever language the page was in."""
    service = form.service
    with translation.override("id"):
        return {
            **sheet(form.definition, answers),
            "agency": service.agency.name,
            "service": service.name,
            "code": service.code,
            "version": form.version,
            "day": long_date(day) if day else "",
            "filled": answers is not None,
            "qr": _qr(sealed[0].code if sealed else address_of(form)),
            "human": readable(sealed[0].human) if sealed else "",
            "words": _words(form, sealed),
        }


def _words(form: Form, sealed: tuple[Seal, datetime] | None) -> dict[str, str]:
    address = address_of(form).split("://", 1)[1]
    if sealed:
        until = long_date(civil_date(sealed[1]))
        scan = _("Show this code at the counter. It opens what you filled in until %(day)s.") % {
            "day": until
        }
    else:
        scan = _("Fill in at %(address)s") % {"address": address}
    return {
        "scan": scan,
        "alt": _("QR code: %(text)s") % {"text": scan},
        "for": _("Service: %(name)s") % {"name": form.service.name},
        "service_code": _("Service code %(code)s") % {"code": form.service.code},
        "version": _("Form version %(version)s") % {"version": form.version},
        "when": _("fill in if"),
        "optional": _("may be left empty"),
        "place_date": _("Place and date"),
        "signature": _("Signature and name"),
        "page": _("Page"),
        "of": _("of"),
        "office": _("For the officer"),
        "received": _("Received on"),
        "complete": _("Complete"),
        "lacking": _("Still lacking"),
        "privacy": privacy_said(),
        "free": _("Never give money or gifts to an officer."),
    }


def privacy_said() -> str:
    """What the data is for (UU 27/2022 art. 21)."""
    return _(
        "Your data is used for this service only, as the law asks of public services "
        "(UU 25/2009, UU 27/2022). You may ask to see or correct it."
    )


def readable(code: str) -> str:
    """A short code in two groups, to be read out."""
    return f"{code[:HALF]} {code[HALF:]}"


def _qr(text: str) -> str:
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, border=2, dark="#16182b", light="#ffffff", nl=False
    )
    return picture.getvalue().decode("ascii")
