"""The front page, and what browsers and search engines ask for beside it."""
