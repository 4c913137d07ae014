"""Making a cluster: safe defaults, checksums, one sync at the end, and a configuration of ours."""

import os
import shutil
from pathlib import Path

from lopo.foundation.env import secret
from lopo.foundation.postgres.binaries import Binaries
from lopo.foundation.postgres.identity import Identity
from lopo.foundation.postgres.places import Places
from lopo.foundation.postgres.problems import PostgresProblem

SUPERUSER = "postgres"
SUPERUSER_SECRET = "postgres-superuser"  # noqa: S105 - the name of a file, not a password
BUILTIN_LOCALE_SINCE = 17
CONFIGURATION = "lopo.conf"

# Durability is never traded: a number that was given out must survive the power cut that follows.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Tests throw their data away and may be quick about it.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "'128MB'",
    "password_encryption": "'scram-sha-256'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "idle_in_transaction_session_timeout": "'60s'",
    # Logs rotate by weekday and never hold the values of a statement: those may be personal data.
    "logging_collector": "on",
    "log_directory": "'log'",
    "log_filename": "'postgresql-%a.log'",
    "log_rotation_age": "'1d'",
    "log_truncate_on_rotation": "on",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_error_verbosity": "terse",
}


def ensure(places: Places, binaries: Binaries, identity: Identity, *, hasty: bool) -> None:
    """Make the cluster unless it exists, and write the configuration of this version of ours."""
    if places.cluster_major() is None:
        _create(places, binaries, identity)
    _write_configuration(places, identity, {**SETTINGS, **(HASTY if hasty else DURABLE)})


def _create(places: Places, binaries: Binaries, identity: Identity) -> None:
    """initdb into a draft folder, sync it once, then give it its name.

    An interrupted first start leaves only a draft, which the next one throws away.
    """
    shutil.rmtree(places.draft, ignore_errors=True)
    password_file = places.home / ".initdb-password"
    _write_private(password_file, secret(SUPERUSER_SECRET, places.data))
    identity.own(places.data, places.home, password_file)
    try:
        _run(identity, _initdb(binaries, places.draft, password_file))
        _run(identity, [binaries.path("initdb"), "--sync-only", "-D", str(places.draft)])
        with (places.draft / "postgresql.conf").open("a", encoding="utf-8") as main_file:
            main_file.write(f"\n# Everything of ours is in one file.\ninclude '{CONFIGURATION}'\n")
            main_file.flush()
            os.fsync(main_file.fileno())
        _write_file(places.draft / CONFIGURATION, "", identity)
        places.draft.rename(places.cluster)
        _sync_folder(places.home)
    finally:
        password_file.unlink(missing_ok=True)


def _initdb(binaries: Binaries, target: Path, password_file: Path) -> list[str]:
    """The command that makes a cluster: checksums, UTF-8, scram, no sync yet."""
    locale = ["--no-locale"]
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [
        binaries.path("initdb"),
        "--no-sync",
        "--data-checksums",
        "--encoding=UTF8",
        *locale,
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        f"--pwfile={password_file}",
        "-D",
        str(target),
    ]


def _run(identity: Identity, command: list[str]) -> None:
    """Run one step; a failure becomes a sentence with PostgreSQL's last words."""
    done = identity.run(command)
    if done.returncode != 0:
        words = (done.stderr.strip().splitlines() or ["no explanation"])[-1]
        raise PostgresProblem(f"PostgreSQL could not make its data folder: {words}")


def _write_configuration(places: Places, identity: Identity, settings: dict[str, str]) -> None:
    """Put our settings in place durably; an unchanged file is left alone."""
    text = "# Written by lopo at every start; changes here are lost.\n" + "".join(
        f"{key} = {value}\n" for key, value in settings.items()
    )
    target = places.cluster / CONFIGURATION
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        _write_file(target, text, identity)


def _write_file(target: Path, text: str, identity: Identity) -> None:
    """Replace a file so that a power cut leaves the old or the new one, never half of it."""
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    _write_private(draft, text)
    identity.own(draft)
    draft.replace(target)
    _sync_folder(target.parent)


def _write_private(path: Path, text: str) -> None:
    """A new 0600 file, on disk when this returns."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename inside this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
