"""The strict test bed: real PostgreSQL with the real two roles, warnings are failures.

The test database is made and migrated by ``lopo_owner``; tests run as ``lopo_app``, so a right
the product lacks is a right the tests lack. Cleaning up after a test that commits is the
owner's work too, with triggers asleep: nothing else may touch the ledger.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    import psycopg
    from playwright.sync_api import Browser

hypothesis_settings.register_profile(
    "lopo", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("lopo")

# The same hash with the least work: how long it takes to guess is not what tests ask, and every
# story has staff. Stored hashes name their own cost, so the server beside us reads them too.
Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 64
Argon2PasswordHasher.parallelism = 1

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Rows that migrations bring and every test may rely on.
KEPT = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "frontdesk_orderpolicy",
    "profiles_complianceitem",
    "surveys_band",
    "surveys_instrument",
    "surveys_item",
    "surveys_profilefield",
    "surveys_surveypolicy",
    "surveys_watchthreshold",
)


def as_owner() -> dict[str, Any]:
    """Connection parameters of the schema's owner, for the database in use now."""
    from lopo.foundation.env import env_url_database

    owner = env_url_database("LOPO_OWNER_URL")
    return {**owner, "NAME": connection.settings_dict["NAME"]}


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Create and migrate the test database as the owner; serve it to tests as the app."""
    # WhiteNoise warns about a folder it cannot find, and warnings are failures here.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    app = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    owner = as_owner()
    name = f"test_{connection.settings_dict['NAME']}_{worker}_{os.getpid()}"
    connection.settings_dict["TEST"]["NAME"] = name
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        connection.settings_dict.update(app)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


@contextmanager
def owner_at_work() -> Iterator["psycopg.Connection[Any]"]:
    """The schema's owner on the test database, with triggers and foreign keys asleep."""
    import psycopg

    wrapper = connections.create_connection("default")
    wrapper.settings_dict = {**connection.settings_dict, **as_owner()}
    parameters = wrapper.get_connection_params()
    kept = ("host", "port", "dbname", "user", "password")
    with psycopg.connect(**{k: parameters[k] for k in kept if parameters.get(k)}) as owner:
        owner.execute("SET session_replication_role = replica")
        yield owner


def tables_of_tests(owner: "psycopg.Connection[Any]") -> list[str]:
    """The tables that are empty when a test begins, quoted."""
    found = owner.execute(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
    )
    return [name for (name,) in found if name not in KEPT]


def _clean_as_owner(_case: TransactionTestCase) -> None:
    with owner_at_work() as owner:
        # DELETE: with so few rows it is far quicker than TRUNCATE. In one breath: so many tables.
        owner.execute("; ".join(f"DELETE FROM {table}" for table in tables_of_tests(owner)))


@pytest.fixture(autouse=True, scope="session")
def _owner_cleans_up() -> Iterator[None]:
    """Transactional tests are cleaned by the owner; the app's role may not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _clean_as_owner)
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_found_once() -> Iterator[None]:
    """Every browser of a test starts the whole chain of the product: looking for all static files
    again would take longer than most pages do."""
    from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

    found: dict[str, Any] = {}
    search = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            search(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test sees what an earlier one left in a process-wide cache."""
    from lopo.catalogue.api import nothing_is_due, today
    from lopo.findings.queries import counting
    from lopo.frontdesk.queries import boards, forget_policies
    from lopo.frontdesk.views import screens
    from lopo.organisation.queries import forget_opening_hours

    forget_opening_hours()
    forget_policies()
    nothing_is_due(today())
    boards._boards.clear()
    boards._places.clear()
    screens._kept.clear()
    counting.forget()


@pytest.fixture(autouse=True)
def _hours_are_kept_in_mind(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has learnt of opening hours it keeps, unless a server beside it changes them.

    On a busy machine the second is soon over, and a page would ask more than it usually does.
    """
    with pytest.MonkeyPatch.context() as patch:
        if "server" not in request.fixturenames:
            hours = import_module("lopo.organisation.queries.opening")
            patch.setattr(hours, "CACHE_SECONDS", 3600.0)
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A real Chromium for the tests of one file.

    Not for the whole session: while it is open, Playwright keeps an event loop in this thread,
    and tests of asynchronous code could not have theirs.
    """
    from playwright.sync_api import sync_playwright

    program = os.environ.get("LOPO_CHROMIUM") or shutil.which("chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # The ORM calls of these tests are plain ones, in spite of that loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
