"""The two roles of the product and its database, made and kept right at every start.

`lopo_owner` migrates; `lopo_app` serves and can neither create nor alter anything. The superuser
belongs to the launcher alone and appears in no address a web process sees.
"""

import psycopg
from psycopg import sql

from lopo.foundation.env import ROOT, secret
from lopo.foundation.postgres.cluster import SUPERUSER, SUPERUSER_SECRET
from lopo.foundation.postgres.places import PORT, Places

DATABASE = "lopo"
OWNER_ROLE = "lopo_owner"
APP_ROLE = "lopo_app"
CONNECT_SECONDS = 10
ADMINISTRATOR = ROOT / "deploy" / "postgresql" / "roles.sql"


def password_of(role: str, places: Places) -> str:
    """The role's password, made once and kept 0600 in the data folder."""
    return secret(f"postgres-{role.replace('_', '-')}", places.data)


def ensure(places: Places, socket: str, *, for_tests: bool) -> None:
    """Roles, database and their rights; running it again changes nothing."""
    with _connect(places, socket, "postgres") as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            _ensure_role(connection, role, password_of(role, places))
        if for_tests:
            _allow_tests(connection)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)
                )
            )
        _fence_database(connection)


def ensure_as_administrator(places: Places, socket: str) -> None:
    """What the handbook asks of the administrator of an outside server, word for word, once.

    Two things more, which only tests need: `_allow_tests`.
    """
    with _connect(places, socket, "postgres") as connection:
        for statement in statements_of(ADMINISTRATOR.read_text(encoding="utf-8")):
            connection.execute(statement.encode())
        for role in (OWNER_ROLE, APP_ROLE):
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role),
                    _verifier(connection, role, password_of(role, places)),
                )
            )
        _allow_tests(connection)


def statements_of(script: str) -> list[str]:
    """The statements of a plain SQL file; each is sent alone, as psql does."""
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def drop_database(places: Places, socket: str) -> None:
    """Throw the product's data away; the next `ensure` begins anew."""
    with _connect(places, socket, "postgres") as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
        )


def drop_test_databases(places: Places, socket: str) -> None:
    """Remove the databases of test runs that were killed before they could do it."""
    with _connect(places, socket, "postgres") as connection:
        found = connection.execute(
            r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_%'"
        ).fetchall()
        for (name,) in found:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(str(name)))
            )


def _connect(
    places: Places, socket: str, database: str
) -> "psycopg.Connection[tuple[object, ...]]":
    """A superuser's connection, outside any transaction."""
    return psycopg.connect(
        host=socket,
        port=PORT,
        dbname=database,
        user=SUPERUSER,
        password=secret(SUPERUSER_SECRET, places.data),
        connect_timeout=CONNECT_SECONDS,
        autocommit=True,
    )


def _ensure_role(
    connection: "psycopg.Connection[tuple[object, ...]]", role: str, password: str
) -> None:
    """A login role without any special right, with the password of the data folder."""
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "CREATE" if found is None else "ALTER"
    connection.execute(
        sql.SQL(
            "{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
            " NOBYPASSRLS PASSWORD {password}"
        ).format(
            verb=sql.SQL(verb),
            role=sql.Identifier(role),
            password=_verifier(connection, role, password),
        )
    )


def _verifier(
    connection: "psycopg.Connection[tuple[object, ...]]", role: str, password: str
) -> sql.Literal:
    """A scram verifier: the password itself appears in no log and no statistics view."""
    secret_ = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return sql.Literal(secret_.decode())


def _allow_tests(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Only in a test cluster: the owner makes databases and cleans append-only tables."""
    connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER_ROLE)))
    connection.execute(
        sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(
            sql.Identifier(OWNER_ROLE)
        )
    )


def _fence_database(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Nobody enters but the two roles; temporary tables are DDL too."""
    database = sql.Identifier(DATABASE)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(APP_ROLE))
    )
