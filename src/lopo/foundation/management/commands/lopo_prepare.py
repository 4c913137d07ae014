"""Bring the database and the static files up to this version (run by ./lopo as the owner)."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from lopo.foundation.fitness import unfit_for_owner, unfit_to_serve


class Command(BaseCommand):
    """Migrate, then collect the static files when they have changed."""

    help = "Applies migrations and collects static files (run by ./lopo demo and serve)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch: without the owner's rights, only look."""
        parser.add_argument(
            "--no-migrate", action="store_true", help="as the serving role: only check"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Both steps; the second is skipped when nothing changed."""
        try:
            connection.ensure_connection()
        except OperationalError as problem:
            first = str(problem).strip().splitlines()[0]
            raise CommandError(f"The database cannot be reached: {first}") from None
        if options["no_migrate"]:
            _require_migrated()
            _require(unfit_to_serve())
        else:
            _require(unfit_for_owner())
            call_command("migrate", interactive=False, verbosity=0)
        _collect_static()


def _require(problems: list[str]) -> None:
    """Go on with a database that is as it must be, else say everything that is not."""
    if problems:
        raise CommandError("\n".join(problems))


def _require_migrated() -> None:
    """DATABASE_URL alone cannot migrate: its role may not change tables."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database lacks migrations of this version: set LOPO_OWNER_URL to the address "
            "with the role that owns the tables."
        )


def _collect_static() -> None:
    """Join, hash and compress the static files unless they are those of the last time."""
    root = Path(settings.STATIC_ROOT)
    stamp, mark = root / ".stamp", _mark_of_sources()
    if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    root.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark, encoding="ascii")


def _mark_of_sources() -> str:
    """A hash over all static files, by their content."""
    mark = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            mark.update(name.encode())
            with storage.open(name) as file:
                mark.update(hashlib.sha256(file.read()).digest())
    return mark.hexdigest()
