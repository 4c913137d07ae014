"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only events with leaf hashes."""

    name = "lopo.ledger"
    label = "ledger"
