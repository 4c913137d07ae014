"""`./lopo token create`: a key for a program, or the code of a device."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import centre_by_code
from lopo.people.api import issue_api_token, register_device, user_by_username

USAGE = 2


class Command(BaseCommand):
    """Prints the secret once, last on standard output; only its hash is kept."""

    help = "Create an API token of a staff account, or the token of a kiosk or television."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two forms: USERNAME, or --device with its kind and centre."""
        parser.add_argument("action", choices=["create"])
        parser.add_argument("username", nargs="?", help="the staff account to speak for")
        parser.add_argument("--name", default="lopo token create", help="what the key is for")
        parser.add_argument("--device", metavar="NAME", help="make a device instead")
        parser.add_argument("--kind", choices=["kiosk", "tv"])
        parser.add_argument("--centre", metavar="C", help="code of the device's centre")
        parser.add_argument(
            "--in-room", action="store_true", help="people at this device are in the room"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print it."""
        if bool(options["username"]) == bool(options["device"]):
            raise CommandError("Name either a staff account or a --device.", returncode=USAGE)
        for_devices = options["kind"] or options["centre"] or options["in_room"]
        if options["username"] and for_devices:
            message = "--kind, --centre and --in-room are for a --device, not for an account."
            raise CommandError(message, returncode=USAGE)
        raw = self._device(options) if options["device"] else self._account(options)
        self.stdout.write(raw)

    def _account(self, options: dict[str, Any]) -> str:
        user = user_by_username(options["username"])
        if user is None:
            message = f"There is no active account named {options['username']}."
            raise CommandError(message, returncode=USAGE)
        return issue_api_token(user=user, name=options["name"][:80], actor=SYSTEM)

    def _device(self, options: dict[str, Any]) -> str:
        if not options["kind"] or not options["centre"]:
            raise CommandError("A device needs --kind and --centre.", returncode=USAGE)
        centre = centre_by_code(options["centre"])
        if centre is None:
            message = f"There is no service centre with the code {options['centre']}."
            raise CommandError(message, returncode=USAGE)
        return register_device(
            centre=centre,
            name=options["device"][:80],
            kind=options["kind"].upper(),
            in_room=options["in_room"],
            actor=SYSTEM,
        )
