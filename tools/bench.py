"""What pages cost, as ratios: to a bare view of the same server, and to their own SQL.

Absolute times move from machine to machine; the ratios are the message (every figure is paired in
one run). The catalogue is filled with real contents: so many agencies, services and versions. The
run fails when the number of statements of a page grows with the catalogue. Printed sheets are
told as ratios to an empty sheet of the same typesetter (``bench_sheets``), the index of
satisfaction as ratios to one plain aggregate over the same ballots (``bench_voices``).
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from statistics import median
from typing import Any

import django
from django.conf import settings

from tools import bench_voices
from tools.bench_sheets import SheetCost, as_data, sheet_costs, told
from tools.bench_voices import VoiceCost, voice_costs

WARM_UP, ROUNDS = 3, 15
BARE = "/healthz"
FIRST_DAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Cost:
    """One page: median milliseconds, against the bare view and its own SQL; statements."""

    name: str
    milliseconds: float
    to_bare: float
    sql_milliseconds: float
    to_sql: float | None
    statements: int
    statements_small: int


def main() -> int:
    """Fill, measure, tell; 1 when a page asks more of a larger catalogue."""
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415 - only after setup
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        costs = _run(options)
        sheets = sheet_costs()
        voices = voice_costs(options.ballots)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    grown = [one.name for one in costs if one.statements != one.statements_small]
    _tell(costs, sheets, voices, options, grown)
    return 1 if grown else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./lopo bench", description=__doc__)
    parser.add_argument("--agencies", type=int, default=34)
    parser.add_argument("--services", type=int, default=40, help="of each agency")
    parser.add_argument("--versions", type=int, default=5, help="of each service")
    parser.add_argument("--ballots", type=int, default=200_000, help="of the survey, in a year")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _run(options: argparse.Namespace) -> list[Cost]:
    fill(agencies=2, services=2, versions=1)
    small = {name: statements(path) for name, path in pages()}
    fill(agencies=options.agencies, services=options.services, versions=options.versions)
    bare = timed(lambda: ask(BARE))
    costs = []
    for name, path in pages():
        asked = statements(path)
        page, sql = timed(partial(ask, path)), timed(partial(replay, asked))
        costs.append(
            Cost(
                name=name,
                milliseconds=round(page, 2),
                to_bare=round(page / bare, 1),
                sql_milliseconds=round(sql, 2),
                to_sql=round(page / sql, 1) if asked else None,
                statements=len(asked),
                statements_small=len(small[name]),
            )
        )
    return costs


def pages() -> list[tuple[str, str]]:
    """The public pages of the catalogue."""
    return [
        ("home", "/"),
        ("list of services", "/layanan/"),
        ("search", "/layanan/?q=kenaikan+pangkat"),
        ("service page", "/layanan/L-0-0/"),
        ("service by API", "/api/v1/services/L-0-0"),
        ("service of a past day", "/api/v1/services/L-0-0?on=2024-01-05"),
        ("versions by API", "/api/v1/services/L-0-0/versions"),
        ("list by API", "/api/v1/services?limit=50"),
    ]


def fill(*, agencies: int, services: int, versions: int) -> None:
    """Agencies with services and versions of real contents; what is there already stays."""
    from lopo.catalogue.api import BKD_SERVICES, Service, Standard, read_catalogue  # noqa: PLC0415
    from lopo.catalogue.rules import to_stored  # noqa: PLC0415
    from lopo.kernel.actor import SYSTEM  # noqa: PLC0415
    from lopo.kernel.clock import system_clock  # noqa: PLC0415
    from lopo.organisation.api import add_agency, add_unit  # noqa: PLC0415

    rows, now = read_catalogue(BKD_SERVICES.read_bytes()), system_clock()
    known = set(Service.objects.values_list("code", flat=True))
    made, standards = [], []
    for a in range(agencies):
        agency = add_agency(code=f"a-{a}", name=f"Dinas {a}", short_name=f"D{a}", actor=SYSTEM)
        unit = add_unit(agency=agency, name="Bidang", actor=SYSTEM)
        for s in range(services):
            row = rows[(a * services + s) % len(rows)]
            service = Service(
                code=f"L-{a}-{s}", agency=agency, unit=unit, updated_at=now, **dict(row.fields)
            )
            if service.code not in known:
                made.append((service, row.content))
    Service.objects.bulk_create([service for service, _content in made])
    for service, content in made:
        for number in range(1, versions + 1):
            start = FIRST_DAY + timedelta(days=100 * number)
            standards.append(
                Standard(
                    service=service,
                    number=number,
                    state="TAKEN_OVER",
                    name=service.name,
                    content=to_stored(content),
                    digest=f"{content.digest[:60]}{number}",
                    drafted_at=now,
                    valid_from=None if number == 1 else start,
                    valid_to=None if number == versions else start + timedelta(days=100),
                )
            )
    Standard.objects.bulk_create(standards, batch_size=500)
    _analyse()


def _analyse() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask(path: str) -> None:
    """A whole answer, through every middleware."""
    from django.test import Client  # noqa: PLC0415

    answer = Client().get(path)
    if answer.status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"{path} answered {answer.status_code}")


def statements(path: str) -> list[tuple[str, Any]]:
    """What a page asks of the database once it is warm."""
    from django.db import connection  # noqa: PLC0415

    ask(path)
    found: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask(path)
    return found


def replay(asked: Sequence[tuple[str, Any]]) -> None:
    """The same SQL by the driver alone, rows fetched and thrown away."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def timed(run: Callable[[], object]) -> float:
    """Median milliseconds."""
    for _round in range(WARM_UP):
        run()
    took = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


def _tell(
    costs: Sequence[Cost],
    sheets: Sequence[SheetCost],
    voices: Sequence[VoiceCost],
    options: argparse.Namespace,
    grown: Sequence[str],
) -> None:
    size = (
        f"{options.agencies} agencies × {options.services} services × {options.versions} versions"
    )
    if options.json:
        pages_cost = [asdict(one) for one in costs]
        report = {"size": size, "costs": pages_cost, "grown": grown, "sheets": as_data(sheets)}
        report["voices"] = bench_voices.as_data(voices)
        print(json.dumps(report))
        return
    print(f"{size}; medians of {ROUNDS}, paired in this run\n")
    print(f"{'page':<24}{'ms':>9}{'× bare':>9}{'SQL ms':>9}{'× SQL':>9}{'statements':>12}")
    for one in costs:
        to_sql = f"{one.to_sql:.1f}" if one.to_sql else "–"
        print(
            f"{one.name:<24}{one.milliseconds:>9.2f}{one.to_bare:>9.1f}"
            f"{one.sql_milliseconds:>9.2f}{to_sql:>9}{one.statements:>12}"
        )
    print(f"\n{told(sheets)}")
    print(f"\n{bench_voices.told(voices, options.ballots)}")
    if grown:
        print(f"\nThese ask more of a larger catalogue: {', '.join(grown)}", file=sys.stderr)
    else:
        print("\nNo page asks more statements of a larger catalogue.")


if __name__ == "__main__":
    sys.exit(main())
