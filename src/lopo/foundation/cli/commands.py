"""Commands that look into the database: they hand over to the context that knows the answer."""

import argparse
import os

from lopo.foundation.cli.output import USAGE, Stop, complain
from lopo.foundation.cli.place import Place, database, enter_django, environment, place_of


def token(options: argparse.Namespace) -> int:
    """`./lopo token create`: a token of a staff account or of a device."""
    if bool(options.username) == bool(options.device):
        raise Stop("Name either a staff account or a device (--device NAME).", code=2)
    words = ["create"]
    if options.username:
        words.append(options.username)
    else:
        if not (options.kind and options.centre):
            raise Stop("A device needs --kind kiosk|tv and --centre CODE.", code=2)
        words += ["--device", options.device, "--kind", options.kind, "--centre", options.centre]
        words += ["--in-room"] if options.in_room else []
    return hand_over(options, "lopo_token", words)


def setup(options: argparse.Namespace) -> int:
    """`./lopo setup`: the one-time set-up link once more."""
    return hand_over(options, "lopo_setup", ["--json"] if options.json else [])


def import_(options: argparse.Namespace) -> int:
    """`./lopo import catalogue FILE` and `./lopo import instruments FILE`."""
    more = ["--json"] if options.json else []
    if options.what == "instruments":
        return hand_over(options, "lopo_instruments", [options.file, *more])
    return hand_over(options, "lopo_import", [options.what, options.file, *more])


def verify(options: argparse.Namespace) -> int:
    """`./lopo verify`: replay a day and name every offender."""
    words: list[str] = []
    for name in ("centre", "date", "bundle"):
        value = getattr(options, name)
        words += [f"--{name}", value] if value else []
    words += ["--json"] if options.json else []
    if options.bundle:
        return _without_database(options, "lopo_verify", words)
    return hand_over(options, "lopo_verify", words)


def _without_database(options: argparse.Namespace, name: str, words: list[str]) -> int:
    """Run a command that only reads a file: whoever downloaded a day needs no database."""
    nowhere = {"DATABASE_URL": "postgresql://nobody@localhost/nothing"}
    enter_django(environment(place_of(options.data), "serve", **nowhere))
    return _call(name, words)


def manage(options: argparse.Namespace) -> int:
    """`./lopo manage …`: any Django command, for developers."""
    words = options.words or ["help"]
    return hand_over(options, words[0], words[1:])


def hand_over(options: argparse.Namespace, name: str, words: list[str]) -> int:
    """Run one management command against the database of the data folder."""
    place = place_of(options.data)
    _require_database(place)
    serving = place.read_note()
    mode = os.environ.get("LOPO_MODE") or str(serving.get("mode", "serve"))
    more = {} if os.environ.get("LOPO_URL") else {"LOPO_URL": str(serving.get("url", ""))}
    with database(place) as found:
        enter_django(environment(place, mode, **more, **found.addresses))
        return _call(name, words)


def _require_database(place: Place) -> None:
    """A command that reads must not quietly make an empty database."""
    if not os.environ.get("DATABASE_URL") and not place.has_cluster():
        raise Stop(
            f"The data folder {place.data} holds no database yet: run ./lopo demo or ./lopo serve "
            "first, or name another folder with --data.",
            code=2,
        )


def _call(name: str, words: list[str]) -> int:
    """Call the command as Django's own command line would, but with our exit codes."""
    from django.core.management import (  # noqa: PLC0415 - Django is loaded only when needed
        CommandError,
        get_commands,
        load_command_class,
    )
    from django.db import connections  # noqa: PLC0415
    from django.db.utils import OperationalError, ProgrammingError  # noqa: PLC0415

    app = get_commands().get(name)
    if app is None:
        raise Stop(f"There is no command {name}: `./lopo manage help` lists all.", code=2)
    command = load_command_class(app, name) if isinstance(app, str) else app
    parser = command.create_parser("./lopo", name)
    chosen = vars(parser.parse_args(words))
    arguments = chosen.pop("args", ())
    try:
        command.execute(*arguments, **chosen)
    except CommandError as problem:
        complain(str(problem))
        return problem.returncode
    except (OperationalError, ProgrammingError) as problem:
        words_of_database = str(problem).strip().splitlines()
        # 1 would say that the command looked and found fault (`verify` names offenders by it).
        raise Stop(f"The database refused: {words_of_database[0]}.", code=USAGE) from None
    finally:
        connections.close_all()
    return 0
