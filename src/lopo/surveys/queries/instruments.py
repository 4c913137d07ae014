"""Which questionnaire is asked, and how its results are called."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from lopo.organisation.api import Centre
from lopo.surveys import rules
from lopo.surveys.models import (
    Band,
    Exemption,
    Instrument,
    Item,
    Participation,
    ProfileField,
    SurveyPolicy,
)

SKM = "SKM"
A_DAY = timedelta(days=1)


def _holds(day: date) -> Q:
    return (Q(valid_until=None) | Q(valid_until__gte=day)) & Q(valid_from__lte=day)


def in_force(code: str, day: date) -> Instrument | None:
    """The version of a questionnaire that is asked on a day."""
    return Instrument.objects.filter(_holds(day), code=code).first()


def version_read(code: str, day: date) -> Instrument | None:
    """The version by which the ballots of a day are read: in force, or the last that was."""
    began = Instrument.objects.filter(code=code, valid_from__lte=day)
    return began.order_by("-version").first()


def version_of(code: str, version: int) -> Instrument | None:
    """One version of a questionnaire."""
    return Instrument.objects.filter(code=code, version=version).first()


def version_asked(code: str, day: date, *, opened: int | None = None) -> Instrument | None:
    """The version that is put to somebody on a day.

    ``opened``: the version of the page that is being sent. Whoever had opened it on the last day of
    a questionnaire that none follows is still heard on the next.
    """
    found = in_force(code, day)
    if found is not None or opened is None:
        return found
    last = version_read(code, day - A_DAY)
    if last is None or last.version != opened or last.valid_until != day - A_DAY:
        return None
    return last


def policy_on(day: date) -> SurveyPolicy:
    """How results are made public on a day; there always is one (migration 0002)."""
    found = SurveyPolicy.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    assert found is not None
    return found


def items_of(instrument: Instrument) -> list[Item]:
    """The items in the regulation's order, which is that of the answers of a ballot."""
    return list(Item.objects.filter(instrument=instrument).order_by("position"))


def profile_of(instrument: Instrument) -> list[ProfileField]:
    """What a respondent may say of themselves."""
    return list(ProfileField.objects.filter(instrument=instrument).order_by("position"))


def bands_on(code: str, day: date) -> list[rules.Band]:
    """The grades of a questionnaire as they were called on a day, the best first."""
    rows = Band.objects.filter(_holds(day), instrument_code=code).order_by("-lowest")
    return [rules.Band(row.grade, row.name, row.lowest) for row in rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire as it is put to somebody about one service on a day."""

    instrument: Instrument
    items: Sequence[Item]
    exempt: frozenset[str]
    profile: Sequence[ProfileField]

    @property
    def shown(self) -> list[Item]:
        """The items that apply, as the sample form puts them."""
        asked = [item for item in self.items if item.code not in self.exempt]
        return sorted(asked, key=lambda item: item.form_position)

    @property
    def on_paper(self) -> list[str]:
        """What a sheet says, in the order in which it says it."""
        items = sorted(self.items, key=lambda item: item.form_position)
        return [rules.SERVICE, *(one.code for one in self.profile), *(one.code for one in items)]


def exempt_items(instrument: Instrument, day: date) -> list[Exemption]:
    """The items that do not apply on a day, and to whom."""
    found = Exemption.objects.filter(_holds(day), item__instrument=instrument)
    return list(found.select_related("item"))


def asked_in(
    instrument: Instrument, day: date, *, agency_id: int | None, service_id: int | None
) -> Asked:
    """A questionnaire as it is put on a day; with neither agency nor service, all of it."""
    exempt = frozenset(
        one.item.code
        for one in exempt_items(instrument, day)
        if one.agency_id in (None, agency_id) and one.service_id in (None, service_id)
    )
    return Asked(instrument, items_of(instrument), exempt, profile_of(instrument))


def asked_about(
    code: str, day: date, *, agency_id: int | None = None, service_id: int | None = None
) -> Asked | None:
    """What is asked about a service of an agency on a day; None: no such questionnaire."""
    instrument = in_force(code, day)
    if instrument is None:
        return None
    return asked_in(instrument, day, agency_id=agency_id, service_id=service_id)


def instruments_in_force(day: date) -> list[Instrument]:
    """Every questionnaire that is asked on a day, the regulation's own first."""
    found = Instrument.objects.filter(_holds(day)).order_by("code")
    return sorted(found, key=lambda one: (one.code != SKM, one.code))


def instruments_between(
    first: date, last: date, *, answered_at: Centre | None = None
) -> list[Instrument]:
    """Every questionnaire asked on some of these days, in its last version of them.

    ``answered_at``: those that were answered there on these days, too, after they had ended.
    """
    held = Q(valid_from__lte=last) & (Q(valid_until=None) | Q(valid_until__gte=first))
    if answered_at is not None:
        came = Participation.objects.filter(centre=answered_at, day__gte=first, day__lte=last)
        held |= Q(pk__in=came.values("instrument"))
    rows = Instrument.objects.filter(held).order_by("version")
    found = {one.code: one for one in rows}.values()
    return sorted(found, key=lambda one: (one.code != SKM, one.code))


def told_apart(instruments: Sequence[Instrument]) -> list[dict[str, str]]:
    """Questionnaires to choose from, as ``code`` and ``name``; equal names say their codes, too."""
    alike = Counter(one.name.casefold() for one in instruments)
    return [
        {
            "code": one.code,
            "name": one.name if alike[one.name.casefold()] == 1 else f"{one.name} ({one.code})",
        }
        for one in instruments
    ]


def every_instrument() -> list[Instrument]:
    """Every version of every questionnaire, the newest of each first."""
    rows = Instrument.objects.annotate(count=Count("items")).order_by("code", "-version")
    return sorted(rows, key=lambda one: one.code != SKM)


def instrument_by_id(pk: int) -> Instrument | None:
    """A version of a questionnaire."""
    return Instrument.objects.filter(pk=pk).first()


def bands_of(code: str) -> list[Band]:
    """Every grade a questionnaire ever had, the newest first."""
    return list(Band.objects.filter(instrument_code=code).order_by("-valid_from", "-lowest"))


def exemptions_of(instrument: Instrument) -> list[Exemption]:
    """Every item of a version that did not apply, to whom and when."""
    rows = Exemption.objects.filter(item__instrument=instrument)
    rows = rows.select_related("item", "agency", "service")
    return list(rows.order_by("-valid_from", "item__position"))


def exemption_by_id(pk: int) -> Exemption | None:
    """An exemption."""
    return Exemption.objects.select_related("item").filter(pk=pk).first()
