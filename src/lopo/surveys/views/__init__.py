"""Screens of the survey."""
