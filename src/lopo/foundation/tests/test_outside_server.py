"""A PostgreSQL of the operator's: prepared by the administrator's file, refused in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from conftest import as_owner
from django.core.management import CommandError, call_command
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from lopo.foundation import fitness
from lopo.foundation.grants import append_only_tables
from lopo.foundation.postgres import PostgresProblem, outside
from lopo.foundation.postgres.binaries import SYSTEM_FOLDER
from lopo.foundation.postgres.roles import ADMINISTRATOR, statements_of

MAJOR = 15
installed = pytest.mark.skipif(
    not (SYSTEM_FOLDER / str(MAJOR)).exists(), reason="PostgreSQL 15 of the distribution is absent"
)


@contextmanager
def owner_at_work() -> Iterator[None]:
    """The default connection, as the role that migrates."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(as_owner())
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)


@pytest.mark.django_db(transaction=True)
def test_the_database_of_these_tests_is_fit_for_both_roles() -> None:
    assert fitness.unfit_to_serve() == []
    with owner_at_work():
        assert fitness.unfit_for_owner() == []


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_told_that_it_must_not_serve() -> None:
    with owner_at_work():
        said = "\n".join(fitness.unfit_to_serve())
    assert "DATABASE_URL names the role lopo_owner; it must be lopo_app" in said
    assert "The role lopo_owner may create tables" in said
    assert "may rewrite" in said


@pytest.mark.django_db
def test_the_serving_role_is_told_that_it_cannot_migrate() -> None:
    said = "\n".join(fitness.unfit_for_owner())
    assert "LOPO_OWNER_URL names lopo_app, the role that serves" in said
    assert "may not create tables" in said
    with pytest.raises(CommandError, match=r"deploy/postgresql/roles\.sql"):
        call_command("lopo_prepare")


@pytest.mark.django_db
def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, settings: pytest.MonkeyPatch
) -> None:
    settings.APP_ROLE = "nobody_made_it"  # type: ignore[attr-defined]
    monkeypatch.setattr(fitness, "OLDEST_SERVER", 990000)
    said = "\n".join(fitness.unfit_for_owner())
    assert "There is no role nobody_made_it: create it" in said
    assert "at least 15 is needed" in said


@pytest.mark.django_db(transaction=True)
def test_a_right_too_many_on_the_ledger_is_seen() -> None:
    """The control: with the right given back, the look that found nothing finds it."""
    table = append_only_tables()[0]
    with owner_at_work(), connection.cursor() as cursor:
        cursor.execute(f"GRANT UPDATE ON {table} TO lopo_app")
    try:
        assert fitness.unfit_to_serve() == [
            f"The serving role may rewrite {table}: REVOKE UPDATE, DELETE on it."
        ]
    finally:
        with owner_at_work(), connection.cursor() as cursor:
            cursor.execute(f"REVOKE UPDATE ON {table} FROM lopo_app")


def test_the_administrators_file_gives_no_right_too_many() -> None:
    statements = statements_of(ADMINISTRATOR.read_text(encoding="utf-8"))
    roles = [one for one in statements if one.startswith("CREATE ROLE")]
    assert [role.split()[2] for role in roles] == ["lopo_owner", "lopo_app"]
    for role in roles:
        assert {"NOSUPERUSER", "NOCREATEDB", "NOCREATEROLE", "NOBYPASSRLS"} <= set(role.split())


def test_a_version_that_is_not_installed_is_named_with_the_remedy() -> None:
    with pytest.raises(PostgresProblem, match="apt-get install postgresql-99"), outside(99):
        pass


@installed
def test_the_distributions_server_runs_prepared_by_that_file(
    django_db_blocker: DjangoDbBlocker,
) -> None:
    connections.close_all()
    with outside(MAJOR) as urls:
        with psycopg.connect(urls["LOPO_OWNER_URL"]) as owner:
            version = owner.execute("SHOW server_version_num").fetchone()
            owner.execute("CREATE TABLE theirs (x int)")
        assert version is not None
        assert int(version[0]) // 10000 == MAJOR
        with psycopg.connect(urls["DATABASE_URL"]) as app:
            for refused in ("CREATE TABLE mine (x int)", "DROP TABLE theirs", "TABLE theirs"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                    app.execute(refused)
