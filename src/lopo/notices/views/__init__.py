"""Screens of notices: what everybody reads, and where they are written."""
