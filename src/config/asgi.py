"""What the web server loads: pages and live streams of the whole product on one port."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from lopo.foundation.asgi import Application  # noqa: E402 - Django must be set up first
from lopo.foundation.bridge import Pages, WsgiBridge  # noqa: E402
from lopo.foundation.env import env_int  # noqa: E402
from lopo.foundation.live import hub  # noqa: E402
from lopo.foundation.processes import die_with_parent  # noqa: E402
from lopo.foundation.stream import Streams  # noqa: E402

die_with_parent()
application = Application(
    hub,
    Streams(
        hub,
        per_address=env_int("LOPO_STREAMS_PER_ADDRESS", 4000),
        in_all=env_int("LOPO_STREAMS", 8000),
    ),
    WsgiBridge(Pages(), threads=env_int("LOPO_THREADS", 4)),
)
