"""How wide the paper of a slip is. Pure."""

PAPERS = ("80", "58")
# Kept in the browser that prints: the paper belongs to its printer, not to the centre.
PAPER_COOKIE = "lopo_paper"


def paper_width(asked: str, kept: str = "") -> str:
    """Millimetres: what was asked for now, else what this browser was told, else 80."""
    known = (width for width in (asked, kept) if width in PAPERS)
    return next(known, PAPERS[0])
