"""What is done about what was found, and the reports that are made of it."""

from .plans import FollowUp, FollowUpPlan
from .reports import Report

__all__ = ["FollowUp", "FollowUpPlan", "Report"]
