"""Photographs what an administrator decides about staff and whole centres, in every state."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lopo.administration.tests.builders import begun
from lopo.frontdesk import actions
from lopo.frontdesk.actions.premises import retire_centre
from lopo.frontdesk.tests.builders import make_centre, make_ticket, open_desk, service_of
from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, change_policy
from lopo.people.api import (
    Role,
    User,
    assign,
    invite_staff,
    make_password_link,
    reset_second_factor,
)
from lopo.people.models import Invitation
from lopo.people.tests.builders import just_proved, make_staff
from tests.conftest import OpenWindow, Visitor
from tests.gallery.test_gallery import DESKTOP, PHONE, TABLET, TELEVISION, Faults
from tests.gallery.test_safety import LONG, photograph

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
REASON = "Pindah ke Mal Pelayanan Publik, Jalan Contoh Nomor 2, lantai dasar sebelah kanan"


def sits_at(visitor: Visitor, user: User, method: str = "password") -> None:
    """The window of somebody who has just signed in."""
    client = just_proved(Client(), user, method)
    visitor.page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": visitor.base,
            }
        ]
    )


def with_app(user: User) -> User:
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    centre = make_centre()
    name = "Pusat Layanan Terpadu Badan Kepegawaian Daerah Provinsi Nusa Tenggara Timur"
    return change_policy(centre=centre, actor=SYSTEM, name=name)


def page_of(centre: Centre, name: str, *more: object) -> str:
    return reverse(f"administration:{name}", args=[centre.code, *more])


@SIZES
def test_staff_of_a_centre(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="admin.bkd")
    person = with_app(make_staff(role=Role.COUNTER_OFFICER, centre=centre, username="petugas.satu"))
    assign(user=person, role=Role.RECEPTIONIST, centre=centre, actor=SYSTEM)
    make_staff(role=Role.SYSTEM_ADMIN, username="kepala.sistem.informasi")
    invite_staff(centre=centre, roles=[Role.RECEPTIONIST], name=LONG, actor=SYSTEM)
    visitor = window(size)
    sits_at(visitor, admin)
    assert visitor.go(page_of(centre, "staff")) == 200
    photograph(visitor, "petugas", axe)
    page = visitor.page
    page.fill("[name=undang-name]", LONG)
    page.check("[name=undang-roles][value=COUNTER_OFFICER]")
    page.check("[name=undang-roles][value=CENTRE_ADMIN]")
    page.get_by_role("button", name="Buat tautan").click()
    page.wait_for_selector(".errsum")
    photograph(visitor, "petugas-undang-ditolak", axe)
    visitor.go(page_of(centre, "staff"))
    page.fill("[name=beri-username]", person.username)
    page.select_option("[name=beri-role]", "CENTRE_ADMIN")
    page.get_by_role("button", name="Beri peran").click()
    page.wait_for_selector(".errsum")
    photograph(visitor, "petugas-beri-ditolak", axe)


@SIZES
def test_a_second_step_is_reset(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="admin.bkd")
    person = with_app(make_staff(role=Role.COUNTER_OFFICER, centre=centre, username="petugas.satu"))
    chief = with_app(make_staff(role=Role.SYSTEM_ADMIN, username="kepala.sistem.informasi"))
    visitor = window(size)
    sits_at(visitor, admin)
    assert visitor.go(page_of(centre, "reset_factor", person.pk)) == 200
    photograph(visitor, "langkah-kedua-atur-ulang", axe)
    assert visitor.go(page_of(centre, "reset_factor", chief.pk)) == 409
    photograph(visitor, "langkah-kedua-bukan-di-sini", axe)


@SIZES
def test_the_owner_reads_of_the_reset_and_names_a_passkey(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="admin.bkd")
    person = make_staff(role=Role.COUNTER_OFFICER, centre=centre, username="petugas.satu")
    reset_second_factor(user=person, actor=Actor(id=f"user:{admin.pk}"))
    visitor = window(size)
    assert visitor.go("/petugas/masuk/") == 200
    page = visitor.page
    page.fill("input[name=login]", person.username)
    page.fill("input[name=password]", "sirih-pinang-tamu")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_text("Langkah kedua akun Anda diatur ulang").wait_for()
    photograph(visitor, "langkah-kedua-diberitahukan", axe)
    kind, data = Authenticator.Type.WEBAUTHN, {"name": LONG, "credential": {}}
    passkey = Authenticator.objects.create(user=person, type=kind, data=data)
    person.refresh_from_db()  # signing in has hashed the password anew
    sits_at(visitor, person, "mfa")
    visitor.go("/petugas/keamanan/")
    photograph(visitor, "keamanan-sesudah-diatur-ulang", axe)
    assert visitor.go(f"/petugas/keamanan/kunci/{passkey.pk}/nama/") == 200
    photograph(visitor, "kunci-sandi-nama", axe)
    page.fill("[name=name]", "")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_selector(".errsum")
    photograph(visitor, "kunci-sandi-nama-salah", axe)


@SIZES
def test_a_pair_of_roles_in_the_wizard_and_on_an_old_link(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    chief = make_staff(role=Role.SYSTEM_ADMIN, username="kepala.sistem")
    draft = begun(chief)
    visitor = window(size)
    sits_at(visitor, chief)
    assert visitor.go(reverse("administration:step", args=[draft.pk, "petugas"])) == 200
    page = visitor.page
    page.fill("[name=r0-name]", "Penyelia sore")
    page.check("[name=r0-roles][value=SUPERVISOR]")
    page.check("[name=r0-roles][value=CENTRE_ADMIN]")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.wait_for_selector(".errsum")
    photograph(visitor, "siapkan-petugas-ditolak", axe)
    raw = invite_staff(centre=centre, roles=[Role.SUPERVISOR], name=LONG, actor=SYSTEM)
    Invitation.objects.update(roles=["CENTRE_ADMIN", "SUPERVISOR"])
    guest = window(size)
    guest.go(f"/petugas/undangan/{raw}/")
    guest.page.fill("[name=username]", "penyelia.baru")
    guest.page.fill("[name=password]", "tenun-ikat-sumba")
    guest.page.fill("[name=again]", "tenun-ikat-sumba")
    guest.page.get_by_role("button", name="Buka akun saya").click()
    guest.page.wait_for_selector(".errsum")
    photograph(guest, "undangan-peran-terpisah", axe)


@SIZES
def test_a_whole_centre_is_archived(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    chief = make_staff(role=Role.SYSTEM_ADMIN, username="kepala.sistem")
    busy = make_centre()
    open_desk(centre=busy, clock=system_clock)
    visitor = window(size)
    sits_at(visitor, chief)
    assert visitor.go(page_of(busy, "centre")) == 200
    photograph(visitor, "pusat-ringkasan", axe)
    visitor.go(page_of(busy, "archive"))
    photograph(visitor, "pusat-arsipkan", axe)
    page = visitor.page
    page.fill("[name=reason]", REASON)
    page.get_by_role("button", name="Arsipkan").click()
    page.wait_for_selector(".errsum")
    photograph(visitor, "pusat-arsipkan-ditolak", axe)
    retire_centre(centre=centre, reason=REASON, actor=SYSTEM, clock=system_clock)
    visitor.go(reverse("administration:centres"))
    photograph(visitor, "pusat-arsip", axe)
    guest = window(size)
    assert guest.go(f"/antrean/{centre.code}/") == 410
    photograph(guest, "pusat-tidak-dipakai", axe)


def test_the_television_of_an_archived_centre(
    window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    retire_centre(centre=centre, reason=REASON, actor=SYSTEM, clock=system_clock)
    screen = window(TELEVISION)
    screen.page.context.add_cookies([{"name": "lopo_surface", "value": "tv", "url": screen.base}])
    assert screen.go(f"/layar/{centre.code}/") == 410
    photograph(screen, "tv-tidak-dipakai", axe)


@SIZES
def test_a_service_is_changed_after_opening(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="admin.bkd")
    service = service_of(centre, "A")
    visitor = window(size)
    sits_at(visitor, admin)
    at = page_of(centre, "service", service.code)
    assert visitor.go(at) == 200
    photograph(visitor, "layanan-ubah", axe)
    page = visitor.page
    name = page.locator("[name=name]")
    name.fill(LONG)
    page.fill("[name=steps]", "Menyerahkan berkas")
    page.fill("[name=working_days]", "3")
    page.fill("[name=product]", "Surat keterangan")
    type(service).objects.update(name="Rekan mengubahnya.", updated_at=system_clock())
    page.get_by_role("button", name="Simpan").first.click()
    page.get_by_text("Rekan mengubahnya.").wait_for()
    photograph(visitor, "layanan-ubah-usang", axe)
    assert visitor.go(at) == 200
    name.fill("")
    page.get_by_role("button", name="Simpan").first.click()
    page.wait_for_selector(".errsum")
    photograph(visitor, "layanan-ubah-ditolak", axe)


@SIZES
def test_a_forgotten_password(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="admin.bkd")
    person = make_staff(role=Role.COUNTER_OFFICER, centre=centre, username="petugas.satu")
    visitor = window(size)
    sits_at(visitor, admin)
    assert visitor.go(page_of(centre, "password_link", person.pk)) == 200
    photograph(visitor, "sandi-tautan", axe)
    visitor.page.get_by_role("button", name="Buat tautan").click()
    visitor.page.wait_for_selector(".invite")
    photograph(visitor, "sandi-tautan-jadi", axe)
    raw = make_password_link(user=person, actor=SYSTEM)
    owner = window(size)
    assert owner.go(f"/petugas/sandi-baru/{raw}/") == 200
    photograph(owner, "sandi-baru", axe)
    owner.page.fill("[name=password]", "pendek")
    owner.page.fill("[name=again]", "pendek")
    owner.page.locator("main form button[type=submit]").click()
    owner.page.wait_for_selector(".errsum")
    photograph(owner, "sandi-baru-ditolak", axe)
    make_password_link(user=person, actor=SYSTEM)  # a newer one makes this one void
    assert owner.go(f"/petugas/sandi-baru/{raw}/") == 410
    photograph(owner, "sandi-baru-habis", axe)


@SIZES
def test_a_counter_that_a_colleague_left_open(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    gone = open_desk(centre=centre, clock=system_clock)
    make_ticket(centre=centre, clock=system_clock)
    actions.call_next_ticket(desk=gone, clock=system_clock)
    supervisor = make_staff(role=Role.SUPERVISOR, centre=centre, username="penyelia.sore")
    visitor = window(size)
    sits_at(visitor, supervisor)
    assert visitor.go("/petugas/") == 200
    photograph(visitor, "meja-rekan", axe)
    visitor.page.get_by_role("link", name="Tutup Meja 1").click()
    visitor.page.get_by_text("kembali ke antrean").wait_for()
    photograph(visitor, "meja-rekan-tutup", axe)
