"""Screens and API of the catalogue."""
