"""Screens of organisation: when a centre is open."""
