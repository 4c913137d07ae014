"""A letter is written with its act, sealed; and kept for a month without anybody in it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.notifications import actions, api, queries
from lopo.notifications.models import Letter
from lopo.notifications.rules import Trouble

from .builders import Clockwork
from .post_office import (
    BODY,
    LINK,
    SOMEBODY,
    SUBJECT,
    PostOffice,
    send,
    stands,
    write,
)

pytestmark = pytest.mark.django_db


def in_line() -> int:
    with connection.cursor() as cursor:
        query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s"
        cursor.execute(query, [actions.LETTER_JOB])
        return int(cursor.fetchone()[0])


# Writing with the act


@pytest.mark.parametrize(
    "to",
    [
        "", "maria", "maria@", "@lain.id", "maria@contoh", "maria t@contoh.id",
        "maria@contoh.id\r\nBcc: lain@contoh.id", "maria@contoh.id\nlain@contoh.id",
        "maria@contoh.id, lain@contoh.id", "Maria <maria@contoh.id>", "maria@contoh.id\x00",
        '"maria\x0b"@contoh.id', '"a b"@contoh.id', "mariä@contoh.id", "maria@cöntoh.id",
        f"{'m' * 250}@contoh.id", "maria@contoh.id ",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_being_repeated(
    to: str, office: PostOffice, clock: Clockwork
) -> None:
    with pytest.raises(FieldRefusal) as refused:
        write(clock, to=to)
    assert [error.field for error in refused.value.errors] == ["to"]
    assert not to or to not in refused.value.message
    assert (Letter.objects.count(), in_line()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("subject", "Halo\r\nBcc: lain@contoh.id"),
        ("subject", "Halo\nX: y"),
        ("subject", "Halo\x0bX: y"),
        ("subject", "Halo\x85X: y"),
        ("subject", "Halo\u2028X: y"),
        ("subject", "  "),
        ("subject", "x" * 201),
        ("body", ""),
        ("body", "x" * 20_001),
        ("body", "halo\x00"),
        ("body", "halo\x1b[2J"),
        ("body", "halo\ud800"),
    ],
)
def test_a_second_header_has_no_room(
    field: str, text: str, office: PostOffice, clock: Clockwork
) -> None:
    with pytest.raises(FieldRefusal) as refused:
        write(clock, **{field: text})
    assert [error.field for error in refused.value.errors] == [field]
    assert not Letter.objects.exists()


def test_where_no_mail_server_is_named_no_letter_is_offered_and_none_written(
    clock: Clockwork, settings: Settings
) -> None:
    settings.MAIL_SERVER = None
    assert not api.can_send_letters()
    with pytest.raises(api.NoMail):
        write(clock)
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_an_act(office: PostOffice, clock: Clockwork) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.post_letter(
            kind="survey.invitation", to=SOMEBODY, subject=SUBJECT, body=BODY, at=clock()
        )
    assert not Letter.objects.exists()


def test_a_letter_of_a_refused_act_does_not_exist_and_no_job_either(
    office: PostOffice, clock: Clockwork
) -> None:
    def refused() -> None:
        with transaction.atomic():
            write(clock)
            assert (Letter.objects.count(), in_line()) == (1, 1)
            raise Refusal("no")

    with pytest.raises(Refusal):
        refused()
    assert (Letter.objects.count(), in_line()) == (0, 0)


def test_in_the_database_nobody_reads_who_gets_it_nor_what_it_says(
    office: PostOffice, clock: Clockwork
) -> None:
    assert api.can_send_letters()
    letter = write(clock)
    row = str(Letter.objects.filter(pk=letter.pk).values().get())
    for secret in (SOMEBODY, "maria", LINK, "rahasia-1", SUBJECT, "layanan kami"):
        assert secret not in row
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        assert [args for (args,) in cursor.fetchall()] == ["{}"]


def test_the_operator_tries_it_with_a_command(
    office: PostOffice, clock: Clockwork, settings: Settings
) -> None:
    for address in ("lain", "lain@contoh.id\r\nBcc: b@contoh.id"):
        with pytest.raises(CommandError, match="nama@contoh"):
            call_command("lopo_letter", address, stdout=StringIO())
    call_command("lopo_letter", SOMEBODY, stdout=StringIO())
    letter = Letter.objects.get()
    actions.send_letters(clock=system_clock)
    assert stands(letter) == ("SENT", 1, "")
    assert [one["Subject"] for one in office.letters] == ["Surel uji dari Lopo"]
    settings.MAIL_SERVER = None
    with pytest.raises(CommandError, match="tidak mengirim surel"):
        call_command("lopo_letter", SOMEBODY, stdout=StringIO())


# What is kept


def test_letters_are_forgotten_after_a_month_whatever_became_of_them(
    office: PostOffice, clock: Clockwork
) -> None:
    write(clock)
    send(clock)
    write(clock)
    clock.forward(days=30)
    assert actions.forget_old_letters(clock()) == 0
    clock.forward(seconds=1)
    assert actions.forget_old_letters(clock()) == 2
    assert not Letter.objects.exists()


def test_how_letters_fare_is_told_in_numbers(
    office: PostOffice, clock: Clockwork, django_assert_num_queries: Any
) -> None:
    assert queries.letters() == queries.Letters(0, 0, 0, "")
    office.says = {"RCPT": "550 no"}
    write(clock)
    send(clock)
    office.says = {"RCPT": "451 later"}
    write(clock)
    send(clock)
    write(clock)
    with django_assert_num_queries(2):
        found = queries.letters()
    assert (found.waiting, found.failed, found.abandoned) == (1, 1, 1)
    assert "nanti" in found.trouble


def test_every_trouble_has_its_sentence() -> None:
    for trouble in Trouble:
        assert bool(queries.trouble_said(trouble.value)) == bool(trouble.value)


def test_the_database_keeps_what_must_hold(office: PostOffice, clock: Clockwork) -> None:
    letter = write(clock)
    ended = {"next_try_at": None, "address": "", "subject": "", "body": ""}
    rows = Letter.objects.filter(pk=letter.pk)
    broken: list[dict[str, Any]] = [
        {"next_try_at": None},
        {"address": ""},
        {"body": ""},
        *({"state": state, **ended, left: "x"} for state in ("SENT", "ABANDONED")
          for left in ("address", "subject", "body")),
        {"state": "SENT", **ended, "busy_until": clock()},
        {"state": "SENT", **ended, "next_try_at": clock()},
        {"kind": "maria@contoh.id"},
        {"kind": "Survei untuk Maria"},
    ]  # fmt: skip
    for facts in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**facts)
    rows.update(state="SENT", **ended)
