"""Sealed drafts: who may not open them, how they end, and what a thief finds."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from lopo.catalogue.tests.builders import make_bkd
from lopo.foundation import jobs
from lopo.foundation.sealing import CannotOpen, unseal
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import NotPermitted, Unauthenticated, Unknown
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_centre
from lopo.paperwork import api, tasks
from lopo.paperwork.actions import (
    DraftGone,
    NotSealable,
    QrNeeded,
    delete_expired,
    finish_draft,
    open_draft,
    seal_draft,
    withdraw_draft,
)
from lopo.paperwork.models import FormDefinition, OpeningCount, SealedDraft
from lopo.paperwork.permissions import reader_at
from lopo.paperwork.rules import Seal
from lopo.people.api import Principal, Role
from lopo.people.tests.builders import make_staff

from .builders import NIP, Clockwork, answers_of, form, make_reader

pytestmark = pytest.mark.django_db
SECRET_WORDS = ("Ibu yang mengisi", NIP, "Cuti karena sakit keras")


@pytest.fixture
def bkd() -> Centre:
    return make_bkd()


def sealed(clock: Clockwork, code: str = "CUTI") -> Seal:
    made = form(code)
    own = {"nama": SECRET_WORDS[0], "alasan_cuti": SECRET_WORDS[2]} if code == "CUTI" else {}
    seal, _until = seal_draft(form=made, answers=answers_of(made, **own), clock=clock)
    return seal


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.CENTRE_ADMIN])
def test_who_does_not_serve_reads_nothing(bkd: Centre, role: Role) -> None:
    with pytest.raises(NotPermitted):
        reader_at(Principal(kind="staff", user=make_staff(role=role, centre=bkd)), bkd.code)


def test_an_officer_of_another_centre_finds_no_such_page(bkd: Centre) -> None:
    stranger = make_staff(role=Role.COUNTER_OFFICER, centre=make_centre())
    with pytest.raises(Unknown):
        reader_at(Principal(kind="staff", user=stranger), bkd.code)
    with pytest.raises(Unauthenticated):
        reader_at(Principal(kind="anonymous"), bkd.code)


def test_a_centre_that_does_not_give_the_service_finds_no_draft(bkd: Centre) -> None:
    clock = Clockwork()
    seal = sealed(clock)
    elsewhere = make_reader(make_centre(code="lain"))
    for typed in (seal.code, seal.human):
        with pytest.raises(DraftGone):
            open_draft(typed=typed, reader=elsewhere, clock=clock)
    finish_draft(typed=seal.code, reader=elsewhere, clock=clock)
    assert SealedDraft.objects.get().openings == 0


def test_the_code_that_is_read_out_finds_and_never_opens(bkd: Centre) -> None:
    clock = Clockwork()
    seal = sealed(clock)
    with pytest.raises(QrNeeded) as refusal, translation.override("id"):
        open_draft(typed=f"{seal.human[:4]} {seal.human[4:]}", reader=make_reader(bkd), clock=clock)
    assert "Cuti PNS" in refusal.value.message
    assert all(word not in refusal.value.message for word in SECRET_WORDS)


@pytest.mark.parametrize("typed", ["", "LOPO", "AAAAAAAA", "x" * 300, "\x00"])
def test_what_is_no_code_opens_nothing(bkd: Centre, typed: str) -> None:
    with pytest.raises(DraftGone):
        open_draft(typed=typed, reader=make_reader(bkd), clock=Clockwork())


def test_a_right_token_with_another_key_opens_nothing_and_is_not_counted(bkd: Centre) -> None:
    clock = Clockwork()
    forged = Seal(sealed(clock).token, b"x" * 32)
    with pytest.raises(DraftGone):
        open_draft(typed=forged.code, reader=make_reader(bkd), clock=clock)
    assert not OpeningCount.objects.exists()


def test_a_service_without_a_counter_has_nobody_to_open_a_draft(bkd: Centre) -> None:
    made = form("WBS")
    with pytest.raises(NotSealable):
        seal_draft(form=made, answers=answers_of(made), clock=Clockwork())
    assert not SealedDraft.objects.exists()


def everything_stored() -> str:
    """Every row of every table, as a thief of the whole database has it."""
    told = []
    for model in apps.get_models():
        for row in model._default_manager.values():
            told += [
                bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)
                for value in row.values()
            ]
    return "\n".join(told)


def test_a_thief_with_the_whole_database_and_every_secret_opens_nothing(bkd: Centre) -> None:
    clock = Clockwork()
    seal = sealed(clock)
    stored = everything_stored()
    secrets = [str(getattr(settings, name)) for name in dir(settings) if name.isupper()]
    for loot in (stored, "\n".join(secrets)):
        for part in (*SECRET_WORDS, *seal.code.split("-")[1:], seal.key.hex(), seal.token.hex()):
            assert part not in loot
    # Every 32 bytes of the loot tried as the key: hashes, digests, secrets, the ciphertext itself.
    draft = SealedDraft.objects.get()
    bound = f"lopo draft 1 {draft.form.digest}"
    hexes = {word[:64] for word in re.findall(r"[0-9a-f]{64}", stored)}
    keys = [bytes.fromhex(word) for word in hexes]
    keys += [word.encode()[:32] for word in secrets if len(word) >= 32]
    keys += [bytes(draft.ciphertext)[n : n + 32] for n in range(0, 200)]
    assert len(keys) > 200
    for key in keys:
        with pytest.raises(CannotOpen):
            unseal(key, bytes(draft.ciphertext), bound_to=bound)
    # The control: with the visitor's paper it opens.
    assert unseal(seal.key, bytes(draft.ciphertext), bound_to=bound)["nama"] == SECRET_WORDS[0]


def test_what_was_sealed_before_an_upgrade_is_still_opened(bkd: Centre) -> None:
    clock = Clockwork()
    seal = sealed(clock)
    draft = SealedDraft.objects.get()
    bound, nonce = f"lopo draft 1 {draft.form.digest}", b"n" * 12
    answers = unseal(seal.key, bytes(draft.ciphertext), bound_to=bound)
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    padded = text + b" " * (-len(text) % 4096)
    draft.ciphertext = nonce + AESGCM(seal.key).encrypt(nonce, padded, bound.encode())
    draft.save(update_fields=["ciphertext"])
    opened = open_draft(typed=seal.code, reader=make_reader(bkd), clock=clock)
    assert opened.answers["nama"] == SECRET_WORDS[0]


def test_the_officer_reads_what_was_filled_and_every_opening_counts(bkd: Centre) -> None:
    clock = Clockwork()
    seal = sealed(clock)
    reader = make_reader(bkd)
    for times in (1, 2):
        opened = open_draft(typed=seal.code.lower(), reader=reader, clock=clock)
        assert opened.draft.openings == times
    assert opened.answers == answers_of(
        form("CUTI"), nama=SECRET_WORDS[0], alasan_cuti=SECRET_WORDS[2]
    )
    count = OpeningCount.objects.get()
    assert (count.centre, count.openings) == (bkd, 2)
    finish_draft(typed=seal.code, reader=reader, clock=clock)
    assert not SealedDraft.objects.exists()
    assert OpeningCount.objects.get().openings == 2
    with pytest.raises(DraftGone):
        open_draft(typed=seal.code, reader=reader, clock=clock)


def test_after_seven_days_it_neither_opens_nor_exists(bkd: Centre) -> None:
    clock = Clockwork()
    seal = sealed(clock)
    clock.forward(days=7, seconds=-1)
    assert delete_expired(clock=clock) == 0
    clock.forward(seconds=1)
    with pytest.raises(DraftGone):
        open_draft(typed=seal.code, reader=make_reader(bkd), clock=clock)
    assert delete_expired(clock=clock) == 1
    assert not SealedDraft.objects.exists()


def test_the_worker_deletes_by_itself(bkd: Centre) -> None:
    kept, lapsed = sealed(Clockwork(system_clock())), sealed(Clockwork(system_clock()))
    long_ago = system_clock() - timedelta(days=8)
    SealedDraft.objects.filter(token_hash=lapsed.token_hash).update(
        created_at=long_ago, expires_at=long_ago + timedelta(days=7)
    )
    assert "lopo.paperwork.tasks.delete_expired" in [tick.name for tick in jobs._ticks]
    tasks.delete_expired()
    assert SealedDraft.objects.get().token_hash == kept.token_hash


def test_the_end_of_a_visit_takes_what_its_officer_opened_and_no_more(bkd: Centre) -> None:
    clock = Clockwork()
    mine, others, unread = (sealed(clock) for _ in range(3))
    officer, colleague = make_reader(bkd), make_reader(bkd)
    open_draft(typed=mine.code, reader=officer, clock=clock)
    open_draft(typed=others.code, reader=colleague, clock=clock)
    assert api.end_drafts(opened_by=officer.officer.pk, until=clock.forward(seconds=10).now) == 1
    assert delete_expired(clock=clock) == 1
    left = set(SealedDraft.objects.values_list("token_hash", flat=True))
    assert left == {others.token_hash, unread.token_hash}


def test_the_visitor_may_take_it_back(bkd: Centre) -> None:
    clock = Clockwork()
    kept, taken = sealed(clock), sealed(clock)
    withdraw_draft(typed=taken.human, clock=clock)
    assert SealedDraft.objects.count() == 2
    withdraw_draft(typed=taken.code, clock=clock)
    assert SealedDraft.objects.get().token_hash == kept.token_hash


def test_the_database_keeps_no_draft_longer_than_seven_days(bkd: Centre) -> None:
    sealed(Clockwork())
    row = SealedDraft.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedDraft.objects.update(expires_at=row.created_at + timedelta(days=7, seconds=1))


def test_an_opened_draft_names_who_read_it(bkd: Centre) -> None:
    sealed(Clockwork())
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedDraft.objects.update(openings=1)


def test_the_version_that_was_filled_is_kept_once_and_never_changes(bkd: Centre) -> None:
    clock = Clockwork()
    sealed(clock)
    sealed(clock)
    version = FormDefinition.objects.get()
    assert (version.number, version.origin) == (1, "GENERATED")
    changes: list[dict[str, Any]] = [{"definition": {}}, {"digest": "x"}, {"number": 9}]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            FormDefinition.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM paperwork_formdefinition")


def test_a_draft_is_read_as_it_was_asked_after_the_form_has_changed(bkd: Centre) -> None:
    clock = Clockwork()
    seal = sealed(clock)
    asked = form("CUTI")
    service = asked.service
    type(service).objects.filter(pk=service.pk).update(audience="Masyarakat", name="Cuti baru")
    opened = open_draft(typed=seal.code, reader=make_reader(bkd), clock=clock)
    assert opened.definition == asked.definition
    assert opened.answers["nip"] == NIP


def test_two_drafts_of_the_same_answers_have_nothing_in_common(bkd: Centre) -> None:
    clock = Clockwork()
    for _ in range(2):
        sealed(clock)
    rows = list(SealedDraft.objects.all())
    assert len({bytes(row.ciphertext)[:64] for row in rows}) == 2
    assert len({len(bytes(row.ciphertext)) for row in rows}) == 1
    assert len({row.code for row in rows}) == 2
