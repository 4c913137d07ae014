"""What the serving role may do: read and write rows, never the schema, never the past.

Runs after every ``migrate`` as ``lopo_owner``. A model marked ``append_only = True`` gives
``lopo_app`` INSERT and SELECT alone; its migration adds the triggers that stop the owner too.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections


def append_only_tables() -> list[str]:
    """Tables whose rows are written once and never changed."""
    return [m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)]


def grant_to_app_role(sender: AppConfig, using: str, **_: Any) -> None:
    """Give ``lopo_app`` its rights on every table there is; safe to repeat."""
    if sender.label != "foundation":
        return
    connection = connections[using]
    quote, role = connection.ops.quote_name, connection.ops.quote_name(settings.APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.APP_ROLE])
        if cursor.fetchone() is None:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        present = set(connection.introspection.table_names(cursor))
        for table in append_only_tables():
            if table in present:
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {role}")
