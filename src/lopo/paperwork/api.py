"""The public door of paperwork."""

from .actions import end_drafts, keep_drafts, write_form
from .queries import Form, form_of, recipes

__all__ = ["Form", "end_drafts", "form_of", "keep_drafts", "recipes", "write_form"]
