"""What of a running period is shown in detail, so that nobody sees a single ballot come in. Pure.

Between two looks at a result of one service stands either nothing or a whole ``step`` of ballots,
and when the period ends at least another ``step`` follow: no difference is ever one person's.
"""


def opened_now(pending: int, step: int) -> int:
    """How many of the ballots not yet shown are shown from now on; some always stay back."""
    return max(0, pending // step - 1) * step
