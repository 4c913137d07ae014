"""What the screens, the API and the acts ask. Reads only."""

from .boards import (
    announcement_on,
    board,
    board_calls,
    centre_document,
    counter_documents,
    queue_documents,
    remembered_centre,
    waiting_counts,
)
from .days import Verdict, day_document, policies_of_day, verify_bundle, verify_day
from .lines import (
    head_start_of,
    local_date,
    policy_at,
    policy_document,
    policy_of,
    policy_text,
    priority_runs,
    revision_of,
    revisions,
    services_at,
    waiting_line,
)
from .tickets import ahead_of, door_code, ticket_by_token, ticket_document, ticket_url

__all__ = [
    "Verdict",
    "ahead_of",
    "announcement_on",
    "board",
    "board_calls",
    "centre_document",
    "counter_documents",
    "day_document",
    "door_code",
    "head_start_of",
    "local_date",
    "policies_of_day",
    "policy_at",
    "policy_document",
    "policy_of",
    "policy_text",
    "priority_runs",
    "queue_documents",
    "remembered_centre",
    "revision_of",
    "revisions",
    "services_at",
    "ticket_by_token",
    "ticket_document",
    "ticket_url",
    "verify_bundle",
    "verify_day",
    "waiting_counts",
    "waiting_line",
]
