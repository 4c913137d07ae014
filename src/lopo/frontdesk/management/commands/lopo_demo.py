"""``./lopo demo``: the believable BKD centre of API.md §1, made once per data folder."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lopo.catalogue.api import (
    BKD_SERVICES,
    NTB_SERVICES,
    import_catalogue,
    offer_services,
    offering,
    queue_of_category,
    shipped_queues,
)
from lopo.foundation.parts import has_part
from lopo.frontdesk import actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import local_date
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.kernel.parts import QUEUE, SURVEYS
from lopo.notices.api import has_notice, publish_notice, write_notice
from lopo.organisation.api import (
    AROUND_THE_CLOCK,
    Agency,
    Centre,
    CentrePlan,
    CounterSpec,
    QueueSpec,
    add_agency,
    agency_by_code,
    centre_by_code,
    change_policy,
    list_agencies,
    list_centres,
    load_holidays,
    set_up_centre,
)
from lopo.people.api import (
    Duty,
    Role,
    User,
    assign,
    charge,
    create_staff,
    register_device,
    set_password,
    user_by_username,
)
from lopo.profiles.api import NTB_PROFILES, PROFILES, import_profiles

COUNTERS = 6
MALL_HOST, MALL_AGENCIES = "ntb-18", "ntb-"
ANNOUNCEMENT = "Usul kenaikan pangkat kini dibuka setiap bulan"
NOTICES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "MAKLUMAT",
        {
            "title": "Maklumat pelayanan",
            "body": "Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar "
            "yang telah ditetapkan. Apabila tidak menepati janji ini, kami siap menerima sanksi "
            "sesuai peraturan perundang-undangan.",
            "signer_office": "Kepala Badan Kepegawaian Daerah (contoh)",
            "decree_number": "800/01/BKD/2026 (contoh)",
            "decree_date": date(2026, 1, 2),
        },
    ),
    (
        "PENGUMUMAN",
        {
            "title": ANNOUNCEMENT,
            "body": "Sesuai Peraturan BKN Nomor 4 Tahun 2025. Tanyakan batas waktu usul di meja "
            "layanan.",
            "on_tv": True,
        },
    ),
    (
        "KLARIFIKASI",
        {
            "title": "Tidak ada biaya untuk mempercepat kenaikan pangkat (contoh)",
            "claim": "Pesan berantai: transfer sejumlah uang agar kenaikan pangkat didahulukan.",
            "body": "Tidak benar. Semua layanan gratis dan dilayani menurut urutan datang. "
            "Laporkan pesan seperti ini kepada penerima tamu.",
        },
    ),
)
GUEST_WIFI_KEY = "layanangratis"  # printed on every slip: it is no secret
# Who waits when the doors open: service, priority class. None of it is a real person.
GUESTS: tuple[tuple[str, str | None], ...] = (
    ("KP-REG", None),
    ("CUTI", None),
    ("PEN-BUP", "LANSIA"),
    ("TB-MAN", None),
    ("MUT-OPD", None),
    ("KGB", None),
    ("LEGALISIR", "HAMIL"),
    ("KP-JF", None),
)
STAFF: tuple[tuple[str, Role, str], ...] = (
    ("admin", Role.SYSTEM_ADMIN, "Administrator"),
    ("resepsionis", Role.RECEPTIONIST, "Penerima tamu"),
    *((f"petugas{n}", Role.COUNTER_OFFICER, f"Petugas meja {n}") for n in range(1, COUNTERS + 1)),
    ("penyelia", Role.SUPERVISOR, "Penyelia"),
)
WRITERS: tuple[tuple[str, Duty, str], ...] = (
    ("penyunting", Duty.EDITOR, "Penyunting standar"),
    ("pengesah", Duty.PUBLISHER, "Pengesah standar"),
)


class Command(BaseCommand):
    """Create what is missing, keep what is there, and say how to sign in."""

    help = "Fill an empty database with the demo centre; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` prints the logins for the launcher."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the demo and report its logins and devices."""
        with transaction.atomic():
            facts = seed()
        if has_part(SURVEYS):
            # By name: they belong to contexts above.
            call_command("lopo_demo_voices")
            call_command("lopo_demo_findings")
        self.stdout.write(json.dumps(facts) if options["json"] else json.dumps(facts, indent=1))


def seed() -> dict[str, Any]:
    """The whole demo; returns the logins, and fresh tokens for a kiosk and a screen."""
    _refuse_a_real_installation()
    agency = add_agency(
        code="bkd-ntt",
        name="Badan Kepegawaian Daerah Provinsi Nusa Tenggara Timur",
        short_name="BKD NTT",
        actor=SYSTEM,
    )
    import_catalogue(BKD_SERVICES, agency=agency, without_moved=True)
    import_profiles(PROFILES, clock=system_clock)
    main = _centre(agency, "bkd", "BKD Service Center", practice=False)
    year = local_date(main, system_clock()).year
    load_holidays(years=[year, year + 1], actor=SYSTEM)
    _centre(agency, "latihan", "Latihan BKD Service Center", practice=True)
    _mall()
    today = local_date(main, system_clock())
    load_holidays(years=[today.year, today.year + 1], actor=SYSTEM)
    logins = [*_staff(settings.DEMO_PASSWORD), *_writers(agency, settings.DEMO_PASSWORD)]
    _say(agency)
    today_here = local_date(main, system_clock())
    came = Ticket.objects.filter(centre=main, service_date=today_here).exists()
    if has_part(QUEUE) and not came:
        _receive_guests(main)
    return {"password": settings.DEMO_PASSWORD, "logins": logins, "addresses": _addresses(main)}


def _refuse_a_real_installation() -> None:
    """With DATABASE_URL set this might be anybody's database: never touch what we did not make.

    The demo gives `admin` a printed password and lets guests stand in line.
    """
    is_ours = has_notice(ANNOUNCEMENT)
    if not is_ours and list_centres().exists():
        raise CommandError(
            "This database holds centres that the demo did not make: unset DATABASE_URL, or name "
            "an empty database."
        )


def _centre(agency: Agency, code: str, name: str, *, practice: bool) -> Centre:
    centre = centre_by_code(code) or set_up_centre(
        plan=CentrePlan(
            code=code,
            name=name,
            host_agency=agency,
            zone="Asia/Makassar",
            queues=[QueueSpec(q.code, q.name) for q in shipped_queues()],
            counters=[CounterSpec(str(n), f"Meja {n}") for n in range(1, COUNTERS + 1)],
            hours=AROUND_THE_CLOCK,
        ),
        valid_from=date(2026, 1, 1),
        actor=SYSTEM,
    )
    change_policy(
        centre=centre,
        actor=SYSTEM,
        is_practice=practice,
        observes_holidays=False,
        province="53",
        no_show_interval_seconds=1 if practice else 45,
        address="Jalan Polisi Militer Nomor 2, Kupang",
        phone="0822-9939-5149",
        email="kepegawaian@bkd.nttprov.go.id",
        wifi_ssid="BKD-Tamu",
        wifi_password=GUEST_WIFI_KEY,
    )
    offer_services(centre=centre, queue_of_category=queue_of_category())
    return centre_by_code(code) or centre


def _mall() -> None:
    """The second centre: a Mal Pelayanan Publik in which the agencies of NTB serve together.

    Its services are example data (``meta`` of the file says so).
    """
    import_catalogue(NTB_SERVICES, without_moved=True)
    import_profiles(NTB_PROFILES, clock=system_clock)
    host = agency_by_code(MALL_HOST)
    assert host is not None
    agencies = [one for one in list_agencies() if one.code.startswith(MALL_AGENCIES)]
    centre = centre_by_code("mpp") or set_up_centre(
        plan=CentrePlan(
            code="mpp",
            name="Mal Pelayanan Publik NTB",
            host_agency=host,
            zone="Asia/Makassar",
            queues=[QueueSpec(q.code, q.name) for q in shipped_queues("ntb")],
            counters=[CounterSpec(str(n), f"Loket {n}") for n in range(1, COUNTERS + 1)],
            hours=AROUND_THE_CLOCK,
        ),
        valid_from=date(2026, 1, 1),
        actor=SYSTEM,
    )
    change_policy(centre=centre, actor=SYSTEM, observes_holidays=False, province="52")
    offer_services(centre=centre, queue_of_category=queue_of_category("ntb"), agencies=agencies)


def _staff(password: str) -> list[tuple[str, str]]:
    for username, role, _label in STAFF:
        assign(user=_account(username, password), role=role, actor=SYSTEM)
    # Without counters nobody serves at one; the accounts wait until there are some.
    useful = [row for row in STAFF if has_part(QUEUE) or row[1] is Role.SYSTEM_ADMIN]
    return [(username, label) for username, _role, label in useful]


def _writers(agency: Agency, password: str) -> list[tuple[str, str]]:
    """Who writes the agency's standards, and who publishes them: never the same person."""
    for username, duty, _label in WRITERS:
        charge(user=_account(username, password), duty=duty, agency=agency, actor=SYSTEM)
    return [(username, label) for username, _duty, label in WRITERS]


def _account(username: str, password: str) -> User:
    user = user_by_username(username)
    if user is None:
        return create_staff(username=username, password=password, actor=SYSTEM)
    set_password(user=user, password=password, actor=SYSTEM)
    return user


def _say(agency: Agency) -> None:
    """The pledge of the agency, an announcement and a hoax set right: written by one, published
    by another, as everywhere."""
    if has_notice(ANNOUNCEMENT):
        return
    author, publisher = (user_by_username(name) for name, _duty, _label in WRITERS)
    assert author is not None
    assert publisher is not None
    for kind, facts in NOTICES:
        written = write_notice(
            agency=agency,
            kind=kind,
            facts={"valid_from": date(2026, 1, 2), **facts},
            author=author,
            clock=system_clock,
        )
        publish_notice(notice=written, seen=0, publisher=publisher, clock=system_clock)


def _receive_guests(centre: Centre) -> None:
    for service, priority in GUESTS:
        offered = offering(centre, service)
        if offered is None:
            raise LookupError(f"the demo needs the service {service}")
        actions.issue_ticket(
            centre=centre,
            offering=offered,
            channel="RECEPTION",
            priority=priority,
            present=True,
            actor=SYSTEM,
            clock=system_clock,
        )


def _addresses(centre: Centre) -> dict[str, str]:
    """Where to look first; the device links pair this browser as the kiosk or the screen."""
    if not has_part(QUEUE):
        return {"Beranda": "/", "Layanan": "/layanan/", "Petugas": "/petugas/"}
    devices = {
        kind: register_device(
            centre=centre,
            name=f"Demo {kind.lower()} {system_clock():%Y%m%d%H%M%S}",
            kind=kind,
            actor=SYSTEM,
            in_room=True,
        )
        for kind in ("KIOSK", "TV")
    }
    return {
        "Beranda": "/",
        "Ambil nomor": f"/antrean/{centre.code}/",
        "Anjungan (kiosk)": f"/perangkat/#{devices['KIOSK']}",
        "Layar TV": f"/perangkat/#{devices['TV']}",
        "Meja petugas": "/petugas/",
    }
