"""`./lopo manage lopo_second_factor USERNAME`: for the last administrator who lost everything."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lopo.kernel.actor import SYSTEM
from lopo.people.api import reset_second_factor, user_by_username

USAGE = 2


class Command(BaseCommand):
    """Who may run it owns the machine; everybody else asks an administrator."""

    help = "Remove the second factors of an account and end its sessions."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("username", help="the staff account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them and say so."""
        user = user_by_username(options["username"])
        if user is None:
            message = f"There is no active account named {options['username']}."
            raise CommandError(message, returncode=USAGE)
        reset_second_factor(user=user, actor=SYSTEM)
        self.stdout.write(f"{user.username} signs in with the password alone.")
