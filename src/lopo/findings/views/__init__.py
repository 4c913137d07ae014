"""Screens of what the survey found."""
