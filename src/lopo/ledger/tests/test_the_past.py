"""Nobody changes the past: not the app's role, not even the owner of the schema."""

import psycopg
import pytest
from conftest import as_owner
from django.db import ProgrammingError, connection, connections, transaction

from lopo.ledger.tests.test_ledger import append, make_line

CHANGES = (
    "UPDATE ledger_event SET verb = 'nothing happened'",
    "UPDATE ledger_event SET verb = verb",
    "DELETE FROM ledger_event",
    "DELETE FROM ledger_event WHERE seq = 1",
    "TRUNCATE ledger_event",
    "TRUNCATE ledger_event CASCADE",
)
# What would open a way around the record, or around the constraints that guard the line.
SCHEMA_CHANGES = (
    "CREATE TABLE mine (x int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "CREATE EXTENSION pg_trgm",
    "ALTER TABLE ledger_event ADD COLUMN mine int",
    "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
    "DROP TABLE ledger_event",
    "DROP TRIGGER ledger_no_change ON ledger_event",
    "DROP INDEX one_ticket_per_number",
    "ALTER TABLE frontdesk_ticket DROP CONSTRAINT one_ticket_per_number",
    "DROP INDEX one_active_call_per_counter",
    "ALTER FUNCTION ledger_refuse_change() RENAME TO mine",
    "CREATE RULE quiet AS ON INSERT TO ledger_event DO INSTEAD NOTHING",
    "SET ROLE lopo_owner",
    "SET session_replication_role = replica",
    "ALTER ROLE lopo_app SUPERUSER",
)


def connect(*, owner: bool) -> "psycopg.Connection[tuple[object, ...]]":
    wrapper = connections.create_connection("default")
    if owner:
        wrapper.settings_dict = {**connections["default"].settings_dict, **as_owner()}
    found = wrapper.get_connection_params()
    kept = ("host", "port", "dbname", "user", "password")
    return psycopg.connect(**{key: found[key] for key in kept if found.get(key)})


@pytest.fixture
def recorded(transactional_db: None) -> None:
    with transaction.atomic():
        append(make_line(1), make_line(2))


@pytest.mark.parametrize("owner", [False, True], ids=["lopo_app", "lopo_owner"])
@pytest.mark.parametrize("statement", CHANGES)
def test_the_past_is_refused_to_both_roles(statement: str, owner: bool, recorded: None) -> None:
    with connect(owner=owner) as session:
        who = session.execute("SELECT current_user").fetchone()
        assert who == ("lopo_owner" if owner else "lopo_app",)
        before = session.execute("SELECT * FROM ledger_event ORDER BY id").fetchall()
        session.commit()
        refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.RestrictViolation)
        with pytest.raises(refused):
            session.execute(statement)
        session.rollback()
        assert session.execute("SELECT * FROM ledger_event ORDER BY id").fetchall() == before
        assert len(before) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("statement", SCHEMA_CHANGES)
def test_the_serving_role_may_not_touch_the_schema(statement: str) -> None:
    refused = pytest.raises(ProgrammingError)
    with refused as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_serving_role_is_no_superuser_and_owns_nothing(db: None) -> None:
    with connect(owner=False) as session:
        role = session.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls "
            "FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert role == (False,) * 5
        owned = session.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
            "WHERE r.rolname = current_user"
        ).fetchone()
        assert owned == (0,)


def test_the_serving_role_may_only_read_and_add_to_the_record(db: None) -> None:
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    with connect(owner=False) as session:
        session.execute("GRANT ALL ON ledger_event TO lopo_app")  # PostgreSQL only warns
        held = [
            right
            for right in rights
            if session.execute("SELECT has_table_privilege('ledger_event', %s)", [right]).fetchone()
            == (True,)
        ]
    assert held == ["SELECT", "INSERT"]
