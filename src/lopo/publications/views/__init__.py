"""Pages and documents of publications."""
