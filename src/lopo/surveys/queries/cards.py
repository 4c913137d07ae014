"""The card of a survey point: what stands on a counter so that somebody scans it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from lopo.organisation.api import Centre
from lopo.publications.api import Sheet, brand_of, qr
from lopo.surveys.models import Instrument, SurveyPoint

from .instruments import SKM
from .ways import point_url

# Width and height of a page in millimetres, the scale of what stands on a card, cards on a page.
CARD_PAPERS = {
    "a6": (105, 148, 1.0, 1),
    "a5": (148, 210, 2**0.5, 1),
    "a4": (210, 297, 1.0, 4),
}
FACES = 4


def card_sheet(
    centre: Centre, points: Sequence[SurveyPoint], paper: str, *, asks: Instrument, on: date
) -> Sheet:
    """Cards of some points, in Indonesian whatever language is read; A4 is cut into four.

    Satisfaction is asked about in a sentence, another questionnaire by its name.
    """
    width, height, unit, per_page = CARD_PAPERS[paper]
    with override("id"):
        data = {
            "paper": {"width": width, "height": height, "unit": unit, "per_page": per_page},
            "brand": brand_of(centre.host_agency).as_data(),
            "title": _("Survey cards – %(centre)s") % {"centre": centre.name},
            "agency": centre.host_agency.name,
            "keywords": [centre.code],
            "ask": _("How was our service?") if asks.code == SKM else asks.name,
            # The faces stand for four answers and for no other scale.
            "faces": FACES if (asks.lowest, asks.highest) == (1, FACES) else 0,
            "short": _("Less than a minute, without a name."),
            "how": _("Point the camera of your phone here"),
            "typed": _("or type:"),
            "centre": centre.name,
            "cards": [
                {
                    "name": point.counter.name if point.counter else _("Service room"),
                    "qr": qr(point_url(point)),
                    "alt": _("QR code of the satisfaction survey: %(url)s")
                    % {"url": point_url(point)},
                    "address": point_url(point).partition("://")[2].rstrip("/"),
                }
                for point in points
            ],
        }
    return Sheet("surveys/card.typ", data, on)
