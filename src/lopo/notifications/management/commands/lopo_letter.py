"""`./lopo manage lopo_letter ADDRESS`: a letter that says nothing, on the way of all others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal
from lopo.notifications.api import post_letter

USAGE = 2


class Command(BaseCommand):
    """For the operator who has just named a mail server."""

    help = "Send a test letter; what became of it is on the page Webhook."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """To whom."""
        parser.add_argument("address", help="your own e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; the worker sends it."""
        try:
            with transaction.atomic():
                post_letter(
                    kind="operator.test",
                    to=options["address"],
                    subject=_("A test letter from Lopo"),
                    body=_("This letter shows that Lopo can send e-mail. Nobody needs to answer."),
                    at=system_clock(),
                )
        except Refusal as refusal:
            raise CommandError(refusal.message, returncode=USAGE) from None
        self.stdout.write("The letter waits for the worker: its state is on the page Webhook.")
