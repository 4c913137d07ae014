"""The commands of `./lopo` and their options; what each does lives in the module beside it."""

import argparse
from collections.abc import Callable

DATA_HELP = "folder of all state (default: $LOPO_DATA, else var/data in the checkout)"
SETTINGS = (
    "Mail server, parts, database of one's own: environment variables, all of them in "
    "docs/handbook/pengaturan.md (LOPO_SMTP_URL, LOPO_MAIL_FROM, LOPO_PARTS, DATABASE_URL)."
)
Adder = Callable[..., argparse.ArgumentParser]


def build() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="./lopo",
        description="Lopo: the open house of a public service centre.",
        epilog="Each command explains itself: ./lopo COMMAND --help",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_serving(commands.add_parser)
    _add_quality(commands.add_parser)
    _add_database(commands.add_parser)
    return parser


def _add_serving(add: Adder) -> None:
    """`demo` and `serve`."""
    words = "a believable centre to try everything on, one command from a clone"
    demo = add("demo", help=words, epilog=SETTINGS)
    demo.add_argument("--reset", action="store_true", help="throw the old demo data away first")
    serve = add(
        "serve", help="the same for production: no demo data, no demo logins", epilog=SETTINGS
    )
    for command in (demo, serve):
        command.add_argument("--port", type=int, default=8000, help="port (default: 8000)")
        command.add_argument(
            "--host",
            default="127.0.0.1",
            help="address to listen on (default: 127.0.0.1; 0.0.0.0 for the whole network)",
        )
        command.add_argument("--url", help="public address for links and QR codes ($LOPO_URL)")
        command.add_argument("--data", help=DATA_HELP)


def _add_quality(add: Adder) -> None:
    """`test`, `check` and `bench`."""
    test = add("test", help="all tests, browser tests included")
    test.add_argument(
        "--postgres",
        type=int,
        metavar="15",
        help="on the distribution's PostgreSQL of this version, prepared as an outside server",
    )
    test.add_argument("words", nargs="*", metavar="-- pytest args", help="handed to pytest")
    check = add("check", help="format, lint, types, contracts, migrations, messages, deploy check")
    check.add_argument("--json", action="store_true", help="a report for programs")
    check.add_argument("--only", metavar="NAME", help="one check alone")
    bench = add("bench", help="what pages, printed sheets and the index cost, as ratios")
    bench.add_argument(
        "words",
        nargs=argparse.REMAINDER,
        help="--agencies, --services, --versions, --ballots, --json",
    )


def _add_database(add: Adder) -> None:
    """Commands that hand over to a context."""
    token = add("token", help="make API tokens of accounts and devices")
    make = token.add_subparsers(dest="act", metavar="ACT", required=True).add_parser(
        "create", help="print a new token, shown this once"
    )
    make.add_argument("username", nargs="?", metavar="USERNAME", help="a staff account")
    make.add_argument("--device", metavar="NAME", help="a device instead of an account")
    make.add_argument("--kind", choices=["kiosk", "tv"], help="what the device is")
    make.add_argument("--centre", metavar="C", help="code of the device's centre")
    make.add_argument("--in-room", action="store_true", help="the device stands in the room")
    setup = add("setup", help="print the one-time link that makes the first account")
    setup.add_argument("--json", action="store_true", help="a report for programs")
    import_ = add("import", help="take services or questionnaires over from a file, all or nothing")
    kinds = ["catalogue", "instruments"]
    import_.add_argument("what", choices=kinds, help="what the file holds")
    import_.add_argument("file", metavar="FILE", help="a JSON file")
    import_.add_argument("--json", action="store_true", help="a report for programs")
    verify = add("verify", help="replay a day, compare records; exit 1 names every offender")
    verify.add_argument("--centre", metavar="C", help="one centre (default: all)")
    verify.add_argument("--date", metavar="D", help="one service date (default: today)")
    verify.add_argument("--bundle", metavar="FILE", help="a downloaded day instead of the database")
    verify.add_argument("--json", action="store_true", help="a report for programs")
    manage = add("manage", help="any Django management command, for developers")
    manage.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND …")
    for command in (make, setup, import_, verify, manage):
        command.add_argument("--data", help=DATA_HELP)
