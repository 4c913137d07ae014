"""Whether an outside PostgreSQL is prepared as the product needs it, before anything is changed.

Each problem is one sentence for the person who can put it right; the handbook's page *Pengaturan*
and `deploy/postgresql/roles.sql` have the whole procedure.
"""

from typing import Any

from django.conf import settings
from django.db import connection

from lopo.foundation.grants import append_only_tables

OLDEST_SERVER = 150000
PREPARED = "see deploy/postgresql/roles.sql"


def unfit_for_owner() -> list[str]:
    """What the server or the migrating role lacks; asked as the owner, before migrating."""
    app = settings.APP_ROLE
    facts = _ask(
        """
        SELECT current_setting('server_version_num')::int AS version,
               current_setting('server_encoding') AS encoding,
               current_user AS owner,
               has_schema_privilege(current_user, 'public', 'CREATE') AS may_create,
               EXISTS (SELECT FROM pg_roles WHERE rolname = %s) AS has_app
        """,
        [app],
    )
    found = [
        (
            facts["version"] < OLDEST_SERVER,
            f"PostgreSQL is version {facts['version'] // 10000}; at least 15 is needed.",
        ),
        (
            facts["encoding"] != "UTF8",
            f"The database's encoding is {facts['encoding']}: create it with ENCODING 'UTF8'.",
        ),
        (
            facts["owner"] == app,
            f"LOPO_OWNER_URL names {app}, the role that serves: name the owner ({PREPARED}).",
        ),
        (
            not facts["may_create"],
            f"The role {facts['owner']} may not create tables: make it the owner of the database, "
            f"or GRANT CREATE ON SCHEMA public TO it ({PREPARED}).",
        ),
        (not facts["has_app"], f"There is no role {app}: create it ({PREPARED})."),
    ]
    return [sentence for wrong, sentence in found if wrong]


def unfit_to_serve() -> list[str]:
    """What the serving role may do though it must not; asked as that role, after migrating."""
    facts = _ask(
        """
        SELECT current_user AS role, rolsuper OR rolcreaterole OR rolcreatedb AS mighty,
               has_schema_privilege(current_user, 'public', 'CREATE') AS may_create
        FROM pg_roles WHERE rolname = current_user
        """
    )
    found = [
        (
            facts["role"] != settings.APP_ROLE,
            f"DATABASE_URL names the role {facts['role']}; it must be {settings.APP_ROLE}, which "
            f"gets its rights from the migrations ({PREPARED}).",
        ),
        (
            facts["mighty"],
            f"The role {facts['role']} is a superuser or may create roles or databases: take that "
            f"away ({PREPARED}).",
        ),
        (
            facts["may_create"],
            f"The role {facts['role']} may create tables: REVOKE CREATE ON SCHEMA public from it "
            "and from PUBLIC.",
        ),
    ]
    return [sentence for wrong, sentence in found if wrong] + _able_to_rewrite()


def _able_to_rewrite() -> list[str]:
    """Append-only tables whose rows the serving role could change."""
    tables = append_only_tables()
    row = _ask(
        """
        SELECT array_agg(name) AS names FROM unnest(%s::text[]) AS name
        WHERE to_regclass(quote_ident(name)) IS NOT NULL
          AND has_table_privilege(current_user, quote_ident(name), 'UPDATE, DELETE, TRUNCATE')
        """,
        [tables],
    )
    names = row["names"] or []
    return [f"The serving role may rewrite {name}: REVOKE UPDATE, DELETE on it." for name in names]


def _ask(question: str, values: list[Any] | None = None) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return dict(zip(names, row or (), strict=False))
