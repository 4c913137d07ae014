"""The public door of paperwork."""

from .actions import delete_drafts, write_form
from .queries import Form, form_of, recipes

__all__ = ["Form", "delete_drafts", "form_of", "recipes", "write_form"]
