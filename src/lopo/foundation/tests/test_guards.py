"""Tries that are counted, and rights that are granted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from lopo.foundation.buckets import give_back, take
from lopo.foundation.grants import append_only_tables, grant_to_app_role
from lopo.foundation.models import Bucket

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)
WINDOW = timedelta(minutes=10)


def tried(key: str = "door:1", *, at: datetime = NOW, limit: int = 5) -> int | None:
    return take(key, limit=limit, window=WINDOW, now=at)


@pytest.mark.django_db
def test_the_sixth_try_waits_until_the_window_ends() -> None:
    assert [tried() for _ in range(5)] == [None] * 5
    assert tried() == 600
    assert tried(at=NOW + timedelta(seconds=599, milliseconds=500)) == 1


@pytest.mark.django_db
def test_a_new_window_begins_when_the_old_one_has_ended() -> None:
    for _ in range(9):
        tried()
    assert tried(at=NOW + WINDOW) is None
    assert Bucket.objects.get().tries == 1


@pytest.mark.django_db
def test_keys_do_not_share_their_tries() -> None:
    for _ in range(6):
        tried()
    assert tried("door:2") is None


@pytest.mark.django_db
def test_a_right_try_is_given_back_and_never_below_nothing() -> None:
    for _ in range(20):
        assert tried() is None
        give_back("door:1")
    give_back("door:1")
    give_back("unknown")
    assert Bucket.objects.get().tries == 0


@pytest.mark.django_db(transaction=True)
def test_no_race_lets_a_try_slip_through() -> None:
    together = Barrier(8)

    def race(_n: int) -> list[int | None]:
        try:
            together.wait(timeout=10)
            return [tried(limit=20) for _ in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        results = [wait for waits in people.map(race, range(8)) for wait in waits]
    assert results.count(None) == 20
    assert Bucket.objects.get().tries == 80


def test_the_ledger_is_the_table_whose_rows_are_written_once() -> None:
    assert "ledger_event" in append_only_tables()


@pytest.mark.django_db
def test_the_app_role_may_read_and_write_rows_and_nothing_more() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("lopo_app",)
        cursor.execute(
            "SELECT tablename, has_table_privilege(quote_ident(tablename), 'TRUNCATE') OR "
            "has_table_privilege(quote_ident(tablename), 'TRIGGER') "
            "FROM pg_tables WHERE schemaname = 'public'"
        )
        beyond = [table for table, more in cursor.fetchall() if more]
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        may_create = cursor.fetchone()[0]
    assert beyond == []
    assert may_create is False


@pytest.mark.django_db
def test_every_table_of_ours_can_be_read_and_added_to() -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT, INSERT')", [table])
            assert cursor.fetchone() == (True,), table


@pytest.mark.django_db
def test_other_apps_do_not_grant_anything_again(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        grant_to_app_role(apps.get_app_config("people"), using="default")


@pytest.mark.django_db
def test_the_migrations_say_all_that_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
