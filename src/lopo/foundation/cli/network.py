"""Ports and addresses: is the port free, where do others reach us, do we answer yet."""

import errno
import json
import re
import socket
import urllib.error
import urllib.request
from contextlib import closing
from urllib.parse import urlsplit

from lopo.foundation.cli.output import Stop

ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised, not bound
# Documentation addresses (RFC 5737): naming one as a destination sends nothing.
FAR_AWAY = ("192.0.2.1", 9)
HIGHEST_PORT = 65535
PLAIN_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
ASK_SECONDS = 5.0


def require_free(host: str, port: int) -> None:
    """Stop in one sentence when the port cannot be ours."""
    if not 0 < port <= HIGHEST_PORT:
        raise Stop(f"{port} is no port number: choose one from 1 to {HIGHEST_PORT}.", code=2)
    hosts = [host] + (["::1"] if host in {"127.0.0.1", "localhost"} else [])
    for candidate in hosts:
        _require_free(candidate, port, is_extra=candidate != host)


def _require_free(host: str, port: int, *, is_extra: bool) -> None:
    """Try to listen for a moment."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            trial.listen(1)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise Stop(
                f"Port {port} is already in use: stop the program that uses it, or choose another "
                "port with --port."
            ) from None
        if is_extra:
            # No IPv6 on this machine: nobody can take "localhost" away from us there.
            return
        reason = problem.strerror or str(problem)
        raise Stop(f"The address {host} port {port} cannot be used: {reason}.") from None


def require_public(url: str) -> None:
    """Stop in one sentence when links cannot be built from the operator's address."""
    try:
        parts = urlsplit(url)
        is_plain = parts.port is None or 0 < parts.port <= HIGHEST_PORT
    except ValueError:
        is_plain, parts = False, urlsplit("")
    extras = (parts.username, parts.path, parts.query, parts.fragment)
    odd = any(extras) or PLAIN_HOST.fullmatch(parts.hostname or "") is None
    if odd or not is_plain or parts.scheme not in {"http", "https"}:
        raise Stop(
            f"{url!r} is no public address: write it as https://antrean.example.go.id, without "
            "a path.",
            code=2,
        )


def public_url(host: str, port: int) -> str:
    """The address for links and QR codes when the operator names none."""
    if host in {"127.0.0.1", "localhost", "::1"}:
        return f"http://localhost:{port}"
    name = lan_address() if host in ANYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def reaches_nobody_else(url: str) -> bool:
    """Whether a link built from this address opens on this machine alone."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def lan_address() -> str:
    """The address of this machine in its network; localhost when it has none."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(FAR_AWAY)
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])


def local_url(host: str, port: int) -> str:
    """Where this machine itself reaches the server."""
    name = "127.0.0.1" if host in ANYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def why_not_ready(base: str) -> str:
    """Ask /readyz; empty when ready, else the reasons."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{base}/readyz", timeout=ASK_SECONDS):
            return ""
    except urllib.error.HTTPError as refusal:
        try:
            return "; ".join(json.load(refusal)["reasons"])
        except (ValueError, KeyError, TypeError):
            return f"/readyz answers {refusal.code}"
    except OSError:
        return "the web server does not answer yet"
