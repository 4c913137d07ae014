"""What of profiles is fetched: a logo, colours, the list of facts as a part of pages."""
