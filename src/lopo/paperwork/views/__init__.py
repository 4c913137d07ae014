"""Screens of paperwork."""
