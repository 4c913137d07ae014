"""What stands in the place of an address's parameters: a thing made for one page alone."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from lopo.administration.actions import begin_draft
from lopo.administration.models import SetupDraft
from lopo.catalogue.api import BKD_SERVICES, consult, draft_of, open_draft
from lopo.editorial.actions import begin_import
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.notices.tests.builders import make_notice
from lopo.notifications.api import Delivery, send_test
from lopo.notifications.tests.builders import make_webhook
from lopo.organisation import models as organisation
from lopo.organisation.api import archive_centre
from lopo.people.api import (
    Role,
    User,
    devices_of,
    invitations_of,
    invite_staff,
    make_password_link,
)
from lopo.profiles.api import identity_of
from lopo.profiles.tests.builders import GREEN, make_look
from lopo.publications.actions import make_batch, start_batch
from lopo.registers.api import requirements_of
from lopo.registers.tests.builders import make_regulation, make_requirement

from .callers import World
from .expectations import DRAFT, HOOKS, HOURS, PLACE, SAFETY, SETTING_UP, WEBHOOKS
from .reports import FILLED
from .voices import VOICES
from .writing import NEWS, NOTICES, REGISTERS, SHEETS, STANDARD, STANDARDS


def _invitation(world: World) -> str:
    return invite_staff(centre=world.here, roles=[Role.RECEPTIONIST], name="Tamu", actor=SYSTEM)


def _password_link(world: World) -> str:
    member = User.objects.get(username=world.callers["receptionist"].username)
    return make_password_link(user=member, actor=SYSTEM)


def _invitation_pk(world: World) -> str:
    _invitation(world)
    return str(invitations_of(world.here, system_clock())[0].pk)


def _passkey_pk(world: World) -> str:
    owner = User.objects.get(username=world.callers["two_steps"].username)
    passkey = {"name": "Ponsel saya", "credential": {}}
    kind = Authenticator.Type.WEBAUTHN
    return str(Authenticator.objects.create(user=owner, type=kind, data=passkey).pk)


def _member_pk(world: World) -> str:
    """Somebody who has forgotten the password."""
    return str(User.objects.get(username=world.callers["receptionist"].username).pk)


def _member_with_app_pk(world: World) -> str:
    """Somebody who has lost the phone with the app."""
    member = User.objects.get(username=world.callers["receptionist"].username)
    TOTP.activate(member, generate_totp_secret())
    return str(member.pk)


def _archived(_world: World) -> str:
    centre = make_centre()
    archive_centre(centre=centre, reason="Pindah gedung", actor=SYSTEM, clock=system_clock)
    return centre.code


def _draft_pk(_world: World) -> str:
    chief = User.objects.filter(assignments__role="SYSTEM_ADMIN").earliest("pk")
    return str(begin_draft(user=chief, clock=system_clock).pk)


def _device_pk(world: World) -> str:
    return str(min(device.pk for device in devices_of(world.here)))


def _draft_with_a_service(world: World) -> str:
    pk = _draft_pk(world)
    shipped = json.loads(BKD_SERVICES.read_text(encoding="utf-8"))["layanan"][0]
    written = {"new": [{**shipped, "kode": "TULIS"}], "by_hand": ["TULIS"]}
    SetupDraft.objects.filter(pk=pk).update(answers={"layanan": written})
    return pk


def _batch(world: World) -> str:
    """Sheets of the first centre's agency, made."""
    batch = start_batch(
        agency=world.here.host_agency, papers=[], sops=True, actor=SYSTEM, clock=system_clock
    )
    make_batch(token=batch.token, clock=system_clock)
    return batch.token


def _file(world: World) -> str:
    """A file of the first centre's agency, handed in."""
    author = User.objects.get(username=world.callers["editor"].username)
    begun = begin_import(
        raw=b"{}",
        file_name="standar.json",
        agency=world.here.host_agency,
        author=author,
        language="id",
        clock=system_clock,
    )
    return begun.token


def _drafted(world: World) -> str:
    """A service of the first centre's agency with an open draft."""
    service = service_of(world.here)
    author = User.objects.get(username=world.callers["editor"].username)
    open_draft(service=service, author=author, clock=system_clock)
    return service.code


def _consulted(world: World) -> str:
    """A service whose next version the public is asked about."""
    code = _drafted(world)
    draft = draft_of(service_of(world.here))
    assert draft is not None
    consult(draft=draft)
    return code


def _notice_pk(world: World) -> str:
    """A draft of the first centre's agency, by somebody who is not here."""
    draft = make_notice(agency=world.here.host_agency, state="DRAFT", published_at=None)
    return str(draft.pk)


def _pledged(world: World) -> str:
    return make_notice(agency=world.here.host_agency, kind="MAKLUMAT").code


def _regulation_pk(world: World) -> str:
    return str(make_regulation(replaced_by=make_regulation(), valid_to=FAR_AWAY).pk)


def _requirement_pk(world: World) -> str:
    own = {row.code for row in requirements_of([world.here.host_agency])}
    return str(make_requirement(code=f"P{len(own)}", agency=world.here.host_agency).pk)


def _published(world: World) -> str:
    return make_notice(agency=world.here.host_agency).code


def _logo(world: World) -> str:
    """The logo the first centre's agency wears."""
    logo = identity_of(make_look(world.here.host_agency)).logo
    assert logo is not None
    return logo.digest[:32]


def _mandate_pk(world: World) -> str:
    editor = User.objects.get(username=world.callers["editor"].username)
    return str(editor.mandates.get().pk)


def _webhook_pk(_world: World) -> str:
    return str(make_webhook().webhook.pk)


def _told(_world: World) -> str:
    """A webhook with a message."""
    hook = make_webhook().webhook
    send_test(webhook=hook, actor=SYSTEM, clock=system_clock)
    return str(hook.pk)


def _message_pk(world: World) -> str:
    hook = world.made.get(f"{HOOKS}<int:pk>/pesan/<int:delivery>/ pk") or _told(world)
    return str(Delivery.objects.get(webhook=int(hook)).pk)


FAR_AWAY = date(2030, 1, 7)


def _day_of(model: str, **facts: Any) -> Callable[[World], str]:
    """A season, a holiday or an exception of the centre, far away; its first day."""

    def make(world: World) -> str:
        rows = getattr(organisation, model).objects
        rows.create(centre=world.here, legal_basis="uji", **facts)
        return FAR_AWAY.isoformat()

    return make


SPAN: Final[dict[str, Any]] = {"starts_on": FAR_AWAY, "ends_on": FAR_AWAY}
A_HOLIDAY: Final[dict[str, Any]] = {"date": FAR_AWAY, "name": "Libur", "kind": "REGIONAL"}
AN_EXCEPTION: Final[dict[str, Any]] = {**SPAN, "reason": "Rapat", "decided_by": "user:1"}

# ``route parameter``; every other parameter is filled alike on all pages (``judging.values``).
VALUES: Final[dict[str, Callable[[World], str]]] = {
    "petugas/undangan/<str:token>/ token": _invitation,
    "petugas/sandi-baru/<str:token>/ token": _password_link,
    f"{PLACE}petugas/undang/<int:pk>/tarik/ pk": _invitation_pk,
    f"{PLACE}perangkat/<int:pk>/cabut/ pk": _device_pk,
    f"{PLACE}petugas/<int:pk>/langkah-kedua/ pk": _member_with_app_pk,
    f"{PLACE}petugas/<int:pk>/sandi/ pk": _member_pk,
    f"{PLACE}pakai/ centre": _archived,
    f"{SAFETY}kunci/<int:pk>/nama/ pk": _passkey_pk,
    f"{SAFETY}kunci/<int:pk>/lepas/ pk": _passkey_pk,
    f"{PLACE}meja/<slug:code>/ code": lambda world: "1",
    f"{PLACE}antrean/<slug:code>/ code": lambda world: "A",
    "petugas/pusat/<centre>/<kind>/<code>/<verb>/ kind": lambda world: "meja",
    "petugas/pusat/<centre>/<kind>/<code>/<verb>/ code": lambda world: "1",
    "petugas/pusat/<centre>/<kind>/<code>/<verb>/ verb": lambda world: "naik",
    "petugas/pusat/<centre>/layanan/<code>/<verb>/ verb": lambda world: "hentikan",
    f"{HOURS}musim/<slug:day>/akhiri/ day": _day_of("Season", name="Musim", **SPAN),
    f"{HOURS}libur/<slug:day>/cabut/ day": _day_of("Holiday", **A_HOLIDAY),
    f"{HOURS}pengecualian/<slug:day>/cabut/ day": _day_of("HoursException", **AN_EXCEPTION),
    "cek/<str:code>/ code": lambda world: world.publication.code,
    f"{SHEETS}arsip/<str:token>/ token": _batch,
    f"{SHEETS}arsip/<str:token>/unduh/ token": _batch,
    f"{DRAFT}<slug:step>/ step": lambda world: "instansi",
    **{f"{page.route} pk": _draft_pk for page in SETTING_UP if page.route.startswith(DRAFT)},
    f"{DRAFT}layanan/<slug:code>/ pk": _draft_with_a_service,
    f"{DRAFT}layanan/<slug:code>/ code": lambda world: "TULIS",
    **{
        f"{page.route} code": _drafted
        for page in STANDARDS
        if page.route.startswith(f"{STANDARD}rancangan/")
    },
    f"{STANDARD}banding/<int:earlier>/<int:later>/ earlier": lambda world: "1",
    f"{STANDARD}banding/<int:earlier>/<int:later>/ later": lambda world: "1",
    "layanan/<slug:code>/versi/<int:earlier>/<int:later>/ earlier": lambda world: "1",
    "layanan/<slug:code>/versi/<int:earlier>/<int:later>/ later": lambda world: "1",
    "layanan/<slug:code>/konsultasi/ code": _consulted,
    "petugas/mandat/<int:pk>/cabut/ pk": _mandate_pk,
    **{f"{page.route} pk": _webhook_pk for page in WEBHOOKS if "pk" in page.route},
    f"{HOOKS}<pk>/<verb>/ verb": lambda world: "uji",
    f"{HOOKS}<int:pk>/pesan/<int:delivery>/ pk": _told,
    f"{HOOKS}<int:pk>/pesan/<int:delivery>/ delivery": _message_pk,
    "pengumuman/<slug:code>/ code": _published,
    "pengumuman/<slug:code>/poster.pdf code": _pledged,
    **{f"{page.route} pk": _notice_pk for page in NOTICES if page.route.startswith(f"{NEWS}<int")},
    f"{NEWS}<slug:agency>/<slug:kind>/ agency": lambda world: world.here.host_agency.code,
    f"{NEWS}<slug:agency>/<slug:kind>/ kind": lambda world: "pengumuman",
    "petugas/standar/berkas/<slug:agency>/masuk/<str:token>/ token": _file,
    "perangkat-daerah/logo/<digest>.<ending> digest": _logo,
    "perangkat-daerah/logo/<digest>.<ending> ending": lambda world: "svg",
    "perangkat-daerah/warna/<name>.css name": lambda world: GREEN.name,
    **{
        f"{page.route} pk": _requirement_pk if "persyaratan" in page.route else _regulation_pk
        for page in REGISTERS
        if "<int:pk>" in page.route
    },
    "petugas/standar/penetapan/<slug:agency>/ agency": lambda world: world.here.host_agency.code,
    "petugas/standar/berkas/<slug:agency>/ agency": lambda world: world.here.host_agency.code,
    "petugas/standar/berkas/<slug:agency>/<slug:kind>/ agency": (
        lambda world: world.here.host_agency.code
    ),
    "petugas/standar/berkas/<slug:agency>/<slug:kind>/ kind": lambda world: "json",
    **VOICES,
    **FILLED,
}
