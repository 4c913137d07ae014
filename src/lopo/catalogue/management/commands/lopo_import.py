"""`./lopo import catalogue FILE`: services from JSON, all or none."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lopo.catalogue.api import CatalogueRefused, import_catalogue
from lopo.organisation.api import agency_by_code

USAGE = 2


class Command(BaseCommand):
    """Prints what changed; with faults, every one of them, and changes nothing."""

    help = "Import services from a JSON file: all of them, or none and every fault by name."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to import, from where, for which agency."""
        parser.add_argument("what", choices=["catalogue"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", metavar="CODE", help="whose services these are")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report."""
        agency = None
        if options["agency"]:
            agency = agency_by_code(options["agency"])
            if agency is None:
                message = _("There is no agency with the code %(code)s.")
                message %= {"code": options["agency"]}
                raise CommandError(message, returncode=USAGE)
        try:
            report = import_catalogue(options["file"], agency=agency)
        except OSError as problem:
            message = _("%(file)s cannot be read. Is the name right, and may you read it?")
            message %= {"file": options["file"]}
            raise CommandError(message, returncode=USAGE) from problem
        except CatalogueRefused as refusal:
            self._explain(refusal, as_json=options["json"])
        else:
            self._report(report.created, report.updated, report.unchanged, options["json"])
            for law in report.kept_titles:
                self.stderr.write(
                    f"{law}: the register has another title for this code and keeps it"
                )

    def _report(self, created: int, updated: int, unchanged: int, as_json: bool) -> None:
        counts = {"created": created, "updated": updated, "unchanged": unchanged}
        if as_json:
            self.stdout.write(json.dumps(counts))
        else:
            total = sum(counts.values())
            self.stdout.write(
                f"{total} services: {created} created, {updated} updated, {unchanged} unchanged."
            )

    def _explain(self, refusal: CatalogueRefused, *, as_json: bool) -> None:
        if as_json:
            errors = [{"field": e.field, "code": e.code} for e in refusal.errors]
            self.stdout.write(json.dumps({"errors": errors}))
        for error in refusal.errors:
            self.stderr.write(f"{error.field}: {error.message}" if error.field else error.message)
        raise CommandError(f"{refusal.message} ({len(refusal.errors)})", returncode=1)
