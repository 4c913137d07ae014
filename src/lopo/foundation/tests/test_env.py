"""What comes from the environment is read once, strictly, and problems name the variable."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import lopo
from lopo.foundation.env import (
    EnvironmentProblem,
    data_dir,
    env_bool,
    env_int,
    env_list,
    env_networks,
    env_sender,
    env_str,
    env_url_database,
    env_url_mail,
    secret,
)

NAME = "LOPO_A_TEST"


def test_a_wrong_variable_ends_a_program_with_one_sentence(tmp_path: Path) -> None:
    program = f"from lopo.foundation import env; env.say_only_the_sentence(); env.env_int({NAME!r})"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={NAME: "banyak", "PYTHONPATH": str(Path(lopo.__file__).parents[1])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("✗ ")
    assert len(ran.stderr.splitlines()) == 1
    assert NAME in ran.stderr


def test_an_empty_secret_is_none(tmp_path: Path) -> None:
    secret("bare", tmp_path)
    (tmp_path / "secrets" / "bare").write_text("\n")
    with pytest.raises(EnvironmentProblem, match="bare"):
        secret("bare", tmp_path)


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(EnvironmentProblem, match=NAME):
        env_str(NAME)


def test_an_empty_variable_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "")
    with pytest.raises(EnvironmentProblem, match=NAME):
        env_str(NAME)
    assert env_str(NAME, "default") == "default"


def test_a_word_that_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "perhaps")
    with pytest.raises(EnvironmentProblem, match=NAME):
        env_bool(NAME, default=False)


@pytest.mark.parametrize(
    ("raw", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("off", False)]
)
def test_yes_and_no_have_several_spellings(
    monkeypatch: pytest.MonkeyPatch, raw: str, meant: bool
) -> None:
    monkeypatch.setenv(NAME, raw)
    assert env_bool(NAME) is meant


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "four")
    with pytest.raises(EnvironmentProblem, match=NAME):
        env_int(NAME, 4)


@pytest.mark.parametrize("wrong", ["10.0.0.0/33", "kantor", "10.0.0.1/8", "10.0.0.0/8,::g"])
def test_a_network_that_is_none_is_named(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, wrong)
    with pytest.raises(EnvironmentProblem, match=NAME):
        env_networks(NAME)


def test_networks_of_both_kinds_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_networks(NAME) == ()
    monkeypatch.setenv(NAME, "10.20.0.0/16, ::1")
    assert [str(net) for net in env_networks(NAME)] == ["10.20.0.0/16", "::1/128"]


def test_a_list_drops_its_empty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "a, b,,c ")
    assert env_list(NAME) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:secret-word@host/name",
        "postgresql://user:secret-word@host:port/name",
        "postgresql://user:secret-word@host",
    ],
)
def test_a_wrong_database_address_is_refused_without_telling_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv(NAME, url)
    with pytest.raises(EnvironmentProblem, match=NAME) as caught:
        env_url_database(NAME)
    assert "secret-word" not in str(caught.value)


def test_a_database_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgresql://us%40er:p%2Fw%3A@db.example:6543/name?sslmode=require")
    assert env_url_database(NAME) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "name",
        "USER": "us@er",
        "PASSWORD": "p/w:",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgresql://app:pw@/name?host=/run/a folder&port=5433")
    found = env_url_database(NAME)
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/a folder", "5433", {})


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mail.example", "begin with smtp://"),
        ("http://mail.example", "begin with smtp://"),
        ("smtp://", "no host"),
        ("smtp://u:geheim@mail.example:port", "not a number"),
        ("smtp://mail.example:0", "no such port"),
        ("smtp://mail.example:65536", "no such port"),
        ("smtp://u:geheim@[::1", "cannot be read"),
        ("smtp://u:geheim@mail.example/box", "end with the host"),
        ("smtp://u:geheim@mail.example#x", "end with the host"),
        ("smtp://u:geheim#y@mail.example", "end with the host"),
        ("smtp://u:geheim@mail.example?tls=maybe", "tls=starttls|implicit|none"),
        ("smtp://u:geheim@mail.example?tls=", "tls=starttls|implicit|none"),
        ("smtp://u:geheim@mail.example?ssl=yes", "tls=starttls|implicit|none"),
        ("smtp://u@mail.example", "or neither"),
        ("smtp://:geheim@mail.example", "or neither"),
        ("smtp://u:geheim@mail.example?tls=none", "without TLS"),
    ],
)
def test_a_mail_server_that_is_none_is_refused_and_its_password_not_told(
    url: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, url)
    with pytest.raises(EnvironmentProblem, match=NAME) as refused:
        env_url_mail(NAME)
    assert said in str(refused.value)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("smtp://mail.example", ("mail.example", 587, "", "", True, False)),
        ("smtp://mail.example/?tls=implicit", ("mail.example", 465, "", "", False, True)),
        ("smtp://mail.example:2525?tls=none", ("mail.example", 2525, "", "", False, False)),
        ("smtp://u:p@localhost?tls=none", ("localhost", 25, "u", "p", False, False)),
        ("smtp://a%40b.id:p%2Fw@[::1]:26", ("::1", 26, "a@b.id", "p/w", True, False)),
    ],
)
def test_a_mail_server_is_taken_apart(
    url: str, meant: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, url)
    found = env_url_mail(NAME)
    assert found is not None
    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert tuple(found[name] for name in names) == meant


def test_no_mail_server_is_named_unless_somebody_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    assert env_url_mail(NAME) is None
    assert env_sender(NAME, "") == ""
    with pytest.raises(EnvironmentProblem, match=NAME):
        env_sender(NAME)


@pytest.mark.parametrize(
    "wrong", ["Lopo", "a@", "@b.id", "a@b.id, c@d.id", "Lopo <a b@c.id>", "a@b.id\nBcc: c@d.id"]
)
def test_a_sender_that_is_none_is_refused(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, wrong)
    with pytest.raises(EnvironmentProblem, match=NAME):
        env_sender(NAME)


@pytest.mark.parametrize("sender", ["layanan@contoh.go.id", "Lopo BKD <layanan@contoh.go.id>"])
def test_a_sender_may_have_a_name(sender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, sender)
    assert env_sender(NAME) == sender


def test_the_name_of_a_sender_may_have_any_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "Lopo – Kupang <layanan@contoh.go.id>")
    found = env_sender(NAME)
    assert found.isascii()
    assert found.endswith(" <layanan@contoh.go.id>")


def test_the_data_folder_follows_its_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOPO_DATA", str(tmp_path))
    assert data_dir() == tmp_path


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = secret("key", tmp_path)
    assert secret("key", tmp_path) == first
    assert secret("other", tmp_path) != first
    assert len(first) >= 60
    folder = tmp_path / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == ["key", "other"]


def test_many_who_ask_first_at_once_get_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret("key", tmp_path), range(64)))
    assert len(found) == 1
