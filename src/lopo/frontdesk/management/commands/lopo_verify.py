"""``./lopo verify``: replay a day, compare records, and name everything that does not fit."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lopo.foundation.rest import Malformed, parse_json
from lopo.frontdesk import queries
from lopo.frontdesk.queries import Verdict
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.api import (
    Centre,
    archivals,
    archived_centre_by_code,
    centre_by_code,
    list_centres,
)


class Command(BaseCommand):
    """Exit 0 clean (exceptions listed), 1 with every offender named, 2 usage."""

    help = "Replay a day's order and hashes, and other records; name all that does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to verify: centre and date, or a downloaded bundle."""
        everywhere = "default: all of them, archived ones that have events too"
        parser.add_argument("--centre", help=f"code of the centre ({everywhere})")
        parser.add_argument("--date", help="service date, YYYY-MM-DD (default: today there)")
        parser.add_argument("--bundle", help="a downloaded day instead of the database")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify and report."""
        if options["bundle"]:
            verdicts = [_bundle(options["bundle"])]
        else:
            verdicts = _days(options["centre"], options["date"])
            if not options["centre"]:
                verdicts += [one for one in queries.verify_records() if _says_something(one)]
        if options["json"]:
            self.stdout.write(json.dumps([v.document() for v in verdicts], indent=1))
        else:
            for verdict in verdicts:
                self._tell(verdict)
        if not all(verdict.clean for verdict in verdicts):
            raise SystemExit(1)

    def _tell(self, verdict: Verdict) -> None:
        if not verdict.service_date:
            self._tell_record(verdict)
            return
        where = f"{verdict.centre} {verdict.service_date}"
        self.stdout.write(f"{where}: {verdict.events} events, {verdict.tickets} numbers")
        for found in verdict.exceptions:
            self.stdout.write(
                f"  exception  #{found.seq} {found.number} counter {found.counter}: {found.problem}"
            )
        for found in verdict.offenders:
            self.stdout.write(
                f"  OFFENDER   #{found.seq} {found.number} counter {found.counter}: {found.problem}"
            )
        count = len(verdict.offenders)
        self.stdout.write(f"{where}: " + ("clean" if not count else f"{count} offenders"))

    def _tell_record(self, verdict: Verdict) -> None:
        self.stdout.write(f"{verdict.centre}: {verdict.events} events")
        for found in verdict.offenders:
            self.stdout.write(f"  OFFENDER   #{found.seq} {found.number}: {found.problem}")
        count = len(verdict.offenders)
        self.stdout.write(f"{verdict.centre}: " + ("clean" if not count else f"{count} offenders"))


def _days(code: str | None, raw: str | None) -> list[Verdict]:
    """The day of one centre, or of all; an archived one is told of where it says something."""
    found = [(centre, _day(centre, raw)) for centre in _centres(code)]
    return [
        verdict
        for centre, verdict in found
        if code or centre.archived_at is None or _says_something(verdict)
    ]


def _says_something(verdict: Verdict) -> bool:
    return bool(verdict.events) or not verdict.clean


def _centres(code: str | None) -> list[Centre]:
    if code is None:
        # A day is not hidden by archiving the centre afterwards.
        return [*list_centres(), *(one.centre for one in archivals())]
    centre = centre_by_code(code) or archived_centre_by_code(code)
    if centre is None:
        raise CommandError(f"There is no centre {code!r}.", returncode=2)
    return [centre]


def _day(centre: Centre, raw: str | None) -> Verdict:
    try:
        day = date.fromisoformat(raw) if raw else queries.local_date(centre, system_clock())
    except ValueError:
        raise CommandError(f"{raw!r} is not a date such as 2026-11-21.", returncode=2) from None
    return queries.verify_day(centre, day)


def _bundle(path: str) -> Verdict:
    try:
        return queries.verify_bundle(parse_json(Path(path).read_bytes()))
    except OSError as problem:
        raise CommandError(f"Cannot read {path}: {problem.strerror}.", returncode=2) from problem
    except (Malformed, FieldRefusal) as problem:
        message = f"{path} is not a JSON text that can be kept (a key twice, a NUL?)."
        raise CommandError(message, returncode=2) from problem
    except ValueError as problem:
        raise CommandError(f"{path}: {problem}", returncode=2) from problem
