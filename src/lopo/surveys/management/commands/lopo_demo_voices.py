"""Two years of voices for ``./lopo demo``: invented by a die that falls alike every time."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from lopo.catalogue.api import offerings_of
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, agency_by_code, centre_by_code, counters_of
from lopo.surveys.actions import (
    About,
    Earlier,
    Said,
    Served,
    bring_in,
    declare_population,
    import_instruments,
    note_turnouts,
    point_at,
)
from lopo.surveys.queries import asked_about, is_questionnaire, taking_part
from lopo.surveys.rules import Period, current_period

DIE = 20261
QUARTERS = 8
CENTRES = (("bkd", 430), ("mpp", 240))
SATURDAY = 5
# How content people are with each element in the newest quarter (mean of 1 to 4); it grew a
# little every quarter. The values are those of the result page in the design.
MEANS = {
    "U1": 3.52, "U2": 3.46, "U3": 3.31, "U4": 3.90, "U5": 3.50,
    "U6": 3.49, "U7": 3.58, "U8": 3.38, "U9": 3.33,
}  # fmt: skip
GROWTH = 0.025
# What may be said of oneself, and of a hundred how many say so.
PROFILE = {
    "GENDER": (("L", 46), ("P", 54)),
    "AGE": (("-24", 5), ("25-34", 31), ("35-44", 34), ("45-54", 23), ("55-", 7)),
    "EDUCATION": (("SMA", 14), ("D", 17), ("S1", 52), ("S2", 16), ("S3", 1)),
    "WORK": (("PNS", 61), ("PPPK", 27), ("PENSIUNAN", 7), ("LAIN", 5)),
}
CHANNELS = (("LINK", 52), ("COUNTER", 21), ("KIOSK", 17), ("PAPER", 10))
REMARKS = (
    "Ruang tunggu nyaman, tetapi kursinya kurang.",
    "Petugas menjelaskan dengan sabar.",
    "Mohon pertek ditanyakan lebih sering, kami menunggu lama.",
    "Pendingin ruangan mati pada siang hari.",
    "Antrean jelas, tidak ada yang mendahului.",
    "Tempat parkir sempit.",
)
REMARK_EVERY = 40
# A group that came together to one counter, some working days ago: what is worth a look.
GROUP, GROUP_DAYS_AGO = 14, 5
# Another questionnaire as well, where fewer are asked: about the services most asked for.
OTHER, OTHER_FILE = "SPAK", Path(__file__).parents[2] / "data" / "spak.json"
OTHER_CENTRE, OTHER_QUARTERS, OTHER_EACH, OTHER_SERVICES = "bkd", 2, 48, 4
OTHER_MEANS = {"K1": 5.3, "K2": 5.1, "K3": 5.5, "K4": 5.6, "K5": 5.0}
OTHER_CHANNELS = (("COUNTER", 80), ("PAPER", 20))
OTHER_REMARKS = ("Tidak ada yang meminta apa pun di luar biaya resmi.", "Biayanya tertulis jelas.")


def _die(of: str) -> random.Random:
    """A die that falls alike every time, of its own for whatever is invented with it."""
    return random.Random(f"{DIE}{of}")  # noqa: S311 - a demonstration, not a secret


class Command(BaseCommand):
    """Fill the boxes of the demonstration, once."""

    help = "Give the demo centres two years of ballots; safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make what is missing."""
        today = local_date_of_demo()
        with transaction.atomic():
            for code, each in CENTRES:
                centre = centre_by_code(code)
                if centre is not None:
                    fill(centre, each, today)
                    if code == OTHER_CENTRE:
                        fill_other(centre, today)
            agency = agency_by_code("bkd-ntt")
            if agency is not None:
                declare_population(
                    agency=agency,
                    people=13686,
                    source="Jumlah PNS Pemerintah Provinsi NTT (data contoh)",
                    valid_from=date(today.year - 2, 1, 1),
                )


def local_date_of_demo() -> date:
    """Today, where the demo centre stands."""
    centre = centre_by_code("bkd")
    assert centre is not None
    return local_date(centre, system_clock())


def fill(centre: Centre, each: int, today: date) -> None:
    """Codes for every counter, and ballots of two years unless there are some."""
    counters = list(counters_of(centre))
    for counter in [None, *counters]:
        point_at(centre=centre, counter=counter)
    asked = asked_about("SKM", today)
    before = date(2000, 1, 1)
    if asked is None or taking_part(asked.instrument, before, today).filter(centre=centre).exists():
        return
    die = _die(centre.code)
    services = [offer.service for offer in offerings_of(centre).select_related("service")]
    abouts = [About(centre, service, die.choice(counters)) for service in services for _ in "123"]
    # Some services are asked for often, most rarely.
    weights = [1 / (1 + place // 3) for place in range(len(abouts))]
    ballots: list[Earlier] = []
    for age, period in enumerate(islice(current_period(today).back(), QUARTERS)):
        for day in days_of(period, today):
            chosen = die.choices(abouts, weights, k=die.randint(0, 2 * each // 62))
            ballots += [_ballot(die, about, day, age) for about in chosen]
    ballots += _group(centre, abouts, today)
    bring_in(asked=asked, ballots=ballots, today=today)
    note_turnouts(_turnouts(die, ballots))


def _group(centre: Centre, abouts: Sequence[About], today: date) -> list[Earlier]:
    """Many voices on one day of the running quarter, each by the link of its own visit.

    A die of its own: what everybody else said stays as it is.
    """
    days = list(days_of(current_period(today), today))[-GROUP_DAYS_AGO:]
    if not days or not abouts:
        return []
    die = _die(f"{centre.code}{GROUP}")
    some = [_ballot(die, abouts[0], days[0], 0) for _person in range(GROUP)]
    return [replace(one, channel="LINK") for one in some]


def fill_other(centre: Centre, today: date) -> None:
    """Some ballots of a second questionnaire, from the file that is shipped, unless it is there.

    A die of its own: what was said of the first one stays as it is.
    """
    if is_questionnaire(OTHER, today):
        return
    import_instruments(raw=OTHER_FILE.read_bytes(), clock=system_clock)
    asked = asked_about(OTHER, today)
    if asked is None:
        return
    point_at(centre=centre, counter=None, instrument_code=OTHER)
    die = _die(OTHER)
    offers = offerings_of(centre).select_related("service")[:OTHER_SERVICES]
    abouts = [About(centre, offer.service) for offer in offers]
    ballots = []
    for period in islice(current_period(today).back(), OTHER_QUARTERS):
        days = [one for one in days_of(period, today) if one >= asked.instrument.valid_from]
        for _voice in range(OTHER_EACH if days and abouts else 0):
            said = _said_of_other(die, asked.instrument.highest)
            about, day = die.choice(abouts), die.choice(days)
            ballots.append(Earlier(about, said, day, _one_of(die, OTHER_CHANNELS)))
    bring_in(asked=asked, ballots=ballots, today=today)


def _said_of_other(die: random.Random, highest: int) -> Said:
    answers: dict[str, int | None] = {
        code: _answer(die, mean, highest) for code, mean in OTHER_MEANS.items()
    }
    profile = {code: _one_of(die, PROFILE[code]) for code in ("GENDER", "AGE", "EDUCATION")}
    return Said(answers, profile, die.choice(OTHER_REMARKS) if die.randrange(8) == 0 else "")


def days_of(period: Period, today: date) -> Iterator[date]:
    """The working days of a period that lie behind us."""
    day = period.first
    while day <= min(period.last, today - timedelta(days=1)):
        if day.weekday() < SATURDAY:
            yield day
        day += timedelta(days=1)


def _ballot(die: random.Random, about: About, day: date, age: int) -> Earlier:
    answers: dict[str, int | None] = {
        code: _answer(die, mean - GROWTH * age) for code, mean in MEANS.items()
    }
    if about.service.pk % 3 == 0:  # not every service pleases alike
        answers["U3"] = _answer(die, MEANS["U3"] - 0.35)
    profile = {code: _one_of(die, options) for code, options in PROFILE.items()}
    remark = die.choice(REMARKS) if die.randrange(REMARK_EVERY) == 0 else ""
    said = Said(answers, profile, remark)
    return Earlier(about, said, day, _one_of(die, CHANNELS))


def _answer(die: random.Random, mean: float, highest: int = 4) -> int:
    """From 1 to the highest answer, around a mean."""
    return min(highest, max(1, round(die.gauss(mean, 0.62))))


def _one_of(die: random.Random, options: Sequence[tuple[str, int]]) -> str:
    codes, weights = zip(*options, strict=True)
    return str(die.choices(codes, weights)[0])


def _turnouts(die: random.Random, ballots: Sequence[Earlier]) -> list[Served]:
    """More were served than answered, and a few did not want to be asked."""
    answered: dict[tuple[int, int | None, date], list[Earlier]] = {}
    for one in ballots:
        counter = one.about.counter.pk if one.about.counter else None
        answered.setdefault((one.about.service.pk, counter, one.day), []).append(one)
    return [
        Served(
            about=some[0].about,
            day=some[0].day,
            served=len(some) + die.randint(0, len(some)),
            declined=int(die.randrange(12) == 0),
        )
        for some in answered.values()
    ]
