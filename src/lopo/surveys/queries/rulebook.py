"""How results of any day are read: every version, band, exemption and policy in five statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from lopo.surveys import rules
from lopo.surveys.models import Band, Exemption, Instrument, Item, SurveyPolicy

from .results import Frame


class _Lasting(Protocol):
    """Something that holds from a day to a day, or on."""

    valid_from: date
    valid_until: date | None


Held = TypeVar("Held", bound=_Lasting)


def _held(rows: Iterable[Held], day: date) -> list[Held]:
    return [
        row
        for row in rows
        if row.valid_from <= day and (row.valid_until is None or row.valid_until >= day)
    ]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A questionnaire with everything it ever was, to read many periods without asking again."""

    instruments: Sequence[Instrument]
    items: Sequence[Item]
    bands: Sequence[Band]
    exemptions: Sequence[Exemption]
    policies: Sequence[SurveyPolicy]

    def frame(self, day: date, *, agency_id: int | None = None) -> Frame | None:
        """How to read ballots in the version of a day; None before there was any.

        An item that an agency (or everybody) is exempt from is left out; one that only a service
        is exempt from stays: whom it did not apply to has not answered it. A version that has
        ended, and that none has followed, is still read: what was answered stays answered.
        """
        began = [one for one in self.instruments if one.valid_from <= day]
        if not began:
            return None
        instrument = began[-1]
        return Frame(
            instrument,
            [item for item in self.items if item.instrument_id == instrument.pk],
            [rules.Band(one.grade, one.name, one.lowest) for one in _held(self.bands, day)],
            frozenset(
                one.item.code
                for one in _held(self.exemptions, day)
                if one.item.instrument_id == instrument.pk
                and one.service_id is None
                and one.agency_id in (None, agency_id)
            ),
        )

    def begun(self, day: date) -> "Rulebook":
        """The same without what is only planned on a day."""
        instruments = [one for one in self.instruments if one.valid_from <= day]
        known = {one.pk for one in instruments}
        items = [one for one in self.items if one.instrument_id in known]
        return replace(self, instruments=instruments, items=items)

    def policy(self, day: date) -> SurveyPolicy:
        """How results are made public on a day; there always is one (migration 0002)."""
        began = [one for one in self.policies if one.valid_from <= day]
        return (began or self.policies)[-1]


def rulebook_of(code: str) -> Rulebook:
    """Everything that says how ballots of a questionnaire are read."""
    return Rulebook(
        instruments=list(Instrument.objects.filter(code=code).order_by("version")),
        items=list(
            Item.objects.filter(instrument__code=code).order_by("instrument_id", "position")
        ),
        bands=list(Band.objects.filter(instrument_code=code).order_by("-lowest")),
        exemptions=list(
            Exemption.objects.filter(item__instrument__code=code).select_related("item")
        ),
        policies=list(SurveyPolicy.objects.order_by("valid_from")),
    )


def frame_of(code: str, on: date) -> Frame | None:
    """How to read the ballots of a questionnaire in the version of a day."""
    return rulebook_of(code).frame(on)
