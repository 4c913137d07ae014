"""Taking guards away, to see that the checks notice. Never used but to prove a check."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from conftest import _clean_as_owner, as_owner
from django.db import connections

_CONSTRAINT = """
SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s
"""
_INDEX = "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid = %s::regclass"


def owner_session() -> "psycopg.Connection[tuple[str, ...]]":
    """A connection of the schema's owner to the test database."""
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = {**connections["default"].settings_dict, **as_owner()}
    found = wrapper.get_connection_params()
    kept = ("host", "port", "dbname", "user", "password")
    return psycopg.connect(**{key: found[key] for key in kept if found.get(key)}, autocommit=True)


@contextmanager
def without_index(*names: str) -> Iterator[None]:
    """The database without these unique constraints; afterwards emptied and whole again."""
    connections["default"].close()
    with owner_session() as owner:
        mend = [_drop(owner, name) for name in names]
        try:
            yield
        finally:
            connections["default"].close()
            _clean_as_owner(None)  # type: ignore[arg-type]
            for statement in mend:
                owner.execute(statement)


def _drop(owner: "psycopg.Connection[tuple[str, ...]]", name: str) -> str:
    constraint = owner.execute(_CONSTRAINT, [name]).fetchone()
    if constraint is not None:
        table, definition = constraint
        owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
    index = owner.execute(_INDEX, [name]).fetchone()
    assert index is not None
    owner.execute(f"DROP INDEX {name}")
    return index[0]
