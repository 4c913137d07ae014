"""Acts of paperwork: a form is written; a draft is sealed, opened, deleted."""

from .drafts import (
    DraftGone,
    NotSealable,
    Opened,
    QrNeeded,
    delete_expired,
    end_drafts,
    finish_draft,
    keep_drafts,
    open_draft,
    seal_draft,
    withdraw_draft,
)
from .forms import FormRefused, keep_version, write_form

__all__ = [
    "DraftGone",
    "FormRefused",
    "NotSealable",
    "Opened",
    "QrNeeded",
    "delete_expired",
    "end_drafts",
    "finish_draft",
    "keep_drafts",
    "keep_version",
    "open_draft",
    "seal_draft",
    "withdraw_draft",
    "write_form",
]
