"""`python -m lopo.foundation.cli`: what the launcher runs inside the virtual environment."""

import argparse
import sys
from collections.abc import Callable

from lopo.foundation.cli import parser
from lopo.foundation.cli.output import FAILED, Stop, complain
from lopo.foundation.env import OperatorProblem

INTERRUPTED = 130


def main(words: list[str] | None = None) -> int:
    """Run one command; every expected problem is one sentence on stderr."""
    options = parser.build().parse_args(words)
    try:
        return _handler(options.command)(options)
    except Stop as problem:
        complain(str(problem))
        return problem.code
    except OperatorProblem as problem:
        complain(str(problem))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _handler(command: str) -> Callable[[argparse.Namespace], int]:
    """The function of a command; only its module is loaded."""
    if command in {"demo", "serve"}:
        from lopo.foundation.cli import serving  # noqa: PLC0415 - start quickly

        return serving.serve
    if command == "test":
        from lopo.foundation.cli import testing  # noqa: PLC0415

        return testing.test
    if command == "bench":
        from lopo.foundation.cli import testing  # noqa: PLC0415

        return testing.bench
    if command == "check":
        from lopo.foundation.cli import quality  # noqa: PLC0415

        return quality.check
    from lopo.foundation.cli import commands  # noqa: PLC0415

    table = {
        "token": commands.token,
        "setup": commands.setup,
        "import": commands.import_,
        "verify": commands.verify,
        "manage": commands.manage,
    }
    return table[command]


if __name__ == "__main__":
    sys.exit(main())
