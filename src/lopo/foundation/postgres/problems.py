"""What can go wrong with the embedded PostgreSQL, always told in one sentence with its remedy."""

from lopo.foundation.env import OperatorProblem


class PostgresProblem(OperatorProblem):
    """The server cannot be found, started or entered; the message is meant for the operator."""
