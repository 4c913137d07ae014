"""`./lopo import instruments FILE`: questionnaires from JSON, all or none."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lopo.kernel.clock import system_clock
from lopo.surveys.actions import InstrumentsRefused, import_instruments

USAGE = 2


class Command(BaseCommand):
    """Prints what is new; with faults, every one of them, and changes nothing."""

    help = "Import questionnaires from a JSON file: all of them, or none and every fault by name."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From where."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report."""
        try:
            report = import_instruments(raw=options["file"].read_bytes(), clock=system_clock)
        except OSError as problem:
            message = _("%(file)s cannot be read. Is the name right, and may you read it?")
            message %= {"file": options["file"]}
            raise CommandError(message, returncode=USAGE) from problem
        except InstrumentsRefused as refusal:
            self._explain(refusal, as_json=options["json"])
            return
        told = {
            "created": report.created,
            "unchanged": report.unchanged,
            "ended": report.ended,
        }
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        for word, versions in told.items():
            self.stdout.write(f"{word}: {', '.join(versions) or '–'}")

    def _explain(self, refusal: InstrumentsRefused, *, as_json: bool) -> None:
        if as_json:
            errors = [{"field": one.field, "code": one.code} for one in refusal.errors]
            self.stdout.write(json.dumps({"errors": errors}))
        for one in refusal.errors:
            self.stderr.write(f"{one.field}: {one.message}")
        raise CommandError(f"{refusal.message} ({len(refusal.errors)})", returncode=1)
