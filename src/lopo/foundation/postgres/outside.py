"""An outside PostgreSQL for tests: the distribution's own programs, prepared as the handbook says.

Whoever sets DATABASE_URL brings a server we did not make. This one is as close to it as a test
can get anywhere: programs of a given major version from the distribution, in a folder that lives
as long as the block, and roles made by the file that is written for database administrators.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lopo.foundation.postgres import roles
from lopo.foundation.postgres.binaries import Binaries, system
from lopo.foundation.postgres.identity import Identity, choose
from lopo.foundation.postgres.server import APP_ROLE, OWNER_ROLE, Server


class Outside(Server):
    """A server of one major version, whose roles an administrator has made."""

    def __init__(self, data: Path, binaries: Binaries) -> None:
        super().__init__(data, for_tests=True)
        self.binaries = binaries

    def _tools(self) -> tuple[Binaries, Identity]:
        """The distribution's programs, whatever else is installed."""
        return self.binaries, choose(self.places.data, self.binaries.path("postgres"))

    def _prepare(self, socket: str) -> None:
        """By the administrator's file alone."""
        roles.ensure_as_administrator(self.places, socket)


@contextmanager
def outside(major: int) -> Iterator[dict[str, str]]:
    """DATABASE_URL and LOPO_OWNER_URL of an outside server, for the length of the block."""
    binaries = system(major)
    folder = Path(tempfile.mkdtemp(prefix=f"lopo-postgres-{major}-"))
    try:
        with Outside(folder, binaries).lease() as lease:
            yield {"DATABASE_URL": lease.url(APP_ROLE), "LOPO_OWNER_URL": lease.url(OWNER_ROLE)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
