"""A letter is sent until it is taken, under one name; then nobody is left in it."""

import logging
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from django.core.mail.backends.smtp import EmailBackend
from pytest_django import Settings

from lopo.notifications import actions
from lopo.notifications.actions import mailing, smtp
from lopo.notifications.models import Letter
from lopo.notifications.rules import MOST_TRIES, WAITS, Trouble

from .builders import Clockwork
from .certificates import certificate
from .post_office import (
    BODY,
    LINK,
    SOMEBODY,
    SUBJECT,
    PostOffice,
    knows_nobody,
    safe_office,
    send,
    stands,
    write,
)

pytestmark = pytest.mark.django_db


def test_a_letter_is_sent_once_and_nobody_is_left_in_it(
    office: PostOffice, clock: Clockwork
) -> None:
    letter = write(clock)
    assert send(clock) == 1
    assert stands(letter) == ("SENT", 1, "")
    assert knows_nobody(letter)
    assert send(clock) == 0
    [sent] = office.letters
    assert (sent["To"], sent["From"]) == (SOMEBODY, "Lopo <layanan@contoh.go.id>")
    assert sent["Subject"] == SUBJECT
    assert sent.get_content().replace("\r\n", "\n") == BODY
    assert sent["Message-ID"] == letter.message_id
    assert letter.message_id.endswith("@contoh.go.id>")
    assert (sent["Content-Language"], sent["Auto-Submitted"]) == ("id", "auto-generated")
    assert sent["Date"].datetime == clock()
    assert office.taken[0].isascii()
    assert office.heard[1].startswith("mail FROM:<layanan@contoh.go.id>")
    assert office.heard[2] == f"rcpt TO:<{SOMEBODY}>"


def test_with_user_and_password_it_signs_in_first(
    office: PostOffice, clock: Clockwork, settings: Settings
) -> None:
    settings.MAIL_SERVER = {**office.address, "username": "lopo", "password": "sandi"}
    letter = write(clock)
    send(clock)
    assert stands(letter)[0] == "SENT"
    assert [line.split(" ")[0].upper() for line in office.heard][:3] == ["EHLO", "AUTH", "MAIL"]


def test_asked_to_come_back_it_comes_back_after_growing_waits_and_gives_up_in_the_end(
    office: PostOffice, clock: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    office.says = {"RCPT": "451 4.7.1 greylisted"}
    letter = write(clock)
    for number, wait in enumerate(WAITS, 1):
        assert send(clock) == 1
        assert stands(letter) == ("FAILED", number, "LATER")
        assert letter.next_try_at == clock() + wait
        clock.forward(seconds=wait.total_seconds() - 1)
        assert not actions.wake_letters(clock)
        assert send(clock) == 0, "not before its time"
        clock.forward(seconds=1)
        assert actions.wake_letters(clock)
    send(clock)
    assert stands(letter) == ("ABANDONED", MOST_TRIES, "LATER")
    assert knows_nobody(letter)
    assert f"letter {letter.pk} (survey.invitation) given up: LATER" in caplog.text


def test_what_was_asked_to_wait_is_sent_when_it_is_taken(
    office: PostOffice, clock: Clockwork
) -> None:
    office.says = {".": "452 4.3.1 full"}
    letter = write(clock)
    send(clock)
    office.says = {}
    clock.forward(seconds=11)
    send(clock)
    assert stands(letter) == ("SENT", 2, "")
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"] == letter.message_id


@pytest.mark.parametrize(
    "says", [{"RCPT": "550 5.1.1 nobody of this name"}, {".": "554 5.7.1 spam"}], ids=str
)
def test_what_is_refused_for_good_is_given_up_at_once_and_holds_up_no_other(
    says: dict[str, str], office: PostOffice, clock: Clockwork
) -> None:
    office.says = says
    refused, another = write(clock), write(clock)
    assert send(clock) == 2
    for letter in (refused, another):
        assert stands(letter) == ("ABANDONED", 1, "REFUSED")
        assert knows_nobody(letter)


@pytest.mark.parametrize(
    ("says", "trouble"),
    [
        ({"": "554 no service"}, "UNREACHABLE"),
        ({"": "421 too busy"}, "UNREACHABLE"),
        ({"": ""}, "UNREACHABLE"),
        ({"": "SSH-2.0-OpenSSH"}, "UNREACHABLE"),
        ({"AUTH": "535 5.7.8 wrong"}, "LOGIN"),
        ({"EHLO": "250 pos.example"}, "LOGIN"),
        ({"MAIL": "553 5.7.1 not yours"}, "SENDER"),
        ({"MAIL": "451 4.3.0 later"}, "LATER"),
        ({"RCPT": ""}, "UNREACHABLE"),
        ({".": ""}, "UNREACHABLE"),
    ],
    ids=str,
)
def test_what_the_operator_can_put_right_costs_no_letter(
    says: dict[str, str], trouble: str, office: PostOffice, clock: Clockwork, settings: Settings
) -> None:
    settings.MAIL_SERVER = {**office.address, "username": "lopo", "password": "sandi"}
    office.says = says
    letter = write(clock)
    send(clock)
    assert stands(letter) == ("FAILED", 1, trouble)
    assert not knows_nobody(letter)


def test_a_server_that_is_down_is_asked_once_in_a_round_and_again_later(
    office: PostOffice, clock: Clockwork, settings: Settings
) -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        settings.MAIL_SERVER = {**office.address, "port": sock.getsockname()[1]}
        first, second = write(clock), write(clock)
        assert send(clock) == 1
    assert stands(first) == ("FAILED", 1, "UNREACHABLE")
    assert stands(second) == ("WAITING", 0, "")
    settings.MAIL_SERVER = office.address
    clock.forward(seconds=10)
    assert send(clock) == 2
    assert {stands(first)[0], stands(second)[0]} == {"SENT"}


def test_a_server_that_says_nothing_does_not_keep_us(
    office: PostOffice, clock: Clockwork, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        letter = write(clock)
        settings.MAIL_SERVER = {**office.address, "port": silent.getsockname()[1]}
        send(clock)
    assert stands(letter) == ("FAILED", 1, "SLOW")


def test_without_a_safe_line_nothing_is_said(
    office: PostOffice, clock: Clockwork, settings: Settings
) -> None:
    """A server, or somebody before it, that offers no STARTTLS gets neither password nor letter."""
    settings.MAIL_SERVER = {
        **office.address,
        "username": "lopo",
        "password": "sandi",
        "use_tls": True,
    }
    letter = write(clock)
    send(clock)
    assert stands(letter) == ("FAILED", 1, "TLS")
    assert {line.split(" ")[0].upper() for line in office.heard} <= {"EHLO", "QUIT"}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("way", ["use_tls", "use_ssl"])
def test_over_tls_a_stranger_gets_nothing(
    way: str, tmp_path: Path, clock: Clockwork, settings: Settings
) -> None:
    path = certificate(tmp_path, "localhost")
    with safe_office(path, at_once=way == "use_ssl") as safe:
        settings.MAIL_SERVER = {**safe.address, "host": "localhost", way: True}
        letter = write(clock)
        send(clock)
    assert stands(letter) == ("FAILED", 1, "TLS")
    assert not any("maria" in line for line in safe.heard)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("way", ["use_tls", "use_ssl"])
def test_over_tls_who_is_vouched_for_gets_the_letter(
    way: str,
    tmp_path: Path,
    clock: Clockwork,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = certificate(tmp_path, "localhost")
    trusted = ssl.create_default_context(cafile=str(path))
    monkeypatch.setattr(EmailBackend, "ssl_context", trusted)
    with safe_office(path, at_once=way == "use_ssl") as safe:
        settings.MAIL_SERVER = {**safe.address, "host": "localhost", way: True}
        letter = write(clock)
        send(clock)
    assert stands(letter) == ("SENT", 1, "")
    assert [one["To"] for one in safe.letters] == [SOMEBODY]


def test_a_goodbye_that_fails_is_no_reason_to_send_it_again(
    office: PostOffice, clock: Clockwork
) -> None:
    office.says = {"QUIT": ""}
    letter = write(clock)
    send(clock)
    assert stands(letter) == ("SENT", 1, "")


@pytest.mark.parametrize(
    ("taken", "trouble"), [({"LETTER_KEY": "lain"}, "KEY"), ({"MAIL_SERVER": None}, "SETUP")]
)
def test_what_was_taken_from_the_installation_meanwhile_is_told(
    taken: dict[str, Any], trouble: str, office: PostOffice, clock: Clockwork, settings: Settings
) -> None:
    letter = write(clock)
    for name, value in taken.items():
        setattr(settings, name, value)
    send(clock)
    assert stands(letter) == ("FAILED", 1, trouble)
    assert office.taken == []


# What comes between


def test_killed_between_sending_and_noting_it_is_sent_again_under_the_same_message_id(
    office: PostOffice, clock: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write(clock)

    def killed(*_noted: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            send(clock)
    assert stands(letter)[0] == "WAITING"
    assert not actions.wake_letters(clock), "somebody may still be sending it"
    assert send(clock) == 0
    clock.forward(seconds=actions.LETTER_CLAIM.total_seconds())
    assert actions.wake_letters(clock)
    assert send(clock) == 1
    first, second = office.taken
    assert first == second
    assert office.letters[0]["Message-ID"] == letter.message_id
    assert stands(letter) == ("SENT", 2, "")
    assert knows_nobody(letter)


def test_while_a_letter_is_sent_nobody_else_sends_any(
    office: PostOffice, clock: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(clock)
    write(clock)
    others: list[int] = []

    def meanwhile(_letter: Letter) -> Trouble:
        others.append(send(clock))
        return Trouble.NONE

    monkeypatch.setattr(mailing, "_send", meanwhile)
    assert send(clock) == 2
    assert others == [0, 0]


def test_a_claim_that_ran_out_notes_nothing(
    office: PostOffice, clock: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write(clock)
    answers = [Trouble.REFUSED, Trouble.NONE]

    def slow(_letter: Letter) -> Trouble:
        answer = answers.pop(0)
        if answer == Trouble.REFUSED:
            clock.forward(seconds=actions.LETTER_CLAIM.total_seconds())
            assert send(clock) == 1
        return answer

    monkeypatch.setattr(mailing, "_send", slow)
    send(clock)
    assert stands(letter) == ("SENT", 2, "")


@pytest.mark.parametrize("says", [{}, {"RCPT": "550 no"}, {".": "451 no"}, {"": ""}], ids=str)
def test_no_address_is_in_the_log_nor_what_the_letter_says(
    says: dict[str, str], office: PostOffice, clock: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.says = says
    write(clock)
    for _number in range(MOST_TRIES):
        actions.wake_letters(clock)
        send(clock)
        clock.forward(hours=25)
    for secret in (SOMEBODY, "maria", LINK, "rahasia-1", SUBJECT):
        assert secret not in caplog.text
