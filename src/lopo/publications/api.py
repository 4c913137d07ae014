"""The public door of publications."""

from .actions import issue, printed
from .models import Publication as Issued
from .queries import (
    HOUSE,
    PLEDGE_PAPERS,
    Brand,
    Judge,
    PledgeText,
    Standing,
    Verdict,
    address,
    bpmn_of,
    check_path,
    drawn,
    fault_said,
    flow_of,
    picture_of,
    pledge_of,
    poster_of,
    publication_with,
    register_kind,
    sop_of,
)
from .rules import PAPERS, PHONE, WALL

__all__ = [
    "HOUSE",
    "PAPERS",
    "PHONE",
    "PLEDGE_PAPERS",
    "WALL",
    "Brand",
    "Issued",
    "Judge",
    "PledgeText",
    "Standing",
    "Verdict",
    "address",
    "bpmn_of",
    "check_path",
    "drawn",
    "fault_said",
    "flow_of",
    "issue",
    "picture_of",
    "pledge_of",
    "poster_of",
    "printed",
    "publication_with",
    "register_kind",
    "sop_of",
]
