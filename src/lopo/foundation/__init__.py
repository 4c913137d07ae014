"""Django plumbing that knows no context: database, bus, idempotency, live updates, jobs, CLI."""
