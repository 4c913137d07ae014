"""Two agencies on one installation: BKD in Kupang (WITA) and Dukcapil in Jayapura (WIT)."""

from dataclasses import dataclass

from django.test import Client

from lopo.catalogue.api import Service
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk.tests.builders import make_officer
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.api import Role, User, assign, register_device

BKD, DUKCAPIL = "Ruang Layanan BKD", "Ruang Pelayanan Dukcapil"
BKD_PHONE, DUKCAPIL_PHONE = "0380 111111", "0967 222222"
FEE = 5000


@dataclass(frozen=True)
class Two:
    """The first centre, whose services are free, and the second, with one that costs Rp5.000."""

    bkd: Centre
    dukcapil: Centre
    free: Service
    paid: Service


def make_two() -> Two:
    """Both centres; the first one comes first by name, too."""
    bkd = make_centre(code="bkd", agency=make_agency(name="Badan Kepegawaian"), phone=BKD_PHONE)
    dukcapil = make_centre(
        code="dukcapil",
        agency=make_agency(name="Dinas Kependudukan"),
        zone="Asia/Jayapura",
        phone=DUKCAPIL_PHONE,
    )
    for centre, name in ((bkd, BKD), (dukcapil, DUKCAPIL)):
        centre.name = name
        centre.save(update_fields=["name"])
    free = make_service(code="KP", name="Kenaikan pangkat", agency=bkd.host_agency)
    paid = make_service(code="KTP", name="Kartu hilang", agency=dukcapil.host_agency, fee=FEE)
    make_offering(centre=bkd, service=free)
    make_offering(centre=dukcapil, service=paid)
    return Two(bkd, dukcapil, free, paid)


def at_work(*centres: Centre) -> Client:
    """The browser of somebody who serves at these centres."""
    officer = make_officer(centre=centres[0])
    for centre in centres[1:]:
        assign(user=officer, role=Role.COUNTER_OFFICER, centre=centre, actor=SYSTEM)
    return signed_in(officer)


def administrator() -> Client:
    """The browser of somebody with a role everywhere."""
    boss = User(username="admin")
    boss.set_unusable_password()
    boss.save()
    assign(user=boss, role=Role.SYSTEM_ADMIN, actor=SYSTEM)
    return signed_in(boss)


def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def screen(centre: Centre, kind: str) -> Client:
    """A kiosk or television in the room of a centre."""
    client = Client()
    client.cookies["lopo_device"] = register_device(
        centre=centre, name=kind, kind=kind, in_room=True, actor=SYSTEM
    )
    client.cookies["lopo_surface"] = kind.lower()
    return client
