"""Typed builders: people who administer, and the answers of a small centre."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse

from lopo.administration import actions
from lopo.administration.models import SetupDraft
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import Role, User, assign

_serial = count(1)


def make_user(*, role: Role | None = None, centre: Centre | None = None) -> User:
    """An account, with a role at a centre (or everywhere)."""
    user = User(username=f"orang-{next(_serial)}")
    user.set_unusable_password()
    user.save()
    if role is not None:
        assign(user=user, role=role, centre=centre, actor=SYSTEM)
    return user


def signed_in(user: User) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(user)
    return client


def system_admin() -> Client:
    """The browser of somebody who administers everything."""
    return signed_in(make_user(role=Role.SYSTEM_ADMIN))


def centre_admin(centre: Centre) -> Client:
    """The browser of somebody who looks after one centre."""
    return signed_in(make_user(role=Role.CENTRE_ADMIN, centre=centre))


def rows(*values: Mapping[str, Any]) -> dict[str, Any]:
    """Rows as the wizard's pages send them."""
    sent: dict[str, Any] = {"rows": str(len(values))}
    for n, row in enumerate(values):
        sent |= {f"r{n}-{name}": value for name, value in row.items()}
    return sent


def step_url(draft: SetupDraft, step: str) -> str:
    """Where a step is."""
    return reverse("administration:step", args=[draft.pk, step])


def begun(user: User | None = None) -> SetupDraft:
    """A draft without answers."""
    return actions.begin_draft(user=user or make_user(), clock=system_clock)


def kept_people(draft: SetupDraft) -> Any:
    """Whom a draft names, as the database has it."""
    return SetupDraft.objects.get(pk=draft.pk).answers.get("petugas")


ALWAYS = {"opens": "00.00", "closes": "24.00"}
SERVICE = {
    "name": "Kartu pencari kerja",
    "category": "Kartu",
    "requirements": "KTP\nIjazah terakhir",
    "steps": "Serahkan berkas\nTunggu kartu dicetak",
    "working_days": "0",
    "fee": "0",
    "fee_basis": "",
    "product": "Kartu AK-1",
}
ANSWERS: dict[str, dict[str, Any]] = {
    "instansi": {
        "agency": "+",
        "name": "Dinas Ketenagakerjaan Kota Kupang",
        "short_name": "Disnaker Kupang",
    },
    "pusat": {
        "name": "Pusat Layanan Ketenagakerjaan",
        "code": "naker",
        "province": "53",
        "address": "Jalan Contoh Nomor 1",
        "phone": "0380-000000",
        "email": "layanan@contoh.go.id",
    },
    "jam": {
        f"{days}-{name}": value
        for days in ("mon_thu", "fri", "sat", "sun")
        for name, value in ALWAYS.items()
    },
    "layanan": {},
    "antrean": rows({"code": "A", "name": "Kartu"}),
    "pembagian": {"KARTU-PENCARI-KERJA": "A"},
    "meja": rows({"code": "1", "name": "Meja 1"}, {"code": "2", "name": "Meja 2"}),
    "petugas": rows(
        {"name": "Petugas meja 1", "roles": ["COUNTER_OFFICER", "RECEPTIONIST"]},
        {"name": "Penerima tamu", "roles": ["RECEPTIONIST"]},
    ),
}


def fill_in(client: Client, draft: SetupDraft, **changed: dict[str, Any]) -> None:
    """Every step of a small centre with one hand-written service, through the pages."""
    for step, sent in ANSWERS.items():
        if step == "layanan":
            url = reverse("administration:draft_service_new", args=[draft.pk])
            assert client.post(url, SERVICE).status_code == 303
        answer = client.post(step_url(draft, step), changed.get(step, sent))
        assert answer.status_code == 303, (step, answer.content.decode())
