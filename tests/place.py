"""Each process that runs tests has a data folder of its own, as each has a database of its own.

Loaded by name before the settings (`-p tests.place` in pyproject.toml), which read the folder once:
in a shared one, a test that counts the finished sheets would count those of its neighbour too.
"""

import os

from lopo.foundation.env import data_dir

WORKER = os.environ.get("PYTEST_XDIST_WORKER")

if WORKER:
    os.environ["LOPO_DATA"] = str(data_dir() / "workers" / WORKER)
