"""What may be shown of what was found, and to whom. Pure."""
