"""What can go wrong with the embedded PostgreSQL, always told in one sentence with its remedy."""


class PostgresProblem(RuntimeError):
    """The server cannot be found, started or entered; the message is meant for the operator."""
