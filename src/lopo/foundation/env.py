"""Reading the environment: every setting that comes from outside passes through here.

Pure Python without Django, because `config.settings`, the command line and the embedded PostgreSQL
all need it before Django is set up. A missing or malformed value stops the program with one
sentence that names the variable.
"""

import os
import re
import secrets
import sys
from collections.abc import Iterable
from email.utils import formataddr, getaddresses
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})
SECRET_BYTES = 48
# How a mail server is spoken to, and on which port when none is named.
MAIL_PORTS = {"starttls": 587, "implicit": 465, "none": 25}
HIGHEST_PORT = 65535
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
SENDER = re.compile(r"[^@\s<>()\[\]\\,;:\"]+@[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)


class OperatorProblem(RuntimeError):
    """Something only the operator can put right; the message is one sentence with the remedy."""


class EnvironmentProblem(OperatorProblem):
    """A variable is missing or cannot be understood; the message names it."""


def say_only_the_sentence() -> None:
    """Let a problem of the operator's end a program with its sentence, not with a traceback."""
    usual = sys.excepthook

    def hook(
        kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(problem, OperatorProblem):
            sys.stderr.write(f"✗ {problem}\n")
        else:
            usual(kind, problem, trace)

    sys.excepthook = hook


def env_str(name: str, default: str | None = None) -> str:
    """The text of a variable; an empty one counts as unset."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise EnvironmentProblem(f"The environment variable {name} is not set.")
    return default


def env_bool(name: str, default: bool | None = None) -> bool:
    """A yes or no: 1/true/yes/on or 0/false/no/off, in any letter case."""
    raw = os.environ.get(name)
    if raw is None and default is not None:
        return default
    word = env_str(name, None if raw is None else raw).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise EnvironmentProblem(f"The environment variable {name} must be yes or no, not {raw!r}.")


def env_int(name: str, default: int | None = None) -> int:
    """A whole number."""
    raw = env_str(name, None if default is None else str(default))
    try:
        return int(raw)
    except ValueError:
        raise EnvironmentProblem(
            f"The environment variable {name} must be a whole number, not {raw!r}."
        ) from None


def env_list(name: str, default: str | None = None) -> list[str]:
    """Words separated by commas; empty words are dropped."""
    return [word.strip() for word in env_str(name, default).split(",") if word.strip()]


def env_choice(name: str, choices: Iterable[str], default: str) -> str:
    """One word of a few."""
    value, known = env_str(name, default), sorted(choices)
    if value not in known:
        raise EnvironmentProblem(
            f"The environment variable {name} must be one of {', '.join(known)}, not {value!r}."
        )
    return value


def env_words(name: str, choices: Iterable[str], default: str) -> frozenset[str]:
    """Some words of a few, separated by commas; ``-`` for none of them."""
    known = sorted(choices)
    words = [word for word in env_list(name, default) if word != "-"]
    for word in words:
        if word not in known:
            raise EnvironmentProblem(
                f"The environment variable {name} may name {', '.join(known)}, not {word!r}."
            )
    return frozenset(words)


def env_networks(name: str, default: str = "") -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks such as ``10.0.0.0/8``, separated by commas."""
    words = env_list(name, default)
    try:
        return tuple(ip_network(word) for word in words)
    except ValueError as problem:
        raise EnvironmentProblem(
            f"The environment variable {name} must name networks such as 10.0.0.0/8: {problem}."
        ) from None


def data_dir() -> Path:
    """The folder that holds all state of this installation: $LOPO_DATA, else var/data."""
    return Path(env_str("LOPO_DATA", str(ROOT / "var" / "data"))).expanduser().absolute()


def env_url_database(name: str, default: str | None = None) -> dict[str, Any]:
    """One entry of Django's DATABASES, from `postgresql://user:password@host:port/name`.

    A Unix socket is given as `postgresql://user:password@/name?host=/folder&port=5432`. Other query
    parameters go to libpq as they are (`sslmode`, `connect_timeout`, `target_session_attrs`, …).
    """
    url = env_str(name, default)
    try:
        return _database_from_url(url)
    except ValueError as problem:
        # The address carries a password: the message names the variable, never its value.
        raise EnvironmentProblem(
            f"The environment variable {name} is not a PostgreSQL address: {problem}."
        ) from None


def _database_from_url(url: str) -> dict[str, Any]:
    """Take the address apart; raise ValueError with a reason that holds no secret."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("it must begin with postgresql://")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port = options.pop("port", "") or str(_port_of(parts.netloc) or "")
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise ValueError("it names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": options.pop("user", "") or unquote(parts.username or ""),
        "PASSWORD": options.pop("password", "") or unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }


def env_url_mail(name: str) -> dict[str, Any] | None:
    """A mail server, from `smtp://user:password@host:587?tls=starttls|implicit|none`.

    As Django's SMTP backend wants it; None when nothing is said: then no mail is sent.
    """
    url = env_str(name, "")
    if not url:
        return None
    try:
        return _mail_from_url(url)
    except ValueError as problem:
        # The address carries a password: the message names the variable, never its value.
        raise EnvironmentProblem(
            f"The environment variable {name} is not a mail server's address: {problem}."
        ) from None


def _mail_from_url(url: str) -> dict[str, Any]:
    """Take the address apart; raise ValueError with a reason that holds no secret."""
    parts = _split(url)
    if parts.scheme != "smtp":
        raise ValueError("it must begin with smtp://")
    if parts.path not in {"", "/"} or parts.fragment:
        raise ValueError("it must end with the host and port, and perhaps ?tls=…")
    host, tls = unquote(parts.hostname or ""), _tls_of(parts.query)
    if not host:
        raise ValueError("it names no host")
    port = _port_of(parts.netloc)
    port = MAIL_PORTS[tls] if port is None else port
    if not 0 < port <= HIGHEST_PORT:
        raise ValueError("there is no such port")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("it must name a user with a password, or neither")
    if user and tls == "none" and host not in THIS_MACHINE:
        raise ValueError("without TLS a password goes to this machine only")
    return {
        "host": host,
        "port": port,
        "username": user,
        "password": password,
        "use_tls": tls == "starttls",
        "use_ssl": tls == "implicit",
    }


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise ValueError("it cannot be read") from None


def _tls_of(query: str) -> str:
    given = parse_qs(query, keep_blank_values=True)
    words = given.pop("tls", ["starttls"])
    if given or len(words) != 1 or words[0] not in MAIL_PORTS:
        raise ValueError(f"behind ? it may say tls={'|'.join(MAIL_PORTS)} and nothing else")
    return words[0]


def env_sender(name: str, default: str | None = None) -> str:
    """Whom letters come from: `layanan@contoh.go.id`, or `Name <layanan@contoh.go.id>`."""
    raw = env_str(name, default)
    if not raw:
        return ""
    (said, address), *more = getaddresses([raw])
    if more or not raw.isprintable() or not SENDER.fullmatch(address):
        raise EnvironmentProblem(
            f"The environment variable {name} must be an address such as "
            f"Lopo <layanan@contoh.go.id>, not {raw!r}."
        )
    return formataddr((said, address))


def _port_of(netloc: str) -> int | None:
    """The port behind the last colon of the host part (user info may hold colons of its own)."""
    _, colon, port = netloc.rpartition("@")[2].rpartition(":")
    if not colon or port.endswith("]"):
        return None
    if not port.isdigit():
        raise ValueError("its port is not a number")
    return int(port)


def secret(name: str, folder: Path, size: int = SECRET_BYTES) -> str:
    """A secret of this installation: made once, kept in the data folder, readable by its owner.

    `size` is its randomness in bytes; a person types it when it is small.

    Two processes may ask for the first time at once: both make one, exactly one is linked into
    place, and both read that one.
    """
    path = folder / "secrets" / name
    if not path.exists():
        _make_secret(path, secrets.token_urlsafe(size))
    value = path.read_text(encoding="ascii").strip()
    if not value:
        raise EnvironmentProblem(f"The secret {name} in {path.parent} is empty: restore it.")
    return value


def forget_secret(name: str, folder: Path) -> None:
    """A secret that has served its purpose; who asks for it again gets a new one."""
    (folder / "secrets" / name).unlink(missing_ok=True)


def _make_secret(path: Path, value: str) -> None:
    """Write a 0600 file durably and link it to its name, unless somebody was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(handle, value.encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
