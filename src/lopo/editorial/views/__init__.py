"""Screens of those who write and publish standards."""
