"""What is worth a look, in sentences a supervisor understands; never an accusation."""

from typing import Any

from django.utils.translation import gettext as _

from lopo.surveys.models import WatchThreshold
from lopo.surveys.queries import Looks

Code = WatchThreshold.Code


def looks_said(found: Looks) -> dict[str, Any]:
    """The sentences of a page: days that are too full, questionnaires that look alike, limits."""
    return {
        "days": [_day_said(one) for one in found.full_days],
        "odd": [{"counter": one.counter, "said": _odd_said(one)} for one in found.odd],
        "limits": [
            {"said": _limit_said(code, found.limits[code]), "limit": found.limits[code]}
            for code in Code.values
            if code in found.limits
        ],
    }


def _day_said(one: Any) -> dict[str, Any]:
    full = one.full
    if full.limit is None:
        told = _(
            "%(voices)s voices came in at the counter, %(served)s people were served. Were sheets "
            "or codes of another day among them?"
        ) % {"voices": full.voices, "served": full.served}
    else:
        told = _(
            "%(voices)s voices came in; up to %(limit)s would be like the days before. Was it a "
            "busy day, or did somebody collect voices?"
        ) % {"voices": full.voices, "limit": full.limit}
    return {"counter": one.counter, "day": full.day, "said": told}


def _odd_said(one: Any) -> str:
    facts = {
        "share": one.share,
        "voices": one.voices,
        "limit": one.limit,
        "others": one.others,
    }
    if one.kind == Code.STRAIGHT:
        return (
            _(
                "About %(share)s %% of some %(voices)s voices answer every question alike (limit "
                "%(limit)s %%). Perhaps people are in a hurry; perhaps somebody stands beside them."
            )
            % facts
        )
    if one.kind == Code.ALIKE:
        return (
            _(
                "About %(share)s %% of some %(voices)s voices are the same, answer by answer "
                "(limit %(limit)s %%). See whether people fill in by themselves."
            )
            % facts
        )
    return (
        _(
            "About %(share)s %% of some %(voices)s voices give only the best answer; at the other "
            "counters about %(others)s %%. Good work, or a friendly hand: have a look."
        )
        % facts
    )


def _limit_said(code: str, limit: WatchThreshold) -> str:
    told = {
        Code.LEAST: _("Questionnaires of a counter are compared from %(n)s voices on."),
        Code.DAY: _("A day or a week of a counter is looked at from %(n)s voices on."),
        Code.BURST: _(
            "A day is unusual above the median of the days before and %(n)s times their median "
            "distance from it."
        ),
        Code.STAFF: _("Voices from the network of staff: from %(n)s per cent on."),
        Code.DEVICE: _("Voices from devices that answered that day already: from %(n)s per cent."),
        Code.STRAIGHT: _("All questions answered alike: from %(n)s per cent on."),
        Code.ALIKE: _("The same questionnaire, answer by answer: from %(n)s per cent on."),
        Code.TOP: _("Only best answers: from %(n)s points above the other counters on."),
    }
    return told[Code(code)] % {"n": f"{limit.value.normalize():f}".replace(".", ",")}
