"""Screens and endpoints of the front desk: HTTP in, one act or one question, HTTP out."""
