"""Screens of people: sign-in of staff, pairing of devices."""
