"""Screens of administration: first run, wizard, and the pages of a centre."""
