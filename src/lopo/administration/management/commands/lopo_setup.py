"""`./lopo setup`: the one-time link with which the first account is made."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from lopo.administration.queries import first_run_code


class Command(BaseCommand):
    """Prints the link while nobody administers this installation; says so otherwise."""

    help = "The one-time link with which the first account of an installation is made."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--json`` is for the launcher."""
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look, and print."""
        code = first_run_code()
        path = reverse("administration:first_run", args=[code]) if code else ""
        if options["json"]:
            facts = {"addresses": {"Set up (works once)": path}} if path else {}
            self.stdout.write(json.dumps(facts))
        elif path:
            self.stdout.write(f"{settings.PUBLIC_URL}{path}")
        else:
            self.stdout.write("This installation is set up: sign in at " + self._sign_in())

    def _sign_in(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('account_login')}"
