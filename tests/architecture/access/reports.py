"""Who may plan what is done about the survey, have reports of it made, and take rows away."""

from collections.abc import Callable
from typing import Final

from lopo.findings.actions import start_report
from lopo.findings.models import FollowUpPlan, Report
from lopo.findings.queries.reports import Of
from lopo.kernel.clock import system_clock
from lopo.people.api import User
from lopo.people.tests.builders import make_staff
from lopo.surveys.api import Kind, current_period, period_of

from .callers import EVERYBODY, World
from .shapes import EDITS, MANAGES, MANAGES_SOMEWHERE, PUBLISHES, WRITES, Group, Page

PLANS: Final = "petugas/survei/tindak-lanjut/"
MADE: Final = "petugas/survei/laporan/"
# Whoever looks after a room, and whoever writes or publishes for an agency.
OVERSEES: Final[Group] = MANAGES | WRITES | {"supervisor"}
OVERSEES_SOMEWHERE: Final[Group] = (
    OVERSEES | MANAGES_SOMEWHERE | {"supervisor_elsewhere", "editor_elsewhere"}
)
REPORTS: Final[list[Page]] = [
    Page("survei/perangkat/<slug:agency>/papan.pdf", "GET", EVERYBODY),
    Page("survei/pusat/<slug:centre>/papan.pdf", "GET", EVERYBODY),
    Page("survei/laporan/", "GET", EVERYBODY),
    Page("survei/laporan/<str:token>/", "GET", EVERYBODY),
    Page("survei/laporan/<str:token>/<slug:kind>/", "GET", EVERYBODY),
    Page("survei/bagian/dibenahi/", "GET", EVERYBODY),
    Page("survei/bagian/dibenahi/<slug:centre>/", "GET", EVERYBODY),
    Page("survei/bagian/dibenahi/perangkat/<slug:agency>/", "GET", EVERYBODY),
    Page(PLANS, "GET", WRITES | {"editor_elsewhere"}),
    Page(f"{PLANS}<slug:agency>/susun/", "POST", EDITS),
    Page(f"{PLANS}<int:pk>/", "GET", WRITES),
    *(Page(f"{PLANS}<int:pk>/{act}/", "GET POST", EDITS) for act in ("ubah", "realisasi")),
    Page(f"{PLANS}<int:pk>/terbitkan/", "POST", PUBLISHES),
    Page(f"{PLANS}<int:pk>/buang/", "POST", EDITS),
    Page(MADE, "GET", OVERSEES_SOMEWHERE),
    Page(f"{MADE}buat/", "POST", OVERSEES_SOMEWHERE),
    Page(f"{MADE}arsip/<str:token>/", "GET", OVERSEES),
    Page(f"{MADE}arsip/<str:token>/berkas/<slug:kind>/", "GET", OVERSEES),
    Page(f"{MADE}arsip/<str:token>/terbitkan/", "POST", PUBLISHES),
    # Rows of ballots: the publisher only, and nobody who serves; of a centre its supervisor, who
    # has sat at none of its counters since the period began (findings/tests/test_rows.py).
    Page(f"{MADE}baris/<slug:agency>/", "GET", PUBLISHES),
    Page(f"{MADE}baris/pusat/<slug:centre>/", "GET", frozenset({"supervisor"})),
]


def _agency(world: World) -> str:
    return world.here.host_agency.code


def _plan_pk(world: World) -> str:
    ended = period_of(Kind.QUARTER, current_period(system_clock().date()).before.last)
    plan, _made = FollowUpPlan.objects.get_or_create(
        agency=world.here.host_agency,
        unit=None,
        period=ended.spelled,
        defaults={
            "period_end": ended.last,
            "written_by": _writer(),
            "written_at": system_clock(),
        },
    )
    return str(plan.pk)


def _writer() -> User:
    return make_staff()


def _report(world: World) -> str:
    period = current_period(system_clock().date()).before
    report = start_report(
        of=Of(world.here.host_agency, centre=world.here),
        period=period,
        is_small=True,
        author=_writer(),
        clock=system_clock,
    )
    return report.token


def _released(world: World) -> str:
    """The report of the first centre that holds; there is one."""
    holds = Report.objects.filter(centre=world.here, released_at__isnull=False, superseded_at=None)
    token = next(iter(holds.values_list("token", flat=True)), None) or _report(world)
    Report.objects.filter(token=token).update(released_at=system_clock(), released_by=_writer())
    return token


def _superseded(world: World) -> str:
    """One that no longer does: its address is a page, that of the other a PDF."""
    _released(world)
    token, now = _report(world), system_clock()
    old = Report.objects.filter(token=token)
    old.update(released_at=now, released_by=_writer(), superseded_at=now)
    return token


FILLED: Final[dict[str, Callable[[World], str]]] = {
    **{f"{page.route} pk": _plan_pk for page in REPORTS if "<int:pk>" in page.route},
    **{f"{page.route} agency": _agency for page in REPORTS if "<slug:agency>" in page.route},
    **{f"{page.route} token": _report for page in REPORTS if "arsip" in page.route},
    "survei/laporan/<str:token>/ token": _superseded,
    "survei/laporan/<str:token>/<slug:kind>/ token": _released,
    "survei/laporan/<str:token>/<slug:kind>/ kind": lambda world: "docx",
    f"{MADE}arsip/<str:token>/berkas/<slug:kind>/ kind": lambda world: "pdf",
}
